import type { BalanceSlots } from '@causeway/adapters/state-proofs';
import { decodeInputRecord, parseJson, replayTime } from '@causeway/adapters/wire';
import { ok, type Result } from '@causeway/domain/units';
import { linesOf, located, type Source } from './input.js';

/** A line to be sent, when it is due on the recorded track, and where it stands. */
export interface TrackRecord {
  readonly text: string;
  readonly due: number;
  readonly place: string;
}

/** The service knows better where tokens keep balances. */
const CLAIMED_SLOTS: BalanceSlots = (_asset, claimed) => claimed;

/** A batch is closed at as many records or bytes, whichever comes first; a longer record travels alone. */
const LARGEST_BATCH_RECORDS = 500;
const LARGEST_BATCH_BYTES = 512 * 1024;

/**
 * All records of the sources in the order in which they are due; records due at the same instant keep the order of
 * the sources and of their lines. Fails with the first line that is no record, before anything is sent.
 */
export function mergeTrack(sources: readonly Source[]): Result<readonly TrackRecord[]> {
  const track: TrackRecord[] = [];
  for (const source of sources) {
    for (const { line, text } of linesOf(source)) {
      const place = `${source.name}:${line}`;
      const json = parseJson(text);
      const record = located(json.ok ? decodeInputRecord(json.value, CLAIMED_SLOTS) : json, place);
      if (!record.ok) return record;
      track.push({ text, due: replayTime(record.value), place });
    }
  }
  return ok(track.sort((a, b) => a.due - b.due));
}

/** The records from `from` on that are due at `now`, as many as one request takes. */
export function nextBatch(track: readonly TrackRecord[], from: number, now: number): readonly TrackRecord[] {
  let bytes = 0;
  let end = from;
  for (; end < track.length && end - from < LARGEST_BATCH_RECORDS; end += 1) {
    const record = track[end];
    if (record === undefined || record.due > now) break;
    bytes += Buffer.byteLength(record.text) + 1;
    if (bytes > LARGEST_BATCH_BYTES && end > from) break;
  }
  return track.slice(from, end);
}
