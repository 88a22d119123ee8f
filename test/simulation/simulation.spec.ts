import { describe, expect, it } from '@jest/globals';
import { eventsOf, STREAMS } from './invariants.js';
import { Simulation } from './simulation.js';

// eslint-disable-next-line no-restricted-syntax -- a test run has no configuration of its own
const { SIMULATION_SEEDS = '36', SIMULATION_FIRST_SEED = '1', SIMULATION_STEPS = '400' } = process.env;
const STEPS = Number(SIMULATION_STEPS);
const SEEDS = Array.from(
  { length: Number(SIMULATION_SEEDS) },
  (_, index) => Number(SIMULATION_FIRST_SEED) + index,
);

async function simulate(seed: number, steps = STEPS): Promise<Simulation> {
  const simulation = new Simulation(seed);
  await simulation.run(steps);
  return simulation;
}

async function streamIds({ stores }: Simulation): Promise<readonly string[]> {
  const events = await Promise.all(STREAMS.map((stream) => eventsOf(stores, stream, 0)));
  return events.flat().map(({ stream, seq }) => `${stream}#${seq}`);
}

describe('the whole application, simulated', () => {
  it.each(SEEDS)('keeps its books and comes to rest in one state, seed %i', async (seed) => {
    const simulation = await simulate(seed);
    expect([...simulation.publishedIds()].sort()).toEqual([...(await streamIds(simulation))].sort());
  });

  it('is the same to the byte when it is run again from the same seed', async () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const [first, second] = [await simulate(seed), await simulate(seed)];
      expect(await second.digest()).toBe(await first.digest());
    }
  });

  it('is another one from another seed', async () => {
    const digests = await Promise.all([1, 2, 3].map(async (seed) => (await simulate(seed, 150)).digest()));
    expect(new Set(digests).size).toBe(3);
  });

  it('reaches what it is there to try', async () => {
    const seen = new Set<string>();
    let mishaps = 0;
    let reorganisations = 0;
    for (const seed of SEEDS.slice(0, 12)) {
      const simulation = await simulate(seed, 600);
      mishaps += simulation.mishaps.count;
      for (const { reorgs } of simulation.stores.ledger.followedChains()) reorganisations += reorgs;
      for (const { stage } of simulation.stores.ledger.allTransfers()) seen.add(`transfer ${stage}`);
      for (const { status, code } of simulation.stores.deadLetters.all()) seen.add(status).add(code);
      for (const stream of STREAMS) {
        for (const { event } of await eventsOf(simulation.stores, stream, 0)) {
          seen.add(event.type);
          if (event.type === 'margin.changed') seen.add(event.state.band);
          if (event.type === 'liquidation.changed') seen.add(`case ${event.case.stage}`);
        }
      }
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...[
          'account.changed',
          'transfer.changed',
          'margin.changed',
          'liquidation.changed',
          'policy.activated',
        ],
        ...['healthy', 'warning', 'liquidatable', 'case warned', 'case liquidating', 'case recovered'],
        ...[
          'transfer finalised',
          'transfer refunded',
          'transfer initiated',
          'INVALID_JSON',
          'ALREADY_FINALISED',
        ],
        ...['waiting', 'retried', 'skipped'],
      ]),
    );
    expect(mishaps).toBeGreaterThan(50);
    expect(reorganisations).toBeGreaterThan(30);
  });
});
