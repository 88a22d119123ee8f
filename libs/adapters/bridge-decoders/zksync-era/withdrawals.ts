import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { contractAt, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  evmChain,
  nativeAsset,
  tokenAmount,
  transferId,
  type BridgeId,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent, type EventFacts } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { localToken } from '../local-token.js';
import type { zksyncEvents } from './abi.js';
import {
  parseAssetData,
  parseWithdrawalMessage,
  withdrawal,
  withdrawalId,
  type Withdrawal,
} from './withdrawal-message.js';

type ZksyncLog = ReadLog<typeof zksyncEvents>;
type LogOf<Name extends ZksyncLog['eventName']> = Extract<ZksyncLog, { eventName: Name }>;
type WithdrawalLog = LogOf<'Withdrawal' | 'WithdrawalInitiated' | 'WithdrawalInitiatedAssetRouter'>;

/**
 * Withdrawals that leave the rollup: messages to Ethereum by the base token and the token bridges. The messenger
 * names the sender of a message, which nobody can forge.
 */
export function departingWithdrawals(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly ZksyncLog[],
): readonly BridgeEvent[] {
  const claimed = new Set<ZksyncLog>();
  return logs.flatMap((log) => {
    if (log.eventName !== 'L1MessageSent') return [];
    const moved = parseWithdrawalMessage(log.args.message);
    if (moved === undefined) return [];
    const emitter = addressOf(log.args.sender);
    const isOwn = contractAt(network, transaction.chain, emitter)?.bridge === bridge;
    const initiated = logs.find(
      (other): other is WithdrawalLog =>
        !claimed.has(other) && other.log.address === emitter && tells(other, moved),
    );
    // Anyone may send such a message; from an unknown bridge it is shown with that bridge's own log or not at all.
    if (initiated === undefined && log.contract !== undefined && !isOwn) return [];
    if (initiated !== undefined) claimed.add(initiated);
    return [
      draftEvent(transaction, log, initiated === undefined ? [] : [initiated], {
        bridge,
        step: 'initiated',
        transfer: transferId(bridge, transaction.chain, withdrawalId(moved)),
        sourceChain: transaction.chain,
        destinationChain: log.contract?.counterpart,
        ...departureFacts(transaction, network, moved, initiated, log.contract?.counterpart),
      }),
    ];
  });
}

function tells(log: ZksyncLog, { recipient, amount }: Withdrawal): log is WithdrawalLog {
  switch (log.eventName) {
    case 'Withdrawal':
    case 'WithdrawalInitiated':
      return addressOf(log.args.l1Receiver) === recipient && log.args.amount === amount;
    case 'WithdrawalInitiatedAssetRouter':
      return true;
    default:
      return false;
  }
}

function departureFacts(
  transaction: TransactionLogs,
  network: Network,
  { recipient, token, amount }: Withdrawal,
  initiated: WithdrawalLog | undefined,
  settlement: ChainId | undefined,
): Partial<EventFacts> {
  const sender = initiated === undefined ? undefined : addressOf(initiated.args.l2Sender);
  const { chain } = transaction;
  if (token === undefined) {
    return { sender, recipient, sent: etherOn(chain, amount), received: etherOn(settlement, amount) };
  }
  const original = settlement === undefined ? undefined : erc20Asset(settlement, token);
  const burned =
    initiated?.eventName === 'WithdrawalInitiated'
      ? erc20Asset(chain, addressOf(initiated.args.l2Token))
      : original === undefined || sender === undefined
        ? undefined
        : localToken(network, transaction, 'burn', original, sender, amount);
  const amountOf = (asset: typeof burned): TokenAmount | undefined =>
    asset === undefined || amount === 0n ? undefined : tokenAmount(asset, amount);
  return { sender, recipient, sent: amountOf(burned), received: amountOf(original) };
}

/** Withdrawals paid on Ethereum. One contract pays for all rollups of the stack and names the rollup in its log. */
export function arrivingWithdrawals(
  transaction: TransactionLogs,
  bridge: BridgeId,
  logs: readonly ZksyncLog[],
): readonly BridgeEvent[] {
  const seen = new Set<string>();
  return logs.flatMap((log) => {
    const paid = paidBy(log);
    if (paid === undefined) return [];
    const { moved, source } = paid;
    const { recipient, token, amount } = moved;
    const transfer = transferId(bridge, source, withdrawalId(moved));
    // The old bridge and the shared bridge behind it both log one withdrawal.
    if (seen.has(transfer)) return [];
    seen.add(transfer);
    const evidence = logs.filter((other) => other !== log && isSamePayment(other, moved, source));
    const asset = token === undefined ? nativeAsset(transaction.chain) : erc20Asset(transaction.chain, token);
    return [
      draftEvent(transaction, log, evidence, {
        bridge,
        step: 'finalised',
        transfer,
        sourceChain: source,
        destinationChain: transaction.chain,
        recipient,
        sent: token === undefined ? etherOn(source, amount) : undefined,
        received: amount === 0n ? undefined : tokenAmount(asset, amount),
      }),
    ];
  });
}

function isSamePayment(log: ZksyncLog, moved: Withdrawal, source: ChainId): boolean {
  const paid = paidBy(log);
  return paid?.source === source && withdrawalId(paid.moved) === withdrawalId(moved);
}

/** Only contracts the network knows: the events name no more than a payment, and other bridges share them. */
function paidBy(log: ZksyncLog): { readonly moved: Withdrawal; readonly source: ChainId } | undefined {
  const rollup = log.contract?.counterpart;
  if (rollup === undefined) return undefined;
  switch (log.eventName) {
    case 'EthWithdrawalFinalized':
      return {
        moved: { recipient: addressOf(log.args.to), token: undefined, amount: log.args.amount },
        source: rollup,
      };
    case 'WithdrawalFinalized':
      return { moved: withdrawal(log.args.to, log.args.l1Token, log.args.amount), source: rollup };
    case 'WithdrawalFinalizedSharedBridge':
      return {
        moved: withdrawal(log.args.to, log.args.l1Token, log.args.amount),
        source: evmChain(log.args.chainId),
      };
    case 'DepositFinalizedAssetRouter': {
      const asset = parseAssetData(log.args.assetData);
      return asset === undefined
        ? undefined
        : { moved: asset.withdrawal, source: evmChain(log.args.chainId) };
    }
    default:
      return undefined;
  }
}

function etherOn(chain: ChainId | undefined, amount: bigint): TokenAmount | undefined {
  return chain === undefined || amount === 0n ? undefined : tokenAmount(nativeAsset(chain), amount);
}
