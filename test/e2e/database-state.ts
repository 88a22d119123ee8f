import type { Pool } from 'pg';

/**
 * Everything that inputs have changed, table by table. Left out is only what tells how the work was cut into
 * batches and when it was done: offsets and cursors, surrogate keys, leases, and whether an event was relayed.
 */
const QUERIES: Readonly<Record<string, string>> = {
  account: 'SELECT * FROM account ORDER BY account_id',
  // A sequence skips what was rolled back, so that only the order in which wallets were linked is state.
  wallet:
    'SELECT address, account_id, (rank() OVER (ORDER BY linked_at))::int AS linked FROM wallet ORDER BY address',
  position: 'SELECT * FROM position ORDER BY account_id, instrument, chain',
  balance: 'SELECT * FROM balance ORDER BY ledger_account, asset',
  posting: 'SELECT * FROM posting ORDER BY reference, ordinal',
  applied_log: 'SELECT * FROM applied_log ORDER BY log_id',
  transfer: 'SELECT * FROM transfer ORDER BY transfer_id',
  layer_clock: 'SELECT * FROM layer_clock ORDER BY chain',
  // A settlement's change is told at the time at which it was followed.
  outbox_event: `SELECT stream, seq, topic, key, type,
      CASE type WHEN 'settlement.changed' THEN payload - 'at' ELSE payload END AS payload
    FROM outbox_event ORDER BY stream, seq`,
  stream_head: 'SELECT * FROM stream_head ORDER BY stream',
  engine_account: 'SELECT * FROM engine_account ORDER BY account_id',
  engine_liquidated_size: 'SELECT * FROM engine_liquidated_size ORDER BY partition, instrument, at',
  engine_price: 'SELECT * FROM engine_price ORDER BY partition, symbol',
  engine_partition:
    'SELECT partition, price_seq, policy_version, policy FROM engine_partition ORDER BY partition',
  liquidation_case: 'SELECT * FROM liquidation_case ORDER BY case_id',
  settlement: 'SELECT * FROM settlement ORDER BY quote_id',
  claimed_resource: 'SELECT * FROM claimed_resource ORDER BY resource',
  settlement_reservation: 'SELECT * FROM settlement_reservation ORDER BY quote_id, asset',
  settlement_transfer: 'SELECT * FROM settlement_transfer ORDER BY transfer_id',
  policy_version: 'SELECT * FROM policy_version ORDER BY version',
  dead_letter: 'SELECT id, topic, code, message, subject, body, at, status FROM dead_letter ORDER BY id',
  chain_reading: 'SELECT * FROM chain_reading ORDER BY chain',
  conservation_message: 'SELECT * FROM conservation_message ORDER BY message_key',
  conservation_alert: 'SELECT * FROM conservation_alert ORDER BY alert_id',
  conservation_position: 'SELECT * FROM conservation_position ORDER BY bridge, asset',
  conservation_reading: 'SELECT * FROM conservation_reading ORDER BY chain',
  conservation_clock: 'SELECT * FROM conservation_clock',
  conservation_cursor: 'SELECT * FROM conservation_cursor ORDER BY stream',
  operator_action: 'SELECT action, subject, by, reason, at FROM operator_action ORDER BY id',
};

/** The state as text, one line a row, so that two states can be compared byte for byte. */
export async function databaseState(pool: Pool): Promise<string> {
  const lines: string[] = [];
  for (const [table, query] of Object.entries(QUERIES)) {
    const { rows } = await pool.query<{ line: string }>(
      `SELECT row_to_json(r)::text AS line FROM (${query}) r`,
    );
    lines.push(...rows.map(({ line }) => `${table} ${line}`));
  }
  return lines.join('\n');
}
