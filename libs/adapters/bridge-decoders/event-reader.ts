import {
  toEventSelector,
  type Abi,
  type AbiEvent,
  type ContractEventName,
  type DecodeEventLogReturnType,
} from 'viem';
import type { RawLog, TransactionLogs, UndecodableLog } from '@causeway/domain/bridging';
import { contractAt, type BridgeContract, type Network } from '@causeway/domain/network';
import { logId, type BridgeId } from '@causeway/domain/units';
import { abiReader, topicReader } from './abi-reader.js';

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
  const eventsByKey = new Map<EventKey, NamedReader>();
  for (const item of abi) {
    if (item.type !== 'event') continue;
    const indexed = item.inputs.filter((input) => input.indexed === true).length;
    eventsByKey.set(`${toEventSelector(item)}/${indexed}`, {
      name: item.name,
      readArguments: argumentsReader(item),
    });
  }
  return {
    topics: new Set(eventsByKey.keys()),
    read: (transaction, network) => readTransaction(bridge, eventsByKey, transaction, network),
  };
}

function readTransaction<Events extends Abi>(
  bridge: BridgeId,
  eventsByKey: ReadonlyMap<EventKey, NamedReader>,
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
      const args = event.readArguments(log);
      const contract = contractAt(network, transaction.chain, log.address);
      logs.push({
        ...{ eventName: event.name, args, log },
        contract: contract?.bridge === bridge ? contract : undefined,
      } as unknown as ReadLog<Events>);
    } catch (error) {
      undecodable.push(undecodableLog(transaction, bridge, log, 'MALFORMED_LOG', firstLine(error)));
    }
  }
  return { logs, undecodable };
}

interface NamedReader {
  readonly name: string;
  readonly readArguments: (log: RawLog) => Readonly<Record<string, unknown>>;
}

/** The arguments of an event by name, indexed or not. @throws when the log is not encoded as the event asks */
function argumentsReader({ name, inputs }: AbiEvent): NamedReader['readArguments'] {
  const nameOf = (input: AbiEvent['inputs'][number]): string => {
    if (input.name === undefined) throw new Error(`an argument of ${name} has no name`);
    return input.name;
  };
  const indexed = inputs
    .filter((input) => input.indexed === true)
    .map((input) => ({ name: nameOf(input), read: topicReader(input) }));
  const others = inputs.filter((input) => input.indexed !== true);
  const otherNames = others.map(nameOf);
  const readOthers = abiReader(others);
  return ({ topics, data }) => {
    const args: Record<string, unknown> = {};
    for (const [index, { name: argument, read }] of indexed.entries()) {
      const topic = topics[index + 1];
      if (topic !== undefined) args[argument] = read(topic);
    }
    const values = readOthers(data);
    for (const [index, argument] of otherNames.entries()) args[argument] = values[index];
    return args;
  };
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
