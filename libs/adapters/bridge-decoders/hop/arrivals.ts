import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { evmChain, tokenAmount, transferId, type BridgeId } from '@causeway/domain/units';
import { addressOf, draftEvent, type EventFacts } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { hopEvents } from './abi.js';
import { depositId } from './departures.js';
import { hopAssetOnEthereum, SOME_HOP_LAYER } from './hop-token.js';
import { swapOfArrival, takenFromPool } from './pool-swap.js';

type HopLog = ReadLog<typeof hopEvents>;
type LogOf<Name extends HopLog['eventName']> = Extract<HopLog, { eventName: Name }>;

const ETHEREUM = evmChain(1);
const ARRIVALS: ReadonlySet<string> = new Set(['TransferFromL1Completed', 'WithdrawalBonded', 'Withdrew']);

/** A transfer from Ethereum that arrives: the bridge logs after it has handed out, in the pool's token or its own. */
export function completedFromEthereum(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly HopLog[],
  log: LogOf<'TransferFromL1Completed'>,
): BridgeEvent {
  const index = logs.indexOf(log);
  const start = logs.slice(0, index).findLastIndex(({ eventName }) => ARRIVALS.has(eventName));
  const swap = swapOfArrival(logs.slice(start + 1, index), log, log.args.amount);
  const paid = swap === undefined ? undefined : takenFromPool(transaction, network, swap);
  return draftEvent(transaction, log, swap === undefined ? [] : [swap], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, ETHEREUM, depositId(log.contract, log.args)),
    sourceChain: ETHEREUM,
    destinationChain: transaction.chain,
    recipient: addressOf(log.args.recipient),
    received: paid?.amount,
  });
}

/**
 * A transfer that a bonder pays out. The log tells neither recipient nor fee: on Ethereum the departure does, on a
 * rollup the pool's swap after it.
 */
export function bonded(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly HopLog[],
  log: LogOf<'WithdrawalBonded'>,
): BridgeEvent {
  const rest = logs.slice(logs.indexOf(log) + 1);
  const end = rest.findIndex(({ eventName }) => ARRIVALS.has(eventName));
  const run = end === -1 ? rest : rest.slice(0, end);
  const swap = swapOfArrival(run, log, log.args.amount);
  const paid = swap === undefined ? undefined : takenFromPool(transaction, network, swap);
  return arrivedFromRollup(transaction, bridge, log, swap === undefined ? [] : [swap], {
    recipient: paid?.recipient,
    received: paid?.amount,
  });
}

/** A transfer that its recipient claims himself, without a bonder and his fee, after its root has arrived. */
export function withdrawn(
  transaction: TransactionLogs,
  bridge: BridgeId,
  log: LogOf<'Withdrew'>,
): BridgeEvent {
  const { recipient, amount } = log.args;
  const asset = transaction.chain === ETHEREUM ? hopAssetOnEthereum(log.contract) : undefined;
  return arrivedFromRollup(transaction, bridge, log, [], {
    recipient: addressOf(recipient),
    received: asset === undefined || amount === 0n ? undefined : tokenAmount(asset, amount),
  });
}

function arrivedFromRollup(
  transaction: TransactionLogs,
  bridge: BridgeId,
  log: LogOf<'WithdrawalBonded' | 'Withdrew'>,
  evidence: readonly HopLog[],
  facts: Partial<EventFacts>,
): BridgeEvent {
  return draftEvent(transaction, log, evidence, {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, SOME_HOP_LAYER, log.args.transferId),
    sourceChain: SOME_HOP_LAYER,
    destinationChain: transaction.chain,
    ...facts,
  });
}
