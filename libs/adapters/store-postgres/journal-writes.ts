import type { PoolClient } from 'pg';
import { bridgeEventFormat, transferFormat } from '@causeway/adapters/wire';
import { stepId, type StepWrite } from '@causeway/application/ports';

/** Remembers steps; those without an ordinal come after all others, in the given order. */
export async function writeSteps(client: PoolClient, steps: readonly StepWrite[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(rowOf);
  await client.query(
    `INSERT INTO ledger_step (step_id, ordinal, kind, reference, accounts, transfer_id, transfer_before, chain,
       block_number, block_hash, event, topic, partition, "offset", body)
     SELECT step_id, COALESCE(ordinal, nextval('ledger_step_ordinal_seq')), kind, reference,
       string_to_array(accounts, ' '), transfer_id, transfer_before, chain, block_number, block_hash, event, topic,
       partition, "offset", body
     FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[],
       $9::bigint[], $10::text[], $11::jsonb[], $12::text[], $13::int[], $14::bigint[], $15::text[])
       WITH ORDINALITY AS n (step_id, ordinal, kind, reference, accounts, transfer_id, transfer_before, chain,
         block_number, block_hash, event, topic, partition, "offset", body, place)
     ORDER BY place
     ON CONFLICT (step_id) DO UPDATE SET ordinal = EXCLUDED.ordinal, kind = EXCLUDED.kind,
       reference = EXCLUDED.reference, accounts = EXCLUDED.accounts, transfer_before = EXCLUDED.transfer_before`,
    [
      rows.map(({ id }) => id),
      rows.map(({ ordinal }) => ordinal),
      rows.map(({ kind }) => kind),
      rows.map(({ reference }) => reference),
      rows.map(({ accounts }) => accounts),
      rows.map(({ transfer }) => transfer),
      rows.map(({ transferBefore }) => transferBefore),
      rows.map(({ received }) => received?.log.chain ?? null),
      rows.map(({ received }) => (received === undefined ? null : String(received.log.blockNumber))),
      rows.map(({ received }) => received?.log.blockHash ?? null),
      rows.map(({ received }) =>
        received === undefined ? null : bridgeEventFormat.encodeText(received.event),
      ),
      rows.map(({ received }) => received?.origin.topic ?? null),
      rows.map(({ received }) => received?.origin.partition ?? null),
      rows.map(({ received }) => (received === undefined ? null : String(received.origin.offset))),
      rows.map(({ received }) => received?.origin.body.replaceAll('\0', '␀') ?? null),
    ],
  );
}

function rowOf(step: StepWrite) {
  const received = step.kind === 'command' ? undefined : step.received;
  const before = step.kind === 'applied' || step.kind === 'refused' ? step.transferBefore : undefined;
  return {
    id: stepId(step),
    ordinal: step.ordinal === undefined ? null : String(step.ordinal),
    kind: step.kind,
    reference: step.kind === 'waiting' ? null : step.reference,
    // Account ids hold no space.
    accounts: step.kind === 'waiting' ? '' : step.accounts.join(' '),
    transfer: received?.event.transfer ?? null,
    transferBefore: before === undefined ? null : transferFormat.encodeText(before),
    received,
  };
}
