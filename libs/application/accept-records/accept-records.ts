import type { Failure, Result } from '@causeway/domain/units';
import {
  CHAIN_LOGS,
  MARKET_PRICES,
  recordRefusal,
  type EventLog,
  type EventRecord,
} from '@causeway/application/ports';

/** A line of NDJSON with its place in its body, counted from 1. */
export interface RecordLine {
  readonly line: number;
  readonly text: string;
}

/** What a line was read as: where it belongs. */
export interface RecognisedRecord {
  readonly topic: typeof CHAIN_LOGS | typeof MARKET_PRICES;
  readonly key: string;
}

/** A line that was not taken, and why. */
export interface RejectedLine extends Failure {
  readonly line: number;
}

/** What became of the lines of one body. A refused line does not hold up the others. */
export interface AcceptReport {
  /** Lines appended to the event log, durably. */
  readonly accepted: number;
  readonly rejected: readonly RejectedLine[];
}

/** What accepting records needs from outside. */
export interface AcceptRecordsPorts {
  readonly eventLog: EventLog;
  /** Reads a line; a failure names the field. */
  readonly recognise: (text: string) => Result<RecognisedRecord>;
}

/** Appends each readable line to the topic it belongs on, in the order given, and says why the others were refused. */
export async function acceptRecords(
  { eventLog, recognise }: AcceptRecordsPorts,
  lines: readonly RecordLine[],
): Promise<AcceptReport> {
  const byTopic = new Map<string, EventRecord[]>([
    [CHAIN_LOGS, []],
    [MARKET_PRICES, []],
  ]);
  const rejected: RejectedLine[] = [];
  for (const { line, text } of lines) {
    const recognised = recognise(text);
    if (!recognised.ok) {
      rejected.push({ line, ...recognised.failure });
      continue;
    }
    const record: EventRecord = { key: recognised.value.key, value: text, headers: {} };
    const tooLarge = recordRefusal(record);
    if (tooLarge !== undefined) {
      rejected.push({ line, code: 'RECORD_TOO_LARGE', message: tooLarge });
      continue;
    }
    byTopic.get(recognised.value.topic)?.push(record);
  }
  let accepted = 0;
  for (const [topic, records] of byTopic) {
    if (records.length === 0) continue;
    await eventLog.append(topic, records);
    accepted += records.length;
  }
  return { accepted, rejected };
}
