import {
  decodeEventLog,
  toEventSelector,
  type Abi,
  type ContractEventName,
  type DecodeEventLogReturnType,
} from 'viem';
import type { RawLog, TransactionLogs, UndecodableLog } from '@causeway/domain/bridging';
import { contractAt, type BridgeContract, type Network } from '@causeway/domain/network';
import { logId, type BridgeId } from '@causeway/domain/units';

/** `<topic0>/<number of indexed parameters>`: unrelated events can share the first but then differ in the second. */
export type EventKey = `${string}/${number}`;

/** A log read as one of a protocol's events, with the contract of the protocol that emitted it, if it is one. */
export type ReadLog<Events extends Abi> = DecodeEventLogReturnType<Events, ContractEventName<Events>> & {
  readonly log: RawLog;
  readonly contract: BridgeContract | undefined;
};

/** The logs of a transaction that are events of one protocol. */
export interface ReadTransaction<Events extends Abi> {
  readonly logs: readonly ReadLog<Events>[];
  readonly undecodable: readonly UndecodableLog[];
}

/** Reads the events of one ABI. */
export interface EventReader<Events extends Abi> {
  readonly topics: ReadonlySet<EventKey>;
  readonly read: (transaction: TransactionLogs, network: Network) => ReadTransaction<Events>;
}

/** The key under which a log's event is found; undefined for an anonymous log. */
export function eventKeyOf(log: RawLog): EventKey | undefined {
  const topic = log.topics[0];
  return topic === undefined ? undefined : `${topic}/${log.topics.length - 1}`;
}

/** A reader of the events of `abi` as emitted by contracts of `bridge`. */
export function eventReader<const Events extends Abi>(bridge: BridgeId, abi: Events): EventReader<Events> {
  const eventsByKey = new Map<EventKey, Abi>();
  for (const item of abi) {
    if (item.type !== 'event') continue;
    const indexed = item.inputs.filter((input) => input.indexed === true).length;
    eventsByKey.set(`${toEventSelector(item)}/${indexed}`, [item]);
  }
  return {
    topics: new Set(eventsByKey.keys()),
    read: (transaction, network) => readTransaction(bridge, eventsByKey, transaction, network),
  };
}

function readTransaction<Events extends Abi>(
  bridge: BridgeId,
  eventsByKey: ReadonlyMap<EventKey, Abi>,
  transaction: TransactionLogs,
  network: Network,
): ReadTransaction<Events> {
  const logs: ReadLog<Events>[] = [];
  const undecodable: UndecodableLog[] = [];
  for (const log of transaction.logs) {
    const key = eventKeyOf(log);
    const event = key === undefined ? undefined : eventsByKey.get(key);
    if (event === undefined) continue;
    try {
      const decoded = decodeEventLog({
        abi: event,
        data: log.data,
        topics: [...log.topics] as [`0x${string}`],
      });
      const contract = contractAt(network, transaction.chain, log.address);
      logs.push({
        ...decoded,
        log,
        contract: contract?.bridge === bridge ? contract : undefined,
      } as unknown as ReadLog<Events>);
    } catch (error) {
      undecodable.push(undecodableLog(transaction, bridge, log, 'MALFORMED_LOG', firstLine(error)));
    }
  }
  return { logs, undecodable };
}

/** A log that carries a topic of the bridge and cannot be used, with the reason. */
export function undecodableLog(
  transaction: TransactionLogs,
  bridge: BridgeId,
  log: RawLog,
  code: UndecodableLog['code'],
  message: string,
): UndecodableLog {
  const id = logId(transaction.chain, transaction.blockHash, transaction.transactionHash, log.logIndex);
  return { logId: id, bridge, code, message };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
