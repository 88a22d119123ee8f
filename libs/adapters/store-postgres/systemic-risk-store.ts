import type { Pool } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';
import { actionsInForceFormat, decodeEvent } from '@causeway/adapters/wire';
import {
  streamName,
  type ActionStepFilter,
  type ActionStepOnRecord,
  type PageRequest,
  type SystemicRiskStore,
} from '@causeway/application/ports';
import { expectOk } from '@causeway/domain/units';
import { writeOutbox } from './outbox-writes.js';

/** The systemic-risk actions in force in PostgreSQL: one row, written only over the revision that was read. */
export function createSystemicRiskStore(pool: Pool): SystemicRiskStore {
  return {
    actions: () =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ revision: string; state: unknown }>(
          'SELECT revision, state FROM systemic_risk WHERE id = 1',
        );
        const [row] = rows;
        if (row === undefined) return { revision: 0, actions: [] };
        const { actions } = expectOk(actionsInForceFormat.decode(row.state));
        return { revision: Number(row.revision), actions };
      }),
    replace: (revision, actions, outbox) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `INSERT INTO systemic_risk AS known (id, revision, state)
           SELECT 1, $1::bigint + 1, $2::jsonb
           WHERE $1::bigint = 0 OR EXISTS (SELECT FROM systemic_risk WHERE id = 1)
           ON CONFLICT (id) DO UPDATE SET revision = EXCLUDED.revision, state = EXCLUDED.state
             WHERE known.revision = $1::bigint`,
          [revision, actionsInForceFormat.encodeText({ actions })],
        );
        if (rowCount === 0) return false;
        await writeOutbox(client, outbox);
        return true;
      }),
    history: (filter, page) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<StepRow>(STEPS_ON_RECORD, stepParameters(filter, page));
        const kept = rows.slice(0, page.first).map(stepOnRecord);
        return { rows: kept, hasNextPage: rows.length > page.first };
      }),
  };
}

interface StepRow {
  readonly seq: string;
  /** From 1. */
  readonly place: number;
  readonly type: string;
  readonly payload: unknown;
}

/** The steps lie in the events that told them. */
const STEPS_ON_RECORD = `
  SELECT told.seq, step.place::int AS place, told.type, told.payload
  FROM outbox_event told
  CROSS JOIN LATERAL jsonb_array_elements(told.payload->'steps') WITH ORDINALITY AS step(value, place)
  WHERE told.stream = $1 AND told.type = 'systemic-risk.changed'
    AND ($2::bigint IS NULL OR told.seq < $2 OR (told.seq = $2 AND step.place > $3::int))
    AND ($4::text IS NULL OR step.value->'action'->>'dimension' = $4)
    AND ($5::text IS NULL OR step.value->'action'->>'subject' = $5)
    AND ($6::text IS NULL OR step.value->'action'->>'threshold' = $6)
    AND ($7::text IS NULL OR step.value->'action'->>'action' = $7)
    AND ($8::text IS NULL OR step.value->>'kind' = $8)
    AND ($9::bigint IS NULL OR (step.value->>'at')::bigint >= $9)
    AND ($10::bigint IS NULL OR (step.value->>'at')::bigint < $10)
  ORDER BY told.seq DESC, step.place
  LIMIT $11`;

function stepParameters(filter: ActionStepFilter, { first, after }: PageRequest): unknown[] {
  const { dimension, subject, threshold, action, kind, from, until } = filter;
  const [seq, place] = after === undefined ? [] : after.split('.');
  return [
    streamName('systemic-risk'),
    ...[seq, place, dimension, subject, threshold, action, kind, from, until].map((value) => value ?? null),
    first + 1,
  ];
}

function stepOnRecord({ seq, place, type, payload }: StepRow): ActionStepOnRecord {
  const event = expectOk(decodeEvent(type, payload));
  const step = event.type === 'systemic-risk.changed' ? event.steps[place - 1] : undefined;
  if (step === undefined) throw new Error(`event ${seq} of systemic risk has no step ${place}`);
  return { ...step, id: `${seq}.${place}`, seq: Number(seq) };
}
