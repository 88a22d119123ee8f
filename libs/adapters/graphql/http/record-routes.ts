import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ApiOptions } from '../api-options.js';
import type { ApiPorts, IngestReport, RecordLine } from '../api-ports.js';
import { failureBody, sendHttpFailure } from './http-failure.js';

const POLL_MILLISECONDS = 25;

/** The answer of POST /v1/records. */
export interface RecordsAnswer extends IngestReport {
  /** Only after wait=applied: whether everything appended had taken effect before the wait ended. */
  readonly applied?: boolean;
}

/**
 * POST /v1/records: NDJSON lines of `causeway.transaction-logs/1` and `causeway.price/1` onto the event log.
 * With `?wait=applied` it answers once they have taken effect, or with 202 and `applied: false` when that takes
 * longer than APPLIED_WAIT_SECONDS.
 */
export async function recordRoutes(
  fastify: FastifyInstance,
  { ports, options }: { readonly ports: ApiPorts; readonly options: ApiOptions },
): Promise<void> {
  const { MAXIMUM_RECORDS_BYTES: bodyLimit, APPLIED_WAIT_SECONDS: waitSeconds } = options.configuration;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/x-ndjson', { parseAs: 'string', bodyLimit }, (_, body, done) =>
    done(null, body),
  );
  fastify.setErrorHandler(sendHttpFailure);

  fastify.post<{ Body: string | undefined; Querystring: { wait?: string } }>(
    '/v1/records',
    { bodyLimit },
    async (request, reply) => {
      const { wait } = request.query;
      if (wait !== undefined && wait !== 'applied') {
        const message = `"${wait}" is not a way to wait; leave it out or use wait=applied`;
        return reply.code(400).send(failureBody({ code: 'INVALID_WAIT', message, field: 'wait' }));
      }
      const lines = recordLines(request.body ?? '');
      if (lines.length === 0) {
        const message = 'the body holds no record; send one JSON document on each line';
        return reply.code(400).send(failureBody({ code: 'EMPTY_BODY', message }));
      }
      const report = await ports.ingest(lines);
      if (wait === undefined) return report;
      const applied = await hasDrained(ports, waitSeconds * 1_000);
      return reply.code(applied ? 200 : 202).send({ ...report, applied });
    },
  );
  return Promise.resolve();
}

function recordLines(body: string): readonly RecordLine[] {
  return body
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');
}

async function hasDrained(ports: ApiPorts, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!(await ports.drained())) {
    if (performance.now() >= deadline) return false;
    await setTimeout(POLL_MILLISECONDS);
  }
  return true;
}
