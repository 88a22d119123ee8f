import type { Pool } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';
import { decodeRiskPolicy, marginAccountFormat, priceStateFormat } from '@causeway/adapters/wire';
import type { MarginBasis, RiskBookReads } from '@causeway/application/ports';
import { priceVectorOf } from '@causeway/domain/margin';
import { expectOk, type PolicyVersion } from '@causeway/domain/units';

interface BasisRow {
  readonly partition: number;
  readonly price_seq: string;
  readonly policy_version: number;
  readonly policy: unknown;
  readonly prices: readonly unknown[];
}

interface AccountRow {
  readonly state: unknown;
}

const WITH_MARGIN = 'partition IN (SELECT partition FROM engine_partition WHERE policy_version IS NOT NULL)';

/** Reads of all accounts in PostgreSQL, by their primary key. */
export function createRiskBookReads(pool: Pool): RiskBookReads {
  return {
    basis: () =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<BasisRow>(
          `SELECT partition, price_seq, policy_version, policy,
             (SELECT coalesce(jsonb_agg(price.state ORDER BY price.symbol), '[]') FROM engine_price price
              WHERE price.partition = head.partition) AS prices
           FROM engine_partition head
           WHERE policy_version IS NOT NULL
           ORDER BY policy_version DESC, price_seq DESC, partition LIMIT 1`,
        );
        return rows.map(basisOf)[0];
      }),
    count: () =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ accounts: string }>(
          `SELECT count(*) AS accounts FROM engine_account WHERE ${WITH_MARGIN}`,
        );
        return Number(rows[0]?.accounts ?? 0);
      }),
    page: ({ first, after = '' }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<AccountRow>(
          `SELECT state FROM engine_account
           WHERE account_id > $1 AND ${WITH_MARGIN}
           ORDER BY account_id LIMIT $2`,
          [after, first + 1],
        );
        return { rows: accountsOf(rows.slice(0, first)), hasNextPage: rows.length > first };
      }),
    accounts: (ids) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<AccountRow>(
          'SELECT state FROM engine_account WHERE account_id = ANY($1::text[])',
          [ids],
        );
        return accountsOf(rows);
      }),
  };
}

function basisOf({ partition, price_seq, policy_version, policy, prices }: BasisRow): MarginBasis {
  const states = prices.map((state) => expectOk(priceStateFormat.decode(state)));
  const active = expectOk(decodeRiskPolicy(policy, policy_version as PolicyVersion));
  return { prices: priceVectorOf(`${partition}:${price_seq}`, states, active.prices), policy: active };
}

function accountsOf(rows: readonly AccountRow[]) {
  return rows.map(({ state }) => expectOk(marginAccountFormat.decode(state)));
}
