import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import {
  applyBridgeEvent,
  type BridgeEvent,
  type DecodedTransaction,
  type Transfer,
  type TransactionLogs,
} from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';

/** The name that an independent registry gives an event, by topic and number of indexed parameters. */
export interface NamedEvent {
  readonly protocol: string;
  readonly event: string;
}
/** `<topic0>/<number of indexed parameters>` → name. */
export type Registry = ReadonlyMap<string, NamedEvent>;

/** What became of a log that the registry names. */
export type Outcome = 'found' | `undecodable: ${string}` | 'no event';

/** A log that the registry names as a bridge's. */
export interface NamedLog extends NamedEvent {
  readonly transactionHash: string;
  readonly outcome: Outcome;
}

/** What the decoders find in transactions, beside what the registry names there. */
export interface Recall {
  readonly transactions: number;
  readonly logs: number;
  readonly named: readonly NamedLog[];
  readonly events: readonly BridgeEvent[];
  readonly undecodable: DecodedTransaction['undecodable'];
}

/** What becomes of the transfers when the events are applied in the order of the file. */
export interface Tracked {
  readonly transfers: readonly Transfer[];
  /** Transfers of which both legs were seen. */
  readonly joined: readonly Transfer[];
  /** Events refused, by code. */
  readonly refused: ReadonlyMap<string, number>;
  /** Ids of joined transfers that the reverse order would leave in another state. */
  readonly orderDependent: readonly string[];
}

interface RegistryEvent {
  readonly protocol: string;
  readonly name: string;
  readonly topic0: string;
  readonly indexed: number;
}

/** No bridges: the registry names their events so that lending can be told apart. */
const NO_BRIDGES = new Set(['aave', 'compound-v2', 'compound-v3']);

/** The registry's bridge events. Where protocols share an event the first one names it. */
export function readRegistry(file: unknown): Registry {
  const registry = new Map<string, NamedEvent>();
  for (const { protocol, name, topic0, indexed } of (file as { events: readonly RegistryEvent[] }).events) {
    const key = `${topic0}/${indexed}`;
    if (!NO_BRIDGES.has(protocol) && !registry.has(key)) registry.set(key, { protocol, event: name });
  }
  return registry;
}

/** Decodes transactions and says of each log that the registry names whether an event was read from it. */
export function measureRecall(transactions: readonly TransactionLogs[], registry: Registry): Recall {
  const decoded = transactions.map((transaction) => ({
    transaction,
    ...decodeTransaction(transaction, NETWORK),
  }));
  return {
    transactions: transactions.length,
    logs: transactions.reduce((sum, { logs }) => sum + logs.length, 0),
    named: decoded.flatMap((one) => namedLogs(one.transaction, one, registry)),
    events: decoded.flatMap(({ events }) => events),
    undecodable: decoded.flatMap(({ undecodable }) => undecodable),
  };
}

function namedLogs(
  transaction: TransactionLogs,
  { events, undecodable }: DecodedTransaction,
  registry: Registry,
): readonly NamedLog[] {
  const found = new Set(events.flatMap(({ evidence }) => evidence ?? []).map(({ logIndex }) => logIndex));
  const reasons = new Map(
    undecodable.map(({ logId, code }) => [logId.slice(logId.lastIndexOf('/') + 1), code]),
  );
  return transaction.logs.flatMap((log) => {
    const name = registry.get(`${log.topics[0]}/${log.topics.length - 1}`);
    if (name === undefined) return [];
    const reason = reasons.get(String(log.logIndex));
    const missed: Outcome = reason === undefined ? 'no event' : `undecodable: ${reason}`;
    const outcome = found.has(log.logIndex) ? 'found' : missed;
    return [{ ...name, transactionHash: transaction.transactionHash, outcome }];
  });
}

/** Applies the events to their transfers. */
export function track(events: readonly BridgeEvent[]): Tracked {
  const byTransfer = new Map<string, BridgeEvent[]>();
  for (const event of events)
    byTransfer.set(event.transfer, [...(byTransfer.get(event.transfer) ?? []), event]);
  const transfers: Transfer[] = [];
  const refused = new Map<string, number>();
  const orderDependent: string[] = [];
  for (const own of byTransfer.values()) {
    const forwards = applyAll(own);
    for (const code of forwards.refused) refused.set(code, (refused.get(code) ?? 0) + 1);
    if (forwards.transfer === undefined) continue;
    transfers.push(forwards.transfer);
    const backwards = applyAll([...own].reverse());
    if (forwards.refused.length === 0 && !isSame(forwards.transfer, backwards.transfer)) {
      orderDependent.push(forwards.transfer.id);
    }
  }
  const joined = transfers.filter(({ sourceSeen, destinationSeen }) => sourceSeen && destinationSeen);
  return { transfers, joined, refused, orderDependent };
}

function applyAll(events: readonly BridgeEvent[]) {
  let transfer: Transfer | undefined;
  const refused: string[] = [];
  for (const event of events) {
    const applied = applyBridgeEvent(transfer, event);
    if (applied.ok) transfer = applied.value.transfer;
    else refused.push(applied.failure.code);
  }
  return { transfer, refused };
}

function isSame(one: Transfer, other: Transfer | undefined): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, field: unknown) => {
      if (typeof field === 'bigint') return field.toString();
      const isPlain = typeof field === 'object' && field !== null && !Array.isArray(field);
      return isPlain ? Object.fromEntries(Object.entries(field).sort()) : field;
    });
  return text(one) === text(other);
}
