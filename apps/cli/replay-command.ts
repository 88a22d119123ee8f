import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { fail, ok, type Result } from '@causeway/domain/units';
import { readSource, refused, succeeded, type Outcome, type Source } from './input.js';
import { sendBatch } from './record-sender.js';
import { mergeTrack, nextBatch, type TrackRecord } from './replay-track.js';

/** Where to send the records, how fast, and whether to wait for the service. */
export interface ReplayOptions {
  readonly url: string;
  readonly speed: string;
  readonly wait?: true;
}

interface ReplayStreams {
  readonly stdin: Readable;
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

/** Progress on a terminal is one line that is written over; elsewhere a line now and then. */
const TERMINAL_PROGRESS_MILLISECONDS = 250;
const LOG_PROGRESS_MILLISECONDS = 5_000;

/**
 * Sends the records of all files to a running service in the order of their replay times, at a multiple of the
 * speed of the recorded track. Every line is checked before the first is sent.
 */
export async function replayCommand(
  files: readonly string[],
  options: ReplayOptions,
  streams: ReplayStreams,
): Promise<Outcome> {
  const target = parseTarget(options);
  if (!target.ok) return refused(target.failure);
  const sources: Source[] = [];
  for (const file of files) {
    const source = await readSource(file, streams.stdin);
    if (!source.ok) return refused(source.failure);
    sources.push(source.value);
  }
  const track = mergeTrack(sources);
  if (!track.ok) return refused(track.failure);
  return sendTrack(track.value, target.value, streams.stderr);
}

interface Target {
  readonly url: URL;
  /** Track milliseconds for each millisecond of waiting; Infinity for as fast as the service takes them. */
  readonly speed: number;
  readonly wait: boolean;
}

function parseTarget({ url, speed, wait }: ReplayOptions): Result<Target> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
    return fail('INVALID_OPTION', `"${url}" is not an address such as http://localhost:3000`, '--url');
  }
  const factor = speed === 'max' ? Infinity : /^\d+(\.\d+)?$/.test(speed) ? Number(speed) : NaN;
  if (!(factor > 0))
    return fail('INVALID_OPTION', `"${speed}" is neither a number above 0 nor max`, '--speed');
  return ok({ url: parsed, speed: factor, wait: wait === true });
}

async function sendTrack(
  track: readonly TrackRecord[],
  target: Target,
  stderr: ReplayStreams['stderr'],
): Promise<Outcome> {
  const first = track[0];
  if (first === undefined) return succeeded('', 'nothing to replay\n');
  const progress = new Progress(track, stderr);
  const startedAt = performance.now();
  let accepted = 0;
  let sent = 0;
  let isApplied = true;
  const rejected: string[] = [];
  while (sent < track.length) {
    const elapsed = performance.now() - startedAt;
    const batch = nextBatch(track, sent, first.due + elapsed * target.speed);
    if (batch.length === 0) {
      const wait = ((track[sent]?.due ?? first.due) - first.due) / target.speed - elapsed;
      await setTimeout(Math.min(Math.max(wait, 1), 1_000));
      continue;
    }
    const answer = await sendBatch(target.url, batch, target.wait);
    if (!answer.ok) {
      const { code, field, message } = answer.failure;
      progress.finish();
      return refused(fail(code, `${message}; ${sent} of ${track.length} records were sent`, field).failure);
    }
    sent += batch.length;
    accepted += answer.value.accepted;
    isApplied = answer.value.applied ?? true;
    rejected.push(...answer.value.rejected.map((line) => `${line}\n`));
    progress.show(sent);
  }
  progress.finish();
  const summary = `${sent} records sent: ${accepted} accepted, ${rejected.length} rejected\n`;
  const pending = isApplied ? '' : 'causeway: the service has not applied all of them yet (NOT_APPLIED)\n';
  return {
    ok: rejected.length === 0 && isApplied,
    stdout: '',
    stderr: rejected.join('') + summary + pending,
  };
}

class Progress {
  private shownAt = performance.now();
  private isLineOpen = false;

  constructor(
    private readonly track: readonly TrackRecord[],
    private readonly stderr: ReplayStreams['stderr'],
  ) {}

  show(sent: number): void {
    const isTerminal = this.stderr.isTTY === true;
    const now = performance.now();
    const pause = isTerminal ? TERMINAL_PROGRESS_MILLISECONDS : LOG_PROGRESS_MILLISECONDS;
    if (now - this.shownAt < pause && sent < this.track.length) return;
    this.shownAt = now;
    const due = this.track[sent - 1]?.due ?? 0;
    const percent = Math.floor((100 * sent) / this.track.length);
    const line = `replay ${percent} % (${sent} of ${this.track.length} records), track at ${new Date(due).toISOString()}`;
    this.stderr.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
    this.isLineOpen = isTerminal;
  }

  /** Ends a line that was being written over. */
  finish(): void {
    if (this.isLineOpen) this.stderr.write('\n');
    this.isLineOpen = false;
  }
}
