import { encodeAbiParameters, parseAbiParameters, type Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { canonicalRepresentation, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  transferId,
  type AssetId,
  type BridgeId,
  type ChainId,
} from '@causeway/domain/units';
import { addressOf, draftEvent, type EventFacts, type NamedLog } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { localToken } from '../local-token.js';
import type { arbitrumEvents } from './abi.js';
import { keccak256 } from '../keccak.js';

type ArbitrumLog = ReadLog<typeof arbitrumEvents>;
type LogOf<Name extends ArbitrumLog['eventName']> = Extract<ArbitrumLog, { eventName: Name }>;

/** Withdrawals that leave the rollup: one for each message to the settlement layer. */
export function departingWithdrawals(
  transaction: TransactionLogs,
  logs: readonly ArbitrumLog[],
  network: Network,
  bridge: BridgeId,
  settlement: ChainId,
): readonly BridgeEvent[] {
  const events: BridgeEvent[] = [];
  for (const log of logs) {
    if (log.eventName !== 'L2ToL1Tx' && log.eventName !== 'L2ToL1Transaction') continue;
    const { callvalue, caller, destination } = log.args;
    const gateway = callvalue === 0n ? withdrawalLogs(logs, log) : { withdrawal: undefined, all: [] };
    const base: EventFacts = {
      bridge,
      step: 'initiated',
      transfer: transferId(bridge, transaction.chain, messageIdOf(log)),
      sourceChain: transaction.chain,
      destinationChain: settlement,
    };
    const { withdrawal } = gateway;
    if (withdrawal === undefined) {
      const facts = {
        sender: addressOf(caller),
        recipient: addressOf(destination),
        sent: callvalue === 0n ? undefined : tokenAmount(nativeAsset(transaction.chain), callvalue),
        received: callvalue === 0n ? undefined : tokenAmount(nativeAsset(settlement), callvalue),
      };
      events.push(draftEvent(transaction, log, [], { ...base, ...facts }));
      continue;
    }
    const { from, to, l1Token, amount } = withdrawal.args;
    const asset = erc20Asset(settlement, addressOf(l1Token));
    const burned = localToken(network, transaction, 'burn', asset, addressOf(from), amount);
    const facts = {
      sender: addressOf(from),
      recipient: addressOf(to),
      sent: burned === undefined ? undefined : tokenAmount(burned, amount),
      received: tokenAmount(asset, amount),
    };
    events.push(draftEvent(transaction, log, gateway.all, { ...base, ...facts }));
  }
  return events;
}

/**
 * The position in the send tree, which the outbox repeats. Before Nitro the outbox named batch and path instead;
 * of those only the batch is in both logs, so the content of the call stands for the place in it.
 */
function messageIdOf(log: LogOf<'L2ToL1Tx'> | LogOf<'L2ToL1Transaction'>): string {
  if (log.eventName === 'L2ToL1Tx') return log.args.position.toString();
  const { batchNumber, caller, destination, callvalue, data } = log.args;
  return classicMessageId(batchNumber, caller, destination, callvalue, data);
}

function classicMessageId(batch: bigint, l2Sender: Hex, to: Hex, value: bigint, data: Hex): string {
  const fields = parseAbiParameters('address, address, uint256, bytes');
  return `classic-${batch}-${keccak256(encodeAbiParameters(fields, [l2Sender, to, value, data]))}`;
}

/** The gateway's logs about a message. ArbOS returned the hash as the id before version 4, the position since. */
function withdrawalLogs(
  logs: readonly ArbitrumLog[],
  message: LogOf<'L2ToL1Tx'> | LogOf<'L2ToL1Transaction'>,
): { readonly withdrawal: LogOf<'WithdrawalInitiated'> | undefined; readonly all: readonly NamedLog[] } {
  const ids =
    message.eventName === 'L2ToL1Tx' ? [message.args.position, message.args.hash] : [message.args.uniqueId];
  const candidates = logs.filter(
    (log): log is LogOf<'WithdrawalInitiated'> =>
      log.eventName === 'WithdrawalInitiated' &&
      ids.includes(log.args.l2ToL1Id) &&
      log.log.address === addressOf(message.args.caller),
  );
  const [withdrawal] = candidates;
  if (withdrawal === undefined) return { withdrawal, all: [] };
  const others = logs.filter(
    (log) =>
      (log.eventName === 'TxToL1' &&
        ids.includes(log.args.id) &&
        log.log.address === withdrawal.log.address) ||
      (log.eventName === 'TransferRouted' &&
        log.contract !== undefined &&
        addressOf(log.args.gateway) === withdrawal.log.address),
  );
  return { withdrawal, all: [withdrawal, ...others] };
}

/**
 * Withdrawals executed on the settlement layer. The outbox logs before the call it makes and the bridge after it,
 * so a gateway's log belongs to the execution around it.
 */
export function arrivingWithdrawals(
  transaction: TransactionLogs,
  logs: readonly ArbitrumLog[],
  network: Network,
  bridge: BridgeId,
  rollup: ChainId,
): readonly BridgeEvent[] {
  const events: BridgeEvent[] = [];
  logs.forEach((log, index) => {
    if (log.eventName !== 'OutBoxTransactionExecuted') return;
    const rest = logs.slice(index + 1);
    const end = rest.findIndex((other) => other.eventName === 'OutBoxTransactionExecuted');
    const run = end === -1 ? rest : rest.slice(0, end);
    const call = run.find(
      (other): other is LogOf<'BridgeCallTriggered'> =>
        other.eventName === 'BridgeCallTriggered' &&
        other.contract !== undefined &&
        addressOf(other.args.outbox) === log.log.address,
    );
    const paid = run.find(
      (other): other is LogOf<'WithdrawalFinalized'> =>
        other.eventName === 'WithdrawalFinalized' && other.log.address === addressOf(log.args.to),
    );
    const transfer = executedTransfer(bridge, rollup, log, call);
    if (transfer === undefined) return;
    const base: EventFacts = {
      bridge,
      step: 'finalised',
      transfer,
      sourceChain: rollup,
      destinationChain: transaction.chain,
    };
    const evidence = [call, paid].filter((other) => other !== undefined);
    const facts = paid === undefined ? etherFacts(log, call, transaction.chain, rollup) : tokenFacts(paid);
    events.push(draftEvent(transaction, log, evidence, { ...base, ...facts }));
  });
  return events;

  function tokenFacts({ args }: LogOf<'WithdrawalFinalized'>): Partial<EventFacts> {
    const asset: AssetId = erc20Asset(transaction.chain, addressOf(args.l1Token));
    const burned = canonicalRepresentation(network, asset, rollup);
    return {
      sender: addressOf(args.from),
      recipient: addressOf(args.to),
      sent: burned === undefined ? undefined : tokenAmount(burned.asset, args.amount),
      received: tokenAmount(asset, args.amount),
    };
  }
}

function executedTransfer(
  bridge: BridgeId,
  rollup: ChainId,
  { args }: LogOf<'OutBoxTransactionExecuted'>,
  call: LogOf<'BridgeCallTriggered'> | undefined,
) {
  if (args.outboxEntryIndex === 0n) return transferId(bridge, rollup, args.transactionIndex.toString());
  if (call === undefined) return undefined;
  const { value, data } = call.args;
  return transferId(
    bridge,
    rollup,
    classicMessageId(args.outboxEntryIndex, args.l2Sender, args.to, value, data),
  );
}

function etherFacts(
  log: LogOf<'OutBoxTransactionExecuted'>,
  call: LogOf<'BridgeCallTriggered'> | undefined,
  settlement: ChainId,
  rollup: ChainId,
): Partial<EventFacts> {
  const value = call?.args.value ?? 0n;
  return {
    sender: addressOf(log.args.l2Sender),
    recipient: addressOf(log.args.to),
    sent: value === 0n ? undefined : tokenAmount(nativeAsset(rollup), value),
    received: value === 0n ? undefined : tokenAmount(nativeAsset(settlement), value),
  };
}
