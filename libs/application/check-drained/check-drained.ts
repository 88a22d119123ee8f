import {
  ACCOUNT_EVENTS,
  CHAIN_LOGS,
  MARKET_PRICES,
  type ConservationStore,
  type EngineStore,
  type EventLog,
  type OutboxStore,
  type TrackingStore,
} from '@causeway/application/ports';
import { BROADCAST_TOPICS } from '@causeway/application/margin-engine';

/** The consumer group that applies chain logs to the books. */
export const INGEST_GROUP = 'ingest-logs';

/** What the check looks at. */
export interface CheckDrainedPorts {
  readonly eventLog: Pick<EventLog, 'endOffsets' | 'committedOffsets'>;
  readonly conservation: Pick<ConservationStore, 'hasPendingLegs'>;
  readonly tracking: Pick<TrackingStore, 'hasDue'>;
  readonly outbox: Pick<OutboxStore, 'backlog'>;
  readonly engines: Pick<EngineStore, 'cursors'>;
}

/**
 * Whether everything appended so far has taken effect: logs are in the books, legs are with the conservation monitor,
 * no transfer waits to be looked at, the outbox is published, and every margin engine has applied its inputs. Each
 * stage is looked at after the one that feeds it, so that a `true` is true of all that had been appended when the call
 * began.
 */
export async function checkDrained(ports: CheckDrainedPorts): Promise<boolean> {
  const logs = await ports.eventLog.endOffsets(CHAIN_LOGS);
  const prices = await ports.eventLog.endOffsets(MARKET_PRICES);
  const applied = await ports.eventLog.committedOffsets(INGEST_GROUP, CHAIN_LOGS);
  if (![...logs].every(([partition, end]) => (applied.get(partition) ?? 0n) >= end)) return false;
  if (await ports.conservation.hasPendingLegs()) return false;
  if (await ports.tracking.hasDue()) return false;
  if ((await ports.outbox.backlog()) > 0) return false;
  const accounts = await ports.eventLog.endOffsets(ACCOUNT_EVENTS);
  const broadcast = new Map<string, bigint>([[MARKET_PRICES, prices.get(0) ?? 0n]]);
  for (const topic of BROADCAST_TOPICS) {
    if (!broadcast.has(topic)) broadcast.set(topic, (await ports.eventLog.endOffsets(topic)).get(0) ?? 0n);
  }
  const cursors = await ports.engines.cursors();
  const enginesAreDone = [...accounts].every(([partition, end]) => {
    const cursor = cursors.get(partition);
    const isAt = (topic: string, next: bigint): boolean => (cursor?.get(topic) ?? 0n) >= next;
    return isAt(ACCOUNT_EVENTS, end) && [...broadcast].every(([topic, next]) => isAt(topic, next));
  });
  return enginesAreDone && (await ports.outbox.backlog()) === 0;
}
