import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';
import { transferFormat } from '@causeway/adapters/wire';
import type { DueTransfer, TrackingStore } from '@causeway/application/ports';
import { expectOk, type UnixMilliseconds } from '@causeway/domain/units';
import { writeTransfers } from './ledger-writes.js';
import { writeOutbox } from './outbox-writes.js';

/**
 * The transfers under way in PostgreSQL. A check waits for no lock on a transfer, so it cannot stand in the way of
 * ingestion, which locks them in another order.
 */
export function createTrackingStore(pool: Pool): TrackingStore {
  return {
    check: (maximum, decide) =>
      inTransaction(pool, async (client) => {
        const { changes, outcome } = decide(await lockDue(client, maximum));
        await writeTransfers(client, changes.transfers);
        await writeOutbox(client, changes.outbox);
        return outcome;
      }),
    hasDue: () =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ due: boolean }>(
          `SELECT EXISTS (${dueOfEachLayer('')}) AS due`,
          [1],
        );
        return rows[0]?.due === true;
      }),
  };
}

/** Reads the index of each layer up to its clock, and no further. */
function dueOfEachLayer(lock: string): string {
  return `SELECT due.state, clock.read_to FROM layer_clock clock CROSS JOIN LATERAL (
      SELECT transfer.state FROM transfer
      WHERE transfer.destination_chain = clock.chain AND transfer.next_check_at <= clock.read_to
      ORDER BY transfer.next_check_at, transfer.transfer_id LIMIT $1 ${lock}
    ) due`;
}

async function lockDue(client: PoolClient, maximum: number): Promise<readonly DueTransfer[]> {
  const { rows } = await client.query<{ state: unknown; read_to: Date }>(
    dueOfEachLayer('FOR UPDATE SKIP LOCKED'),
    [maximum],
  );
  return rows.map(({ state, read_to }) => ({
    transfer: expectOk(transferFormat.decode(state)),
    now: read_to.getTime() as UnixMilliseconds,
  }));
}
