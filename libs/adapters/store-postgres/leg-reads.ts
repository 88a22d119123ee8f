import type { PoolClient } from 'pg';
import { REFUSAL_CODES, type LedgerSnapshot } from '@causeway/application/ports';
import type { RecordSpan } from '@causeway/domain/conservation';
import type { ChainId, LogId, UnixMilliseconds } from '@causeway/domain/units';

/** What the leg streams have told: how far chains are on record, which is locked, and the legs of refused events. */
export async function readToldLegs(
  client: PoolClient,
  chains: readonly { readonly chain: ChainId }[],
  logs: readonly LogId[],
): Promise<Pick<LedgerSnapshot, 'readings' | 'refusedLogs'>> {
  const readings = await readReadings(
    client,
    chains.map(({ chain }) => chain),
  );
  return { readings, refusedLogs: await readRefusedLogs(client, logs) };
}

async function readReadings(
  client: PoolClient,
  chains: readonly ChainId[],
): Promise<ReadonlyMap<ChainId, RecordSpan>> {
  if (chains.length === 0) return new Map();
  const { rows } = await client.query<{ chain: ChainId; since: Date; through: Date }>(
    'SELECT chain, since, through FROM chain_reading WHERE chain = ANY($1::text[]) ORDER BY chain FOR UPDATE',
    [chains],
  );
  return new Map(rows.map(({ chain, since, through }) => [chain, spanOf(since, through)]));
}

/** Those of the logs whose event was understood and refused before. */
async function readRefusedLogs(client: PoolClient, logs: readonly LogId[]): Promise<ReadonlySet<LogId>> {
  if (logs.length === 0) return new Set();
  const { rows } = await client.query<{ log: LogId }>(
    `SELECT DISTINCT log FROM UNNEST($1::text[]) AS log, UNNEST($2::text[]) AS code
     JOIN LATERAL (SELECT FROM dead_letter WHERE id = log || '#' || code) AS kept ON true`,
    [logs, REFUSAL_CODES],
  );
  return new Set(rows.map(({ log }) => log));
}

/** A span as it stands in a row. */
export function spanOf(since: Date, through: Date): RecordSpan {
  return { since: since.getTime() as UnixMilliseconds, through: through.getTime() as UnixMilliseconds };
}
