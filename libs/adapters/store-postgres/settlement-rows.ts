import type { PoolClient } from 'pg';
import { allocationEvidenceFormat } from '@causeway/adapters/wire';
import type { LedgerKeys, LedgerSnapshot } from '@causeway/application/ports';
import type { AllocationEvidence } from '@causeway/domain/liquidation';
import { expectOk } from '@causeway/domain/units';

/** The settlements of the case that keys name, in their order. Whoever writes one has locked the account's row. */
export async function readSettlements(
  client: PoolClient,
  { liquidationCase: id }: LedgerKeys,
): Promise<Pick<LedgerSnapshot, 'settlements'>> {
  if (id === undefined) return {};
  const { rows } = await client.query<{ state: unknown }>(
    'SELECT state FROM liquidation_settlement WHERE case_id = $1 ORDER BY settlement',
    [id],
  );
  return { settlements: rows.map(({ state }) => expectOk(allocationEvidenceFormat.decode(state))) };
}

/** Writes settlements, each with its sources and uses as rows of their own. */
export async function writeSettlements(
  client: PoolClient,
  settlements: readonly AllocationEvidence[],
): Promise<void> {
  if (settlements.length === 0) return;
  await client.query(
    `INSERT INTO liquidation_settlement (case_id, settlement, account_id, at, state)
     SELECT * FROM UNNEST($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::jsonb[])`,
    [
      settlements.map((evidence) => evidence.case),
      settlements.map(({ settlement }) => settlement),
      settlements.map(({ account }) => account),
      settlements.map(({ at }) => new Date(at)),
      settlements.map((evidence) => allocationEvidenceFormat.encodeText(evidence)),
    ],
  );
  const lines = settlements.flatMap(allocationLines);
  await client.query(
    `INSERT INTO liquidation_allocation (case_id, settlement, line, side, kind, account_id, asset, raw)
     SELECT * FROM UNNEST($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
                          $8::numeric[])`,
    [
      lines.map((line) => line.id),
      lines.map(({ settlement }) => settlement),
      lines.map(({ line }) => line),
      lines.map(({ side }) => side),
      lines.map(({ kind }) => kind),
      lines.map(({ account }) => account ?? null),
      lines.map(({ asset }) => asset),
      lines.map(({ raw }) => String(raw)),
    ],
  );
}

function allocationLines({
  case: id,
  settlement,
  settlementAsset: asset,
  sources,
  uses,
}: AllocationEvidence) {
  const sides = [
    ...sources.map((line) => ({ ...line, side: 'source' })),
    ...uses.map((line) => ({ ...line, side: 'use' })),
  ];
  return sides.map((line, index) => ({ ...line, id, settlement, asset, line: index + 1 }));
}
