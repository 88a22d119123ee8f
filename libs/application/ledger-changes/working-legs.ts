import type { BridgeLeg, ChainRead, RecordSpan } from '@causeway/domain/conservation';
import type { ChainId, UnixMilliseconds } from '@causeway/domain/units';
import { streamName, type OutboxEvent } from '@causeway/application/ports';

/** Where nothing else is to be told, a reading is told once its chain has gone on by this much. */
const READING_MILLISECONDS = 10_000;
/** The blocks of a chain are this far apart at most: a reading that begins so soon leaves none out. */
const JOIN_MILLISECONDS = 60_000;
/** So many legs make one event, which bounds its size; only a reorganisation has more. */
const MAXIMUM_LEGS = 500;

/**
 * The legs that one decision shows or takes back, and how far the chains are on record. What a reorganisation undoes
 * and does anew has not changed; only what it comes to in the end is told.
 */
export class WorkingLegs {
  private readonly withdrawn = new Map<string, BridgeLeg>();
  private readonly added = new Map<string, BridgeLeg>();
  private readonly told: Map<ChainId, RecordSpan>;
  private readonly readings = new Map<ChainId, RecordSpan>();
  private readonly changed = new Set<ChainId>();

  constructor(told: ReadonlyMap<ChainId, RecordSpan>) {
    this.told = new Map(told);
  }

  /** Shows legs. */
  add(legs: readonly BridgeLeg[]): void {
    for (const leg of legs) {
      const before = this.withdrawn.get(leg.id);
      if (before !== undefined && isSame(before, leg)) this.withdrawn.delete(leg.id);
      else this.added.set(leg.id, leg);
    }
  }

  /** Takes legs back, the last shown first. */
  withdraw(legs: readonly BridgeLeg[]): void {
    for (const leg of legs) {
      if (!this.added.delete(leg.id)) this.withdrawn.set(leg.id, leg);
    }
  }

  /** Notes how far a chain is read: a reading that adjoins what is on record extends it, another begins it anew. */
  read({ chain, since, through }: ChainRead): void {
    const known = this.record(chain);
    if (known === undefined) {
      this.readings.set(chain, { since: since ?? through, through });
      return;
    }
    const isJoined = since === undefined || since <= known.through + JOIN_MILLISECONDS;
    const start = isJoined ? earlier(known.since, since ?? known.since) : since;
    if (isJoined && through <= known.through && start === known.since) return;
    this.readings.set(chain, { since: start, through: isJoined ? later(known.through, through) : through });
  }

  /** Notes that a chain is on record no further than `through`, because its branch has changed. */
  setBack(chain: ChainId, through: UnixMilliseconds): void {
    const known = this.record(chain);
    if (known === undefined || known.through <= through) return;
    this.readings.set(chain, { since: earlier(known.since, through), through });
  }

  /** What is to be told of one record of a chain: one event, or nothing. */
  tell(chain: ChainId): readonly OutboxEvent[] {
    const read = this.worthTelling(chain);
    const withdrawn = [...this.withdrawn.values()];
    const added = [...this.added.values()];
    if (read === undefined && withdrawn.length + added.length === 0) return [];
    if (read !== undefined) {
      this.told.set(chain, read);
      this.readings.delete(chain);
      this.changed.add(chain);
    }
    this.withdrawn.clear();
    this.added.clear();
    const events: OutboxEvent[] = [];
    do {
      const gone = withdrawn.splice(0, MAXIMUM_LEGS);
      const come = added.splice(0, MAXIMUM_LEGS - gone.length);
      const isLast = withdrawn.length + added.length === 0;
      const changes = {
        chain,
        ...(isLast && read !== undefined ? { read } : {}),
        added: come,
        withdrawn: gone,
      };
      events.push({
        stream: streamName('leg', chain),
        key: chain,
        event: { type: 'legs.changed', changes },
      });
    } while (withdrawn.length + added.length > 0);
    return events;
  }

  /** The records that were told anew. */
  changes(): ReadonlyMap<ChainId, RecordSpan> {
    return new Map([...this.changed].map((chain) => [chain, this.told.get(chain) as RecordSpan]));
  }

  private record(chain: ChainId): RecordSpan | undefined {
    return this.readings.get(chain) ?? this.told.get(chain);
  }

  private worthTelling(chain: ChainId): RecordSpan | undefined {
    const read = this.readings.get(chain);
    const told = this.told.get(chain);
    if (read === undefined || told === undefined) return read;
    if (read.since === told.since && read.through === told.through) return undefined;
    const isLittle = read.since === told.since && read.through > told.through;
    const hasLegs = this.withdrawn.size + this.added.size > 0;
    return isLittle && !hasLegs && read.through < told.through + READING_MILLISECONDS ? undefined : read;
  }
}

function isSame(a: BridgeLeg, b: BridgeLeg): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as ReadonlySet<keyof BridgeLeg>;
  return [...keys].every((key) => a[key] === b[key]);
}

function earlier(a: UnixMilliseconds, b: UnixMilliseconds): UnixMilliseconds {
  return a < b ? a : b;
}

function later(a: UnixMilliseconds, b: UnixMilliseconds): UnixMilliseconds {
  return a > b ? a : b;
}
