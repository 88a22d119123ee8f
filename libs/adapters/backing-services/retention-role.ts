import { dropConsumedRecords } from '@causeway/adapters/event-log-postgres';
import { repeatStep, type Role, type RoleLog } from '@causeway/adapters/roles';
import { TOPICS } from '@causeway/adapters/wire';
import { BROADCAST_TOPICS } from '@causeway/application/margin-engine';
import {
  ACCOUNT_EVENTS,
  type EngineCursors,
  type EngineStore,
  type EventLog,
} from '@causeway/application/ports';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import type { Pool } from 'pg';

const SECONDS_PER_HOUR = 3_600;
/** Each has an engine, and one that has never run still needs every record. */
const ACCOUNT_PARTITIONS = TOPICS.find(({ topic }) => topic === ACCOUNT_EVENTS)?.partitions ?? 0;

/** What retention works on. */
export interface RetentionPorts {
  readonly pool: Pool;
  readonly eventLog: Pick<EventLog, 'endOffsets'>;
  readonly engines: Pick<EngineStore, 'cursors'>;
  readonly clock: () => UnixMilliseconds;
}

/** Drops, once an hour, what the embedded event log has kept longer than its horizon and nobody needs any more. */
export function startRetentionRole(ports: RetentionPorts, hours: number, log: RoleLog): Role {
  return repeatStep(
    {
      name: 'retention',
      step: async () => {
        const dropped = await dropOldRecords(ports, addSeconds(ports.clock(), -hours * SECONDS_PER_HOUR));
        if (dropped > 0) log.info({ dropped }, 'dropped old records of the event log');
        return false;
      },
      restMilliseconds: SECONDS_PER_HOUR * 1_000,
    },
    log,
  );
}

/**
 * Drops the records appended before an instant that every consumer is past: groups by their commits, margin engines
 * by their checkpoints. Topics that are only published may go by age alone, because the outbox keeps their events.
 * @returns how many were dropped
 */
export async function dropOldRecords(
  { pool, eventLog, engines }: RetentionPorts,
  before: UnixMilliseconds,
): Promise<number> {
  const cursors = await engines.cursors();
  let dropped = 0;
  for (const { topic } of TOPICS) {
    const ends = await eventLog.endOffsets(topic);
    const keepFrom = new Map(
      [...ends].map(([partition, end]) => [partition, neededFrom(topic, partition, end, cursors)]),
    );
    dropped += await dropConsumedRecords(pool, { topic, before, keepFrom });
  }
  return dropped;
}

/** The first record of a partition that somebody may still need. */
function neededFrom(
  topic: string,
  partition: number,
  end: bigint,
  cursors: ReadonlyMap<number, EngineCursors>,
): bigint {
  if (topic === ACCOUNT_EVENTS) return cursors.get(partition)?.get(topic) ?? 0n;
  if (!BROADCAST_TOPICS.some((broadcast) => broadcast === topic)) return end;
  let first = end;
  for (let engine = 0; engine < ACCOUNT_PARTITIONS; engine += 1) {
    const next = cursors.get(engine)?.get(topic) ?? 0n;
    if (next < first) first = next;
  }
  return first;
}
