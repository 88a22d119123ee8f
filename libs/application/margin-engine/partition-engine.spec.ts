import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import {
  ACCOUNT_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  RetryableError,
  type EngineStore,
  type PartitionLease,
} from '@causeway/application/ports';
import { ATLAS } from '../../../test/fixtures/accounts.js';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, price } from '../../../test/fixtures/margin.js';
import { PartitionEngine, type EngineRecord } from './index.js';

const POLICY: EngineRecord = { offset: 0n, input: { kind: 'policy', policy: housePolicy, at: FIRST_MOMENT } };
const accountRecord = (seq: number): EngineRecord => ({
  offset: BigInt(seq - 1),
  input: { kind: 'account', account: accountAt(seq), cause: { reference: 'test', at: FIRST_MOMENT } },
});
const LETTER = {
  id: 'market.prices/0/1#INVALID_JSON',
  topic: MARKET_PRICES,
  partition: 0,
  offset: 1n,
  code: 'INVALID_JSON',
  message: 'not JSON',
  body: '{',
  at: FIRST_MOMENT,
};

async function setUp() {
  const stores = createMemoryStores();
  const claim = async (owner: string): Promise<PartitionLease> => {
    const lease = await stores.engines.claim(0, owner, FIRST_MOMENT, 10);
    if (lease === undefined) throw new Error('the partition is taken');
    return lease;
  };
  const lease = await claim('ada');
  const openWith = (engines: EngineStore) => PartitionEngine.open({ engines, directory }, lease);
  return { ...stores, claim, lease, openWith, engine: await openWith(stores.engines) };
}

/** Engines whose commits fail in the given ways, one after another, and then succeed. */
function failing(engines: EngineStore, ...failures: ('before' | 'after')[]): EngineStore {
  return {
    claim: engines.claim.bind(engines),
    release: engines.release.bind(engines),
    load: engines.load.bind(engines),
    cursors: engines.cursors.bind(engines),
    commit: async (lease, changes) => {
      const failure = failures.shift();
      if (failure === 'before') throw new RetryableError('the connection was lost');
      const outcome = await engines.commit(lease, changes);
      if (failure === 'after') throw new RetryableError('the answer was lost');
      return outcome;
    },
  };
}

describe('PartitionEngine', () => {
  it('commits what a batch did with the position of its input', async () => {
    const { engine, engines, outbox } = await setUp();
    await engine.apply(POLICY_EVENTS, [POLICY]);
    expect(await engine.apply(ACCOUNT_EVENTS, [accountRecord(1), accountRecord(2)])).toBe('committed');
    expect(engine.cursor(ACCOUNT_EVENTS)).toBe(2n);
    const checkpoint = await engines.load(0);
    expect(checkpoint.cursors).toEqual(
      new Map([
        [POLICY_EVENTS, 1n],
        [ACCOUNT_EVENTS, 2n],
      ]),
    );
    expect(checkpoint.accounts.get(ATLAS)?.account.seq).toBe(2);
    expect((await outbox.bounds('margin/atlas-main')).newest).toBe(2);
  });

  it('passes over records that it has applied', async () => {
    const { engine, outbox } = await setUp();
    await engine.apply(POLICY_EVENTS, [POLICY]);
    await engine.apply(ACCOUNT_EVENTS, [accountRecord(1)]);
    await engine.apply(ACCOUNT_EVENTS, [accountRecord(1), accountRecord(2)]);
    expect((await outbox.bounds('margin/atlas-main')).newest).toBe(2);
    expect(engine.cursor(ACCOUNT_EVENTS)).toBe(2n);
  });

  it('goes on where the last commit left it', async () => {
    const { engine, engines, outbox, openWith } = await setUp();
    await engine.apply(POLICY_EVENTS, [POLICY]);
    await engine.apply(ACCOUNT_EVENTS, [accountRecord(1)]);
    const next = await openWith(engines);
    expect(next.cursor(ACCOUNT_EVENTS)).toBe(1n);
    await next.apply(ACCOUNT_EVENTS, [accountRecord(1), accountRecord(2)]);
    expect((await outbox.bounds('margin/atlas-main')).newest).toBe(2);
  });

  it('keeps a dead letter with the position behind it', async () => {
    const { engine, engines, deadLetters } = await setUp();
    await engine.apply(MARKET_PRICES, [
      { offset: 0n, input: { kind: 'price', price: price('BTC', '1') } },
      { offset: 1n, deadLetter: LETTER },
    ]);
    expect(deadLetters.all()).toEqual([{ ...LETTER, status: 'waiting' }]);
    expect((await engines.load(0)).cursors).toEqual(new Map([[MARKET_PRICES, 2n]]));
  });

  it.each([['before' as const], ['after' as const]])(
    'takes a batch once though its commit fails %s it is written',
    async (failure) => {
      const { engines, outbox, openWith } = await setUp();
      const engine = await openWith(failing(engines, failure));
      await expect(engine.apply(POLICY_EVENTS, [POLICY])).rejects.toThrow(RetryableError);
      expect(await engine.apply(POLICY_EVENTS, [POLICY])).toBe('committed');
      await engine.apply(ACCOUNT_EVENTS, [accountRecord(1)]);
      expect((await engines.load(0)).policy).toEqual(housePolicy);
      expect((await outbox.bounds('margin/atlas-main')).newest).toBe(1);
    },
  );

  it('keeps nothing in memory of a batch that was not committed', async () => {
    const { engines, openWith } = await setUp();
    const engine = await openWith(failing(engines, 'before'));
    await expect(engine.apply(ACCOUNT_EVENTS, [accountRecord(1)])).rejects.toThrow(RetryableError);
    await engine.apply(POLICY_EVENTS, [POLICY]);
    expect(engine.cursor(ACCOUNT_EVENTS)).toBe(0n);
    expect((await engines.load(0)).accounts.size).toBe(0);
  });

  it('writes nothing once a newer engine owns the partition', async () => {
    const { engine, engines, lease, claim } = await setUp();
    await engines.release(lease);
    await claim('grace');
    expect(await engine.apply(POLICY_EVENTS, [POLICY])).toBe('fenced');
    expect(await engine.apply(POLICY_EVENTS, [POLICY])).toBe('fenced');
    expect((await engines.load(0)).policy).toBeUndefined();
  });

  it('works off calls one after another, in their order, though they are made at once', async () => {
    const { engine, outbox } = await setUp();
    await Promise.all([
      engine.apply(POLICY_EVENTS, [POLICY]),
      engine.apply(ACCOUNT_EVENTS, [accountRecord(1)]),
      engine.apply(ACCOUNT_EVENTS, [accountRecord(2)]),
      engine.apply(ACCOUNT_EVENTS, [accountRecord(3)]),
    ]);
    const events = await outbox.read('margin/atlas-main', 0, 10);
    const seqs = events.map(({ event }) => event.type === 'margin.changed' && event.state.accountSeq);
    expect(seqs).toEqual([1, 2, 3]);
  });
});
