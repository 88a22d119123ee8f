import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { contractAt, type Network } from '@causeway/domain/network';
import { tokenAmount, transferId, type BridgeId } from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { starkgateEvents } from './abi.js';
import { bridgedAsset } from './bridged-asset.js';
import {
  hashFromStarknet,
  parseWithdrawalPayload,
  STARKNET,
  type WithdrawalPayload,
} from './starknet-message.js';

type StarkgateLog = ReadLog<typeof starkgateEvents>;
type LogOf<Name extends StarkgateLog['eventName']> = Extract<StarkgateLog, { eventName: Name }>;
type Payment = LogOf<'Withdrawal' | 'LogWithdrawal'>;

/**
 * Withdrawals: proven when a state update brings the message to the core contract, finalised when the bridge
 * consumes it. Only messages for the bridge's own contracts are withdrawals, whoever else reads the core's.
 */
export function withdrawals(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly StarkgateLog[],
): readonly BridgeEvent[] {
  const claimed = new Set<StarkgateLog>();
  return logs.flatMap((log) => {
    if (log.eventName !== 'LogMessageToL1' && log.eventName !== 'ConsumedMessageToL1') return [];
    const { fromAddress, toAddress, payload } = log.args;
    const target = addressOf(toAddress);
    const withdrawal = parseWithdrawalPayload(payload);
    const contract = contractAt(network, transaction.chain, target);
    if (withdrawal === undefined || contract?.bridge !== bridge) return [];
    const isPaid = log.eventName === 'ConsumedMessageToL1';
    const payment = logs.find(
      (other): other is Payment =>
        isPaid && !claimed.has(other) && other.log.address === target && tells(other, withdrawal),
    );
    if (payment !== undefined) claimed.add(payment);
    const { recipient, amount } = withdrawal;
    const named = payment?.eventName === 'Withdrawal' ? addressOf(payment.args.token) : withdrawal.token;
    const asset = bridgedAsset(transaction, target, contract, named, 'out', amount);
    return [
      draftEvent(transaction, log, payment === undefined ? [] : [payment], {
        bridge,
        step: isPaid ? 'finalised' : 'proven',
        transfer: transferId(bridge, STARKNET, hashFromStarknet(fromAddress, toAddress, payload)),
        sourceChain: STARKNET,
        destinationChain: transaction.chain,
        recipient,
        received: asset === undefined || amount === 0n ? undefined : tokenAmount(asset, amount),
      }),
    ];
  });
}

function tells(log: StarkgateLog, { recipient, amount }: WithdrawalPayload): log is Payment {
  return (
    (log.eventName === 'Withdrawal' || log.eventName === 'LogWithdrawal') &&
    addressOf(log.args.recipient) === recipient &&
    log.args.amount === amount
  );
}
