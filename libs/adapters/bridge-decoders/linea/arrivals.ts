import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { canonicalRepresentation, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  tokenAmount,
  transferId,
  type AssetId,
  type BridgeId,
  type ChainId,
} from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS, type EventFacts } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { messageRun } from '../message-run.js';
import type { lineaEvents } from './abi.js';
import { usdcAt } from './usdc.js';

type LineaLog = ReadLog<typeof lineaEvents>;

const CLAIMED: ReadonlySet<string> = new Set(['MessageClaimed']);

/** The messages claimed on this layer, with what a token bridge paid out while the message ran. */
export function arrivals(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly LineaLog[],
): readonly BridgeEvent[] {
  return logs.flatMap((log, index) => {
    if (log.eventName !== 'MessageClaimed') return [];
    // Nothing in the log of an unknown message service names the chain that the message comes from.
    const source = log.contract?.counterpart;
    if (source === undefined) return [];
    const paid = messageRun(logs, index, CLAIMED).flatMap((other) => {
      const facts = paidBy(other, network, source, transaction.chain);
      return facts === undefined ? [] : [{ log: other, facts }];
    });
    const evidence = paid.map((one) => one.log);
    return [
      draftEvent(transaction, log, evidence, {
        bridge,
        step: 'finalised',
        transfer: transferId(bridge, source, log.args.messageHash),
        sourceChain: source,
        destinationChain: transaction.chain,
        ...(paid.length === 1 ? paid[0]?.facts : {}),
      }),
    ];
  });
}

function paidBy(
  log: LineaLog,
  network: Network,
  source: ChainId,
  here: ChainId,
): Partial<EventFacts> | undefined {
  if (log.eventName === 'ReceivedFromOtherLayer') {
    const { recipient, amount } = log.args;
    return facts(recipient, usdcAt(network, source), usdcAt(network, here), amount);
  }
  if (log.eventName !== 'BridgingFinalized' && log.eventName !== 'BridgingFinalizedV2') return undefined;
  const { nativeToken, bridgedToken, amount, recipient } = log.args;
  if (addressOf(bridgedToken) === ZERO_ADDRESS) {
    // The token is back on the chain that issued it.
    const received = erc20Asset(here, addressOf(nativeToken));
    return facts(recipient, canonicalRepresentation(network, received, source)?.asset, received, amount);
  }
  const sent = erc20Asset(source, addressOf(nativeToken));
  return facts(recipient, sent, erc20Asset(here, addressOf(bridgedToken)), amount);
}

function facts(
  recipient: `0x${string}`,
  sent: AssetId | undefined,
  received: AssetId | undefined,
  amount: bigint,
): Partial<EventFacts> {
  const amountOf = (asset: AssetId | undefined) =>
    asset === undefined || amount === 0n ? undefined : tokenAmount(asset, amount);
  return { recipient: addressOf(recipient), sent: amountOf(sent), received: amountOf(received) };
}
