import type { PoolClient } from 'pg';
import { bridgeEventFormat, transferFormat } from '@causeway/adapters/wire';
import {
  type JournaledStep,
  type ReceivedEvent,
  type TakenStep,
  type WaitingStep,
} from '@causeway/application/ports';
import { dependentSteps } from '@causeway/domain/finality';
import { parseLedgerAccount, type Posting } from '@causeway/domain/ledger';
import {
  expectOk,
  type AccountId,
  type AssetId,
  type ChainId,
  type Hash,
  type LogId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';

interface StepRow {
  readonly step_id: string;
  readonly ordinal: string;
  readonly kind: 'waiting' | 'applied' | 'refused' | 'command';
  readonly reference: string | null;
  readonly accounts: readonly AccountId[];
  readonly transfer_before: unknown;
  readonly chain: ChainId;
  readonly block_number: string;
  readonly block_hash: Hash;
  readonly event: unknown;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly body: string;
}

/** What waits for one of the blocks, in the order received. */
export async function readWaiting(
  client: PoolClient,
  blocks: readonly Hash[],
): Promise<readonly WaitingStep[]> {
  if (blocks.length === 0) return [];
  const { rows } = await client.query<StepRow>(
    `SELECT * FROM ledger_step WHERE kind = 'waiting' AND block_hash = ANY($1::text[]) ORDER BY ordinal`,
    [blocks],
  );
  return rows.map((row) => ({ kind: 'waiting', received: receivedOf(row) }));
}

/** Those of the logs under whose own id postings stand. */
export async function readPostedLogs(
  client: PoolClient,
  logs: readonly LogId[],
): Promise<ReadonlySet<LogId>> {
  if (logs.length === 0) return new Set();
  const { rows } = await client.query<{ reference: LogId }>(
    'SELECT DISTINCT reference FROM posting WHERE reference = ANY($1::text[])',
    [logs],
  );
  return new Set(rows.map(({ reference }) => reference));
}

/** The steps in the blocks and all that may depend on one of them, in their order. */
export async function readDependentSteps(
  client: PoolClient,
  blocks: readonly Hash[],
): Promise<readonly TakenStep[]> {
  const traces = await client.query<{
    step_id: string;
    kind: JournaledStep['kind'];
    block_hash: Hash | null;
    transfer_id: TransferId | null;
    accounts: readonly AccountId[];
  }>(
    `SELECT step_id, kind, block_hash, transfer_id, accounts FROM ledger_step
     WHERE kind <> 'waiting' AND ordinal >=
       (SELECT min(ordinal) FROM ledger_step WHERE kind <> 'waiting' AND block_hash = ANY($1::text[]))
     ORDER BY ordinal`,
    [blocks],
  );
  const dependent = dependentSteps(
    traces.rows.map(({ step_id, block_hash, transfer_id, accounts }) => ({
      id: step_id,
      ...(block_hash === null ? {} : { block: block_hash }),
      subjects: [
        ...(transfer_id === null ? [] : [`transfer/${transfer_id}`]),
        ...accounts.map((account) => `account/${account}`),
      ],
    })),
    new Set(blocks),
  );
  if (dependent.length === 0) return [];
  const { rows } = await client.query<StepRow>(
    'SELECT * FROM ledger_step WHERE step_id = ANY($1::text[]) ORDER BY ordinal',
    [dependent.map(({ id }) => id)],
  );
  return withPostings(client, rows);
}

async function withPostings(client: PoolClient, rows: readonly StepRow[]): Promise<readonly TakenStep[]> {
  const references = rows.flatMap(({ kind, step_id, reference }) => [
    ...(reference === null ? [] : [reference]),
    ...(kind === 'command' ? [step_id] : []),
  ]);
  const found = await client.query<PostingRow>(
    `SELECT reference, asset, raw::text, from_account, to_account, at FROM posting
     WHERE reference = ANY($1::text[]) ORDER BY reference, ordinal`,
    [references],
  );
  const postings = new Map<string, Posting[]>();
  for (const row of found.rows) {
    postings.set(row.reference, [...(postings.get(row.reference) ?? []), postingOf(row)]);
  }
  return rows.map((row) => ({
    ...stepOf(row),
    ordinal: BigInt(row.ordinal),
    postings: postings.get(row.reference ?? '') ?? [],
    asked: row.kind === 'command' ? (postings.get(row.step_id) ?? []) : [],
  }));
}

export interface PostingRow {
  readonly reference: string;
  readonly asset: AssetId;
  readonly raw: string;
  readonly from_account: string;
  readonly to_account: string;
  readonly at: Date;
}

/** A posting as its row holds it. */
export function postingOf({ reference, asset, raw, from_account, to_account, at }: PostingRow): Posting {
  return {
    asset,
    raw: BigInt(raw),
    from: expectOk(parseLedgerAccount(from_account)),
    to: expectOk(parseLedgerAccount(to_account)),
    cause: { reference, at: at.getTime() as UnixMilliseconds },
  };
}

function stepOf(row: StepRow): JournaledStep {
  const { kind, step_id, accounts } = row;
  const reference = row.reference ?? step_id;
  if (kind === 'waiting') throw new Error(`${step_id} waits and was not taken`);
  if (kind === 'command') return { kind, id: step_id, reference, accounts };
  return {
    ...{ kind, reference, accounts, received: receivedOf(row) },
    ...(row.transfer_before === null
      ? {}
      : { transferBefore: expectOk(transferFormat.decode(row.transfer_before)) }),
  };
}

function receivedOf(row: StepRow): ReceivedEvent {
  const event = expectOk(bridgeEventFormat.decode(row.event));
  return {
    event,
    log: {
      id: event.logId,
      chain: row.chain,
      blockNumber: BigInt(row.block_number),
      blockHash: row.block_hash,
    },
    origin: {
      topic: row.topic,
      partition: row.partition,
      offset: BigInt(row.offset),
      body: row.body,
    },
  };
}
