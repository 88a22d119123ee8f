import type { UnixMilliseconds } from '@causeway/domain/units';
import type { ReplayStore } from '@causeway/application/ports';
import type { AcceptReport, RecordLine } from '@causeway/application/accept-records';

/** A record of a track, with when it is due on the track's own clock. */
export interface TrackRecord {
  readonly due: UnixMilliseconds;
  readonly kind: 'transaction-logs' | 'block-header' | 'chain-read' | 'balance-proof' | 'price';
  readonly text: string;
}

/** Records that are sent together: they take effect in the same way in whatever order they are applied. */
export interface TrackGroup {
  readonly records: readonly TrackRecord[];
  /** Number of records of the track up to and with this group. */
  readonly end: number;
}

/** What replaying needs from outside. */
export interface ReplayTrackPorts {
  readonly replays: ReplayStore;
  readonly accept: (lines: readonly RecordLine[]) => Promise<AcceptReport>;
  /** Resolves when everything accepted has taken effect. */
  readonly settle: () => Promise<void>;
}

/**
 * Cuts a track into groups, in the order of the track: prices go together up to the next record of a chain, and
 * those go one by one. All prices lie on one partition and keep their order, while the logs of two chains
 * would race each other.
 */
export function groupTrack(track: readonly TrackRecord[], maximumGroup: number): readonly TrackGroup[] {
  const groups: TrackGroup[] = [];
  let records: TrackRecord[] = [];
  const close = (end: number): void => {
    if (records.length > 0) groups.push({ records, end });
    records = [];
  };
  for (const [index, record] of track.entries()) {
    const isAlone = record.kind !== 'price' || (records[0] !== undefined && records[0].kind !== 'price');
    if (isAlone || records.length === maximumGroup) close(index);
    records.push(record);
  }
  close(track.length);
  return groups;
}

/**
 * Replays one group and waits until it has taken effect, so that the same track always ends in the same state.
 * A group that was sent and not yet noted before a crash is sent again; its effects are not repeated.
 * @throws Error when the track itself is refused
 */
export async function replayGroup(ports: ReplayTrackPorts, replay: string, group: TrackGroup): Promise<void> {
  const first = group.end - group.records.length + 1;
  const lines = group.records.map(({ text }, index) => ({ line: first + index, text }));
  const { rejected } = await ports.accept(lines);
  const [refused] = rejected;
  if (refused !== undefined) throw new Error(`${replay}, record ${refused.line}: ${refused.message}`);
  await ports.settle();
  await ports.replays.advance(replay, group.end);
}
