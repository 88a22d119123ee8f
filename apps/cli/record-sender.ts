import { setTimeout } from 'node:timers/promises';
import { fail, ok, type Result } from '@causeway/domain/units';
import { errorCode } from './input.js';
import type { TrackRecord } from './replay-track.js';

/** What the service said about a batch. */
export interface BatchAnswer {
  readonly accepted: number;
  readonly rejected: readonly string[];
  /** Whether what was sent has taken effect; absent when nobody asked. */
  readonly applied?: boolean;
}

const REQUEST_TIMEOUT_MILLISECONDS = 120_000;
const RETRY_FOR_MILLISECONDS = 60_000;
const RETRY_PAUSE_MILLISECONDS = 500;

/**
 * Posts a batch to `POST /v1/records`. With `wait` it asks the service to answer once the batch has taken effect,
 * and tries for a minute while the service refuses the connection or says that it is busy; both mean that nothing
 * was taken, so trying again sends nothing twice.
 */
export async function sendBatch(
  url: URL,
  batch: readonly TrackRecord[],
  wait: boolean,
): Promise<Result<BatchAnswer>> {
  const giveUpAt = performance.now() + RETRY_FOR_MILLISECONDS;
  for (;;) {
    const attempt = await postOnce(url, batch, wait);
    if (attempt.ok || attempt.failure.code !== 'SERVICE_UNAVAILABLE') return attempt;
    if (!wait || performance.now() >= giveUpAt) return attempt;
    await setTimeout(RETRY_PAUSE_MILLISECONDS);
  }
}

async function postOnce(
  url: URL,
  batch: readonly TrackRecord[],
  wait: boolean,
): Promise<Result<BatchAnswer>> {
  const endpoint = new URL(`v1/records${wait ? '?wait=applied' : ''}`, url);
  let response: Response;
  let body: string;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: batch.map(({ text }) => `${text}\n`).join(''),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLISECONDS),
    });
    body = await response.text();
  } catch (error) {
    const reason = causeOf(error);
    const code = reason === 'ECONNREFUSED' ? 'SERVICE_UNAVAILABLE' : 'SERVICE_LOST';
    return fail(code, `${endpoint.origin} does not answer: ${reason}`, '--url');
  }
  if (response.status === 429 || response.status === 503) {
    return fail(
      'SERVICE_UNAVAILABLE',
      `${endpoint.href} answers ${response.status}: try again later`,
      '--url',
    );
  }
  if (!response.ok) {
    return fail(
      'SERVICE_REFUSED',
      `${endpoint.href} answers ${response.status}: ${body.slice(0, 200)}`,
      '--url',
    );
  }
  return readAnswer(body, batch, endpoint);
}

interface AnswerBody {
  readonly accepted: number;
  readonly rejected: readonly { line: number; code: string; field?: string; message: string }[];
  readonly applied?: boolean;
}

function readAnswer(body: string, batch: readonly TrackRecord[], endpoint: URL): Result<BatchAnswer> {
  let answer: Partial<AnswerBody> | null;
  try {
    answer = JSON.parse(body) as Partial<AnswerBody> | null;
  } catch {
    answer = null;
  }
  if (typeof answer?.accepted !== 'number' || !Array.isArray(answer.rejected)) {
    return fail('SERVICE_REFUSED', `${endpoint.href} is no Causeway service: ${body.slice(0, 200)}`, '--url');
  }
  const { accepted, applied } = answer;
  const rejected = (answer as AnswerBody).rejected.map(({ line, code, field, message }) => {
    const place = batch[line - 1]?.place ?? `line ${line} of a batch`;
    return `rejected ${place}: ${field === undefined ? '' : `${field}: `}${message} (${code})`;
  });
  return ok({ accepted, rejected, ...(applied === undefined ? {} : { applied }) });
}

/** fetch hides the system's error in the cause of its own. */
function causeOf(error: unknown): string {
  const cause: unknown =
    typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error;
  return errorCode(cause ?? error);
}
