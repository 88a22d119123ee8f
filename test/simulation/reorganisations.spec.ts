import { describe, expect, it } from '@jest/globals';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { createMemoryStores, type MemoryStores } from '@causeway/adapters/store-memory';
import { INGEST_GROUP } from '@causeway/application/check-drained';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { CHAIN_LOGS } from '@causeway/application/ports';
import { holdingsOf, ledgerAccountKey } from '@causeway/domain/ledger';
import { open, peek } from '../fixtures/accounts.js';
import { batchOf, eventPorts, FIRST_MOMENT } from '../fixtures/bridge-events.js';
import { SeededRandom } from '../fixtures/seeded-random.js';
import { FORKING_ACCOUNTS, ForkingChains } from '../fixtures/forking-chains.js';
import { Mishaps, unreliableLedger } from './mishaps.js';
import { IngestProcess } from './processes.js';

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const PARTITIONS = 2;
const MAXIMUM_TURNS = 100;

async function emptyBooks(): Promise<MemoryStores> {
  const stores = createMemoryStores();
  for (const account of FORKING_ACCOUNTS) await open(stores.ledger, account, 60n);
  return stores;
}

/** What the books say, but for the counts of changes, which a detour raises. */
async function stateOf({ ledger }: MemoryStores) {
  const { balances } = await peek(ledger, { accounts: FORKING_ACCOUNTS });
  return {
    holdings: FORKING_ACCOUNTS.map((account) => holdingsOf(balances, account)),
    balances: ledger
      .allBalances()
      .map(({ account, asset, raw }) => `${ledgerAccountKey(account)} ${asset} ${raw}`)
      .sort(),
    transfers: [...ledger.allTransfers()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    tips: ledger
      .followedChains()
      .map(({ chain, status, tip }) => `${chain} ${status} ${tip.hash}`)
      .sort(),
  };
}

/** Tells all branches to processes that die and connections that break; some appends are repeated, as after a retry. */
async function tellAll(chains: ForkingChains, random: SeededRandom): Promise<MemoryStores> {
  const stores = await emptyBooks();
  const mishaps = new Mishaps(random);
  const broker = new MemoryBroker({ now: () => FIRST_MOMENT, choose: (count) => random.below(count) });
  const eventLog = broker.connect();
  await eventLog.ensureTopics([{ topic: CHAIN_LOGS, partitions: PARTITIONS }]);
  let processes: IngestProcess[] = [];
  const keepUp = async (): Promise<void> => {
    processes = processes.filter(({ isAlive }) => isAlive);
    while (processes.length < 2) {
      const process = new IngestProcess(broker, unreliableLedger(stores.ledger, mishaps), mishaps);
      await process.start();
      processes.push(process);
    }
  };
  for (let from = 0; from < chains.told.length;) {
    await keepUp();
    const records = chains.told
      .slice(from, from + 1 + random.below(6))
      .map(({ chain, value }) => ({ key: chain, value, headers: {} }));
    if (random.oneIn(5)) await eventLog.append(CHAIN_LOGS, records.slice(0, random.below(records.length)));
    await eventLog.append(CHAIN_LOGS, records);
    from += records.length;
    for (let steps = random.below(6); steps > 0; steps -= 1) await broker.step();
  }
  mishaps.calmDown();
  const isDone = async (): Promise<boolean> => {
    const ends = await eventLog.endOffsets(CHAIN_LOGS);
    const applied = await eventLog.committedOffsets(INGEST_GROUP, CHAIN_LOGS);
    return [...ends].every(([partition, end]) => (applied.get(partition) ?? 0n) >= end);
  };
  for (let turn = 0; turn < MAXIMUM_TURNS; turn += 1) {
    if (await isDone()) return stores;
    await keepUp();
    await broker.runUntilIdle();
  }
  throw new Error('the books do not come to rest');
}

describe('chains that fork while processes die', () => {
  it.each(SEEDS)('leave the books as if only the canonical blocks had been, seed %i', async (seed) => {
    const random = new SeededRandom(seed);
    const chains = new ForkingChains(random);
    expect(chains.orphaned).toBeGreaterThan(20);
    const reference = await emptyBooks();
    await ingestLogs({ ledger: reference.ledger, ...eventPorts }, batchOf(chains.canonical()));
    const stores = await tellAll(chains, random);
    expect(await stateOf(stores)).toEqual(await stateOf(reference));
    const reorgs = stores.ledger.followedChains().reduce((sum, chain) => sum + chain.reorgs, 0);
    expect(reorgs).toBeGreaterThan(10);
  });
});
