import type { Pool } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';
import { actionsInForceFormat } from '@causeway/adapters/wire';
import type { SystemicRiskStore } from '@causeway/application/ports';
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
  };
}
