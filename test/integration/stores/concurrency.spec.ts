import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ingestLogs } from '@causeway/application/ingest-logs';
import type { UnpublishedEvent } from '@causeway/application/ports';
import { setPositions } from '@causeway/application/set-positions';
import type { BridgeEvent } from '@causeway/domain/bridging';
import { holdingsOf, type Balance } from '@causeway/domain/ledger';
import { expectOk, type AccountId } from '@causeway/domain/units';
import { open, peek, position } from '../../fixtures/accounts.js';
import {
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  walletOf,
} from '../../fixtures/bridge-events.js';
import { SeededRandom } from '../../fixtures/seeded-random.js';
import { openPostgresBooks, type PostgresBooks } from './postgres-books.js';

const ACCOUNTS = ['a-1', 'b-1', 'c-1', 'd-1', 'e-1'] as AccountId[];
const TRANSFERS = 60;
const DEPOSIT = 1_000_000n;
const WORKERS = 8;

describe('the books in PostgreSQL under many transactions at once', () => {
  let books: PostgresBooks;
  beforeAll(async () => {
    books = await openPostgresBooks();
  });
  beforeEach(() => books.empty());
  afterAll(() => books.close());

  it('lose nothing, count nothing twice and keep every stream gap-free', async () => {
    const { ledger, outbox } = books.stores;
    const random = new SeededRandom(20_220_105);
    for (const account of ACCOUNTS) await open(ledger, account, DEPOSIT);
    const journeys = Array.from({ length: TRANSFERS }, (_, index) => ({
      message: String(index),
      raw: BigInt(random.below(1_000) + 1),
      sender: walletOf(random.pick(ACCOUNTS)),
      recipient: walletOf(random.pick(ACCOUNTS)),
      ...(index % 2 === 0 ? {} : { source: OPTIMISM, destination: ETHEREUM }),
    }));
    const events = journeys.flatMap((journey) => [
      bridgeEvent(journey, 'initiated'),
      bridgeEvent(journey, 'attested'),
      bridgeEvent(journey, 'finalised'),
    ]);
    const deliveries = random.shuffled([...events, ...random.shuffled(events).slice(0, 60)]);
    let applied = 0;
    let duplicates = 0;
    await inParallel(batchesOf(deliveries, random), async (batch, turn) => {
      const outcome = await ingestLogs({ ledger, ...eventPorts }, batchOfEvents(...batch));
      expect(outcome.refused).toBe(0);
      applied += outcome.applied;
      duplicates += outcome.duplicates;
      const account = ACCOUNTS[turn % ACCOUNTS.length];
      if (account === undefined) return;
      expectOk(
        await setPositions(ledger, { account, positions: [position(String(turn + 1))] }, FIRST_MOMENT),
      );
    });
    expect([applied, duplicates]).toEqual([events.length, 60]);

    const balances = await books.balances();
    for (const total of sums(balances).values()) expect(total).toBe(0n);
    expect(balances.filter(({ account, raw }) => account.kind === 'desk' && raw < 0n)).toEqual([]);
    expect(
      balances.filter(({ account }) => account.kind === 'desk' && account.bucket === 'in-transit'),
    ).toEqual([]);
    const spent = await books.pool.query('SELECT 1 FROM balance WHERE transfer_id IS NOT NULL');
    expect(spent.rowCount).toBe(0);
    const snapshot = await peek(ledger, { accounts: ACCOUNTS });
    for (const account of ACCOUNTS) {
      const stream = await outbox.read(`account/${account}`, 0, 10_000);
      expect(stream.map(({ seq }) => seq)).toEqual(stream.map((_, index) => index + 1));
      const states = stream.flatMap(({ event }) => (event.type === 'account.changed' ? [event.account] : []));
      expect(states.map(({ seq }) => seq)).toEqual(stream.map(({ seq }) => seq));
      expect(states.at(-1)?.seq).toBe(snapshot.accounts.get(account)?.seq);
      expect(states.at(-1)?.holdings).toEqual(
        holdingsOf(snapshot.balances, account).map(({ amount, bucket }) => ({ amount, bucket })),
      );
    }
    expect((await outbox.bounds('transfer/across')).newest).toBe(events.length);
  }, 60_000);

  it('publish each stream in the order of its seq while it grows', async () => {
    const { ledger, outbox } = books.stores;
    const random = new SeededRandom(7);
    for (const account of ACCOUNTS) await open(ledger, account, DEPOSIT);
    const published: UnpublishedEvent[] = [];
    let isGrowing = true;
    const relays = Array.from({ length: 3 }, async () => {
      while (isGrowing || (await outbox.backlog()) > 0) {
        await outbox.relay(5, async (events) => {
          published.push(...events);
        });
      }
    });
    const events = Array.from({ length: 40 }, (_, index) =>
      bridgeEvent({ message: String(index), raw: 1n, sender: walletOf(random.pick(ACCOUNTS)) }, 'initiated'),
    );
    await inParallel(batchesOf(events, random), async (batch) => {
      await ingestLogs({ ledger, ...eventPorts }, batchOfEvents(...batch));
    });
    isGrowing = false;
    await Promise.all(relays);
    // Of each departure an account, a transfer and a leg.
    expect(published).toHaveLength(ACCOUNTS.length + 3 * events.length);
    const newest = new Map<string, number>();
    for (const { stream, seq } of published) {
      expect(seq).toBe((newest.get(stream) ?? 0) + 1);
      newest.set(stream, seq);
    }
  }, 30_000);
});

function batchesOf(
  events: readonly BridgeEvent[],
  random: SeededRandom,
): readonly (readonly BridgeEvent[])[] {
  const batches: (readonly BridgeEvent[])[] = [];
  for (let from = 0; from < events.length;) {
    const size = 1 + random.below(8);
    batches.push(events.slice(from, from + size));
    from += size;
  }
  return batches;
}

async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item, turn: number) => Promise<void>,
): Promise<void> {
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

function sums(balances: readonly Balance[]): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { asset, raw } of balances) totals.set(asset, (totals.get(asset) ?? 0n) + raw);
  return totals;
}
