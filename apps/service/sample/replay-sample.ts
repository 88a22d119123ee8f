import { setTimeout as pause } from 'node:timers/promises';
import type { BackingServices } from '@causeway/adapters/backing-services';
import type { Role, RoleLog } from '@causeway/adapters/roles';
import { acceptRecords, type AcceptRecordsPorts } from '@causeway/application/accept-records';
import { checkDrained } from '@causeway/application/check-drained';
import type { EventLog } from '@causeway/application/ports';
import { groupTrack, replayGroup, type TrackGroup } from '@causeway/application/replay-track';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { Sample } from './sample-files.js';
import { seedSample } from './seed-sample.js';

const REPLAY = 'sample';
const MAXIMUM_GROUP = 60;
const PROGRESS_MILLISECONDS = 3_000;
const SETTLE_POLL_MILLISECONDS = 10;

/** Where the sample is replayed to. */
export interface SampleServices {
  readonly eventLog: EventLog;
  readonly stores: Pick<
    BackingServices['stores'],
    'conservation' | 'engines' | 'ledger' | 'outbox' | 'policies' | 'replays' | 'tracking'
  >;
}

/** How the sample is replayed. */
export interface ReplaySettings {
  /** Seconds of the track that pass in one second; 0 replays as fast as the service takes it. */
  readonly speed: number;
}

/**
 * Seeds the sample's desks and replays its track, waiting after each group until it has taken effect. After a
 * restart the replay goes on where it was, and leaves the desks as they are by then.
 */
export function startSampleReplay(
  services: SampleServices,
  recognise: AcceptRecordsPorts['recognise'],
  sample: Sample,
  { speed }: ReplaySettings,
  log: RoleLog,
): Role {
  const stopping = new AbortController();
  const { eventLog, stores } = services;
  const ports = {
    replays: stores.replays,
    accept: (lines: Parameters<typeof acceptRecords>[1]) => acceptRecords({ eventLog, recognise }, lines),
    settle: async (): Promise<void> => {
      while (!(await checkDrained({ ...stores, eventLog }))) {
        await pause(SETTLE_POLL_MILLISECONDS, undefined, { signal: stopping.signal });
      }
    },
  };
  const run = async (): Promise<void> => {
    const start = sample.track[0]?.due ?? (0 as UnixMilliseconds);
    const position = await stores.replays.position(REPLAY);
    // Once the track has begun the desks are its own users': what they changed since must not be set back.
    if (position === 0) await seedSample(stores, sample, start, ports.settle);
    const groups = groupTrack(sample.track, MAXIMUM_GROUP).filter(({ end }) => end > position);
    // What was accepted while nothing ran comes before the next record, wherever the last run ended.
    await ports.settle();
    const pace = new Pace(speed, groups[0]?.records[0]?.due ?? start);
    const progress = new Progress(sample.track.length, log);
    for (const group of groups) {
      await pace.wait(group, stopping.signal);
      stopping.signal.throwIfAborted();
      await replayGroup(ports, REPLAY, group);
      progress.tell(group);
    }
    log.info({ records: sample.track.length }, 'the sample has been replayed');
  };
  const finished = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    name: 'sample-replay',
    finished,
    stop: async () => {
      stopping.abort();
      await finished.catch(() => undefined);
    },
  };
}

/** Keeps the track's clock `speed` times as fast as the wall's; a replay that has fallen behind does not hurry. */
class Pace {
  private wallStart = performance.now();

  constructor(
    private readonly speed: number,
    private trackStart: UnixMilliseconds,
  ) {}

  async wait({ records }: TrackGroup, signal: AbortSignal): Promise<void> {
    const due = records.at(-1)?.due ?? this.trackStart;
    if (this.speed === 0) return;
    const wait = (due - this.trackStart) / this.speed - (performance.now() - this.wallStart);
    if (wait > 0) {
      await pause(wait, undefined, { signal });
    } else {
      this.wallStart = performance.now();
      this.trackStart = due;
    }
  }
}

/** A line now and then on how far the replay has come. */
class Progress {
  private told = 0;

  constructor(
    private readonly total: number,
    private readonly log: RoleLog,
  ) {}

  tell({ records, end }: TrackGroup): void {
    if (performance.now() - this.told < PROGRESS_MILLISECONDS) return;
    this.told = performance.now();
    const at = new Date(records.at(-1)?.due ?? 0).toISOString();
    const percent = Math.floor((100 * end) / this.total);
    this.log.info({ at, records: `${end}/${this.total}` }, `replaying the sample: ${percent} %`);
  }
}
