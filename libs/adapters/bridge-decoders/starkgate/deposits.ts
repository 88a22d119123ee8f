import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { contractAt, type Network } from '@causeway/domain/network';
import { tokenAmount, transferId, type BridgeId, type TokenAmount } from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { starkgateEvents } from './abi.js';
import { bridgedAsset } from './bridged-asset.js';
import { hashToStarknet, STARKNET } from './starknet-message.js';

type StarkgateLog = ReadLog<typeof starkgateEvents>;
type LogOf<Name extends StarkgateLog['eventName']> = Extract<StarkgateLog, { eventName: Name }>;
type DepositLog = LogOf<'Deposit' | 'DepositWithMessage' | 'LogDeposit'>;

const LOW_HALF = (1n << 128n) - 1n;

/**
 * Deposits: the core contract's message, from which the id is computed, with the bridge's own log about it. The
 * account on Starknet is no address of Ethereum's and is left out. Messages of no bridge move nothing.
 */
export function deposits(
  transaction: TransactionLogs,
  bridge: BridgeId,
  logs: readonly StarkgateLog[],
): readonly BridgeEvent[] {
  const claimed = new Set<StarkgateLog>();
  return logs.flatMap((log) => {
    if (log.eventName !== 'LogMessageToL2') return [];
    const told = logs.filter((other): other is DepositLog => !claimed.has(other) && tellsDeposit(other, log));
    const [deposit] = told;
    if (deposit === undefined) return [];
    for (const one of told) claimed.add(one);
    return [
      draftEvent(transaction, log, told, {
        bridge,
        step: 'initiated',
        transfer: transferId(bridge, transaction.chain, messageIdOf(log)),
        sourceChain: transaction.chain,
        destinationChain: STARKNET,
        sender: addressOf(deposit.args.sender),
        sent: sentBy(transaction, deposit),
      }),
    ];
  });
}

/** Deposits that Starknet never took and that were paid back after the core contract's delay. */
export function cancelledDeposits(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly StarkgateLog[],
): readonly BridgeEvent[] {
  return logs.flatMap((log) => {
    if (log.eventName !== 'MessageToL2Canceled') return [];
    const sender = contractAt(network, transaction.chain, addressOf(log.args.fromAddress));
    if (sender?.bridge !== bridge) return [];
    return [
      draftEvent(transaction, log, [], {
        bridge,
        step: 'refunded',
        transfer: transferId(bridge, transaction.chain, messageIdOf(log)),
        sourceChain: transaction.chain,
        destinationChain: STARKNET,
      }),
    ];
  });
}

function messageIdOf({ args }: LogOf<'LogMessageToL2' | 'MessageToL2Canceled'>): string {
  return hashToStarknet(args.fromAddress, args.toAddress, args.nonce, args.selector, args.payload);
}

function tellsDeposit(log: StarkgateLog, message: LogOf<'LogMessageToL2'>): log is DepositLog {
  if (log.log.address !== addressOf(message.args.fromAddress)) return false;
  switch (log.eventName) {
    case 'Deposit':
    case 'DepositWithMessage':
      return log.args.nonce === message.args.nonce;
    case 'LogDeposit':
      return [log.args.l2Recipient, log.args.amount & LOW_HALF].every((word) =>
        message.args.payload.includes(word),
      );
    default:
      return false;
  }
}

function sentBy(transaction: TransactionLogs, log: DepositLog): TokenAmount | undefined {
  const named = log.eventName === 'LogDeposit' ? undefined : addressOf(log.args.token);
  const { amount } = log.args;
  const asset = bridgedAsset(transaction, log.log.address, log.contract, named, 'in', amount);
  return asset === undefined || amount === 0n ? undefined : tokenAmount(asset, amount);
}
