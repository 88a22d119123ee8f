import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createStores } from '@causeway/adapters/store-postgres';
import { ingestLogs } from '@causeway/application/ingest-logs';
import {
  FatalError,
  NO_LEDGER_CHANGES,
  RetryableError,
  type AccountRecord,
} from '@causeway/application/ports';
import { setPositions } from '@causeway/application/set-positions';
import type { BridgeId, Hash, LogId } from '@causeway/domain/units';
import { createPool } from '@causeway/platform/database';
import type { PoolClient } from 'pg';
import { accountToOpen, ATLAS, open, peek, position } from '../../fixtures/accounts.js';
import {
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  walletOf,
} from '../../fixtures/bridge-events.js';
import { openPostgresBooks, type PostgresBooks } from './postgres-books.js';

const KEYS = { logs: [], transfers: [], wallets: [], accounts: [] };
const LETTER = {
  id: 'letter',
  topic: 'chain.logs',
  partition: 0,
  offset: 1n,
  code: 'INVALID_JSON',
  message: 'Unexpected token',
  body: '{',
  at: FIRST_MOMENT,
};

describe('the stores in PostgreSQL when the database fails', () => {
  let books: PostgresBooks;
  let saboteur: PoolClient;
  beforeAll(async () => {
    books = await openPostgresBooks();
    saboteur = await books.pool.connect();
  });
  beforeEach(() => books.empty());
  afterAll(async () => {
    saboteur.release();
    await books.close();
  });

  /** Ends every other connection to the database, as a restart of the server would. */
  const breakConnections = async (): Promise<void> => {
    await saboteur.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND datname = current_database()`,
    );
  };
  /** Runs `work` while a table is locked, and ends its connection once it waits for the lock. */
  const breakDuring = async (table: string, work: () => Promise<unknown>): Promise<void> => {
    await saboteur.query('BEGIN');
    await saboteur.query(`LOCK TABLE ${table}`);
    const broken = expect(work()).rejects.toThrow(RetryableError);
    try {
      await untilWaiting();
      await breakConnections();
    } finally {
      await saboteur.query('ROLLBACK');
    }
    await broken;
  };
  const untilWaiting = async (): Promise<void> => {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const { rowCount } = await saboteur.query(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      if (rowCount !== 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('nothing ever waited for the lock');
  };

  it('asks for a retry when there is no server', async () => {
    const pool = createPool('postgresql://nobody@127.0.0.1:1/nothing', { onError: () => undefined });
    const stores = createStores(pool);
    await expect(peek(stores.ledger, {})).rejects.toThrow(RetryableError);
    await expect(stores.outbox.backlog()).rejects.toThrow(RetryableError);
    await expect(stores.outbox.watch(() => undefined)).rejects.toThrow(RetryableError);
    await expect(stores.engines.load(0)).rejects.toThrow(RetryableError);
    await expect(stores.policies.all()).rejects.toThrow(RetryableError);
    await expect(stores.deadLetters.find('any')).rejects.toThrow(RetryableError);
    await expect(stores.reads.accounts({}, { first: 1 })).rejects.toThrow(RetryableError);
    await expect(stores.replays.position('any')).rejects.toThrow(RetryableError);
    await stores.close();
    await pool.end();
  });

  it('leaves nothing of a transaction whose connection was ended, and works on with another', async () => {
    const { ledger } = books.stores;
    await open(ledger, ATLAS, 100n);
    const departure = bridgeEvent({ message: '1', raw: 5n, sender: walletOf(ATLAS) }, 'initiated');
    const before = await peek(ledger, { accounts: [ATLAS] });
    await breakDuring('outbox_event', () => ingestLogs({ ledger, ...eventPorts }, batchOfEvents(departure)));
    expect(await peek(ledger, { accounts: [ATLAS], logs: [departure.logId] })).toEqual(before);
    expect((await books.stores.outbox.bounds('transfer/across')).newest).toBe(0);
    expect(await ingestLogs({ ledger, ...eventPorts }, batchOfEvents(departure))).toMatchObject({
      applied: 1,
    });
  });

  it('asks for a retry when the connection is ended under Prisma', async () => {
    const { deadLetters, replays, ledger } = books.stores;
    await breakDuring('replay_progress', () => replays.advance('winter', 3));
    expect(await replays.position('winter')).toBe(0);
    await ledger.transact(KEYS, () => ({
      changes: { ...NO_LEDGER_CHANGES, deadLetters: [LETTER] },
      outcome: undefined,
    }));
    const decision = {
      id: 'letter',
      offset: 1n,
      status: 'skipped',
      by: 'ada',
      reason: 'why',
      at: FIRST_MOMENT,
    } as const;
    await breakDuring('operator_action', () => deadLetters.decide(decision));
    expect(await deadLetters.find('letter')).toMatchObject({ status: 'waiting' });
  });

  it('publishes again what it published on a connection that broke meanwhile', async () => {
    const { ledger, outbox } = books.stores;
    await open(ledger, ATLAS);
    await expect(
      outbox.relay(10, async () => {
        await breakConnections();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }),
    ).rejects.toThrow(RetryableError);
    expect(await outbox.relay(10, () => Promise.resolve())).toBe(1);
  });

  it('goes on watching after its connection was ended', async () => {
    const { ledger, outbox } = books.stores;
    const seen: string[][] = [];
    const watch = await outbox.watch((streams) => seen.push([...streams]));
    await breakConnections();
    await until(() => seen.length === 1);
    expect(seen).toEqual([[]]);
    await open(ledger, ATLAS);
    await until(() => seen.length === 2);
    expect(seen[1]).toEqual(['account/atlas-main']);
    await watch.stop();
  }, 10_000);

  it('refuses for good what breaks a constraint, and leaves nothing of it', async () => {
    const { ledger } = books.stores;
    const record: AccountRecord = { account: ATLAS, desk: accountToOpen(ATLAS).desk, seq: 1, positions: [] };
    const log = { id: 'log' as LogId, chain: ETHEREUM, blockNumber: 1n, blockHash: '0x' as Hash };
    const attempt = ledger.transact(KEYS, () => ({
      changes: { ...NO_LEDGER_CHANGES, accounts: [record], appliedLogs: [log, log] },
      outcome: undefined,
    }));
    await expect(attempt).rejects.toThrow(FatalError);
    const unknownWallet = ledger.transact(KEYS, () => ({
      changes: { ...NO_LEDGER_CHANGES, wallets: [{ wallet: walletOf('a'), account: ATLAS }] },
      outcome: undefined,
    }));
    await expect(unknownWallet).rejects.toThrow(FatalError);
    expect((await peek(ledger, { accounts: [ATLAS], logs: [log.id] })).accounts.size).toBe(0);
  });

  it('refuses for good what Prisma cannot write', async () => {
    const { deadLetters } = books.stores;
    await expect(deadLetters.find('no\0text')).rejects.toThrow(FatalError);
  });

  it('throws an error of the decision itself as it is', async () => {
    const failure = new TypeError('a bug');
    await expect(
      books.stores.ledger.transact(KEYS, () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
  });

  it('keeps a dead letter with characters that PostgreSQL cannot keep', async () => {
    const { ledger, deadLetters } = books.stores;
    const letter = {
      ...LETTER,
      body: '{"a":\0}',
      message: 'Unexpected token \0',
      subject: 'cctp' as BridgeId,
    };
    await ledger.transact(KEYS, () => ({
      changes: { ...NO_LEDGER_CHANGES, deadLetters: [letter] },
      outcome: undefined,
    }));
    expect(await deadLetters.find('letter')).toMatchObject({
      body: '{"a":␀}',
      message: 'Unexpected token ␀',
    });
  });

  it('takes a decision again when the transaction loses a deadlock', async () => {
    const { ledger } = books.stores;
    await open(ledger, ATLAS);
    await saboteur.query('BEGIN');
    await saboteur.query(`INSERT INTO stream_head (stream, seq) VALUES ('account/zulu', 1)`);
    const command = { account: ATLAS, positions: [position('1')] };
    let decisions = 0;
    const counting: typeof ledger = {
      transact: (keys, decide) =>
        ledger.transact(keys, (snapshot) => {
          decisions += 1;
          return decide(snapshot);
        }),
    };
    await saboteur.query(`SELECT 1 FROM stream_head WHERE stream = 'account/atlas-main' FOR UPDATE`);
    const setting = setPositions(counting, command, FIRST_MOMENT);
    await untilWaiting();
    // The longer this waits for the account, the surer the server ends the other transaction, not this one.
    await saboteur.query(`SET LOCAL deadlock_timeout = '10s'`);
    await saboteur.query(`SELECT 1 FROM account FOR UPDATE`);
    await saboteur.query('ROLLBACK');
    expect(await setting).toEqual({ ok: true, value: { seq: 2 } });
    expect(decisions).toBe(2);
    expect((await books.stores.outbox.bounds('account/atlas-main')).newest).toBe(2);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !condition(); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
