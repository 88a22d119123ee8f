import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { erc20Asset, tokenAmount, transferId, type BridgeId, type ChainId } from '@causeway/domain/units';
import { addressOf, draftEvent, type EventFacts, type NamedLog } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { localToken } from '../local-token.js';
import type { zksyncEvents } from './abi.js';
import { parseAssetData } from './withdrawal-message.js';

type ZksyncLog = ReadLog<typeof zksyncEvents>;

const PAID: ReadonlySet<string> = new Set(['FinalizeDeposit', 'DepositFinalizedAssetRouter']);

/** The bootloader, which reports the outcome of each priority operation under the hash of its transaction. */
const BOOTLOADER = addressOf('0x0000000000000000000000000000000000008001');

/**
 * The deposit that a rollup transaction carries out: a priority operation is one transaction, whose hash is the
 * message id. A token bridge's log tells the tokens; the bootloader's whether the operation succeeded, which is all
 * that there is for ether. `settlement` is where deposits come from when no contract says so.
 */
export function arrivingDeposit(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly ZksyncLog[],
  settlement: ChainId | undefined,
): readonly BridgeEvent[] {
  const known = logs.filter(({ contract }) => contract !== undefined);
  const trusted = known.some(({ eventName }) => PAID.has(eventName)) ? known : logs;
  const paid = trusted.flatMap((log) => {
    const facts = paidBy(transaction, network, log, settlement);
    return facts === undefined ? [] : [{ log, facts }];
  });
  const outcome = known.find(
    (log) =>
      log.eventName === 'L2ToL1LogSent' &&
      addressOf(log.args.l2log.sender) === BOOTLOADER &&
      log.args.l2log.key.toLowerCase() === transaction.transactionHash,
  );
  const primary: NamedLog | undefined = paid[0]?.log ?? outcome;
  const source = paid[0]?.log.contract?.counterpart ?? settlement;
  if (primary === undefined || source === undefined) return [];
  const others = [...paid.map(({ log }) => log), outcome].filter(
    (log): log is ZksyncLog => log !== undefined && log !== primary,
  );
  const failed = outcome?.eventName === 'L2ToL1LogSent' && BigInt(outcome.args.l2log.value) === 0n;
  return [
    draftEvent(transaction, primary, others, {
      bridge,
      step: failed ? 'failed' : 'finalised',
      transfer: transferId(bridge, source, transaction.transactionHash),
      sourceChain: source,
      destinationChain: transaction.chain,
      ...(paid.length === 1 ? paid[0]?.facts : {}),
    }),
  ];
}

function paidBy(
  transaction: TransactionLogs,
  network: Network,
  log: ZksyncLog,
  settlement: ChainId | undefined,
): Partial<EventFacts> | undefined {
  if (log.eventName === 'FinalizeDeposit') {
    const { l1Sender, l2Receiver, l2Token, amount } = log.args;
    const asset = erc20Asset(transaction.chain, addressOf(l2Token));
    return {
      sender: addressOf(l1Sender),
      recipient: addressOf(l2Receiver),
      received: amount === 0n ? undefined : tokenAmount(asset, amount),
    };
  }
  const source = log.contract?.counterpart ?? settlement;
  if (log.eventName !== 'DepositFinalizedAssetRouter' || source === undefined) return undefined;
  const asset = parseAssetData(log.args.assetData);
  if (asset === undefined) return undefined;
  const { recipient, token, amount } = asset.withdrawal;
  const sent = token === undefined || amount === 0n ? undefined : erc20Asset(source, token);
  const minted =
    sent === undefined ? undefined : localToken(network, transaction, 'mint', sent, recipient, amount);
  return {
    sender: asset.sender,
    recipient,
    sent: sent === undefined ? undefined : tokenAmount(sent, amount),
    received: minted === undefined ? undefined : tokenAmount(minted, amount),
  };
}
