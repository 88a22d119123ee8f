import { describe, expect, it } from '@jest/globals';
import { advanceSettlement } from './advance-settlement.js';
import { assetsOf, heldOf } from './holdings.js';
import type { SettlementCommand } from './settlement.js';
import {
  isAllTold,
  keyOf,
  legOf,
  planOf,
  transitionsOf,
  trulyHeld,
  worldOf,
  type Transition,
  type World,
} from './settlement-model.fixture.js';

/** Every world that can be reached, each with those it leads to. */
interface Explored {
  readonly worlds: readonly World[];
  readonly successors: readonly (readonly number[])[];
  readonly transitions: number;
}

function explore(start: World, check: (before: World, transition: Transition) => void): Explored {
  const numbers = new Map([[keyOf(start), 0]]);
  const worlds = [start];
  const successors: number[][] = [];
  let transitions = 0;
  for (let at = 0; at < worlds.length; at += 1) {
    const world = worlds[at] as World;
    successors[at] = transitionsOf(world).map((transition) => {
      transitions += 1;
      check(world, transition);
      const key = keyOf(transition.world);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, worlds.length);
      return worlds.push(transition.world) - 1;
    });
  }
  return { worlds, successors, transitions };
}

/** Worlds from which an ended one can be reached. */
function reachEnd({ worlds, successors }: Explored): readonly boolean[] {
  const predecessors = worlds.map((): number[] => []);
  successors.forEach((all, from) => all.forEach((to) => predecessors[to]?.push(from)));
  const reaches = worlds.map(({ settlement }) => settlement.outcome !== undefined);
  const queue = worlds.flatMap((_, at) => (reaches[at] === true ? [at] : []));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const before of predecessors[next] ?? []) {
      if (reaches[before] === true) continue;
      reaches[before] = true;
      queue.push(before);
    }
  }
  return reaches;
}

function count(commands: readonly SettlementCommand[], kind: SettlementCommand['kind']): number {
  return commands.filter((command) => command.kind === kind).length;
}

/** What must hold of every single step. */
function checkStep(before: World, { name, world, commands }: Transition): void {
  const was = before.settlement;
  const is = world.settlement;
  const hasEnded = was.outcome === undefined && is.outcome !== undefined;
  const freed = is.released.filter((isReleased, leg) => isReleased && was.released[leg] !== true).length;
  // Holds are freed exactly once: with the flag that stays set, and the inventory with the end, which comes once.
  if (count(commands, 'release-capacity') !== freed)
    throw new Error(`${name}: capacity is freed without a trace`);
  if (count(commands, 'release-inventory') !== (hasEnded ? 1 : 0))
    throw new Error(`${name}: inventory freed`);
  if (hasEnded && !is.released.every(Boolean)) throw new Error(`${name}: ended with capacity held`);
  if (was.released.some((isReleased, leg) => isReleased && is.released[leg] !== true)) {
    throw new Error(`${name}: capacity is held again`);
  }
  if (was.outcome !== undefined && count(commands, 'issue') > 0)
    throw new Error(`${name}: issued after the end`);
  for (const command of commands) {
    if (command.kind === 'issue') checkIssue(world, command.leg, name);
  }
}

/** No unit is given to two attempts: what is issued from an asset and not yet gone is covered by what is there. */
function checkIssue(world: World, leg: number, name: string): void {
  const { settlement } = world;
  const from = settlement.plan.legs[leg]?.from;
  if (from === undefined) return;
  const pending = settlement.plan.legs.flatMap((planned, at) =>
    planned.from === from
      ? (settlement.attempts[at] ?? [])
          .filter(
            ({ observation, isAbandoned }) =>
              observation.departed === 0n && !observation.isReverted && !isAbandoned,
          )
          .slice(-1)
      : [],
  );
  const promised = pending.reduce((sum, { input }) => sum + input, 0n);
  if (promised > heldOf(settlement, from))
    throw new Error(`${name}: issues ${promised} of what is not there`);
}

/** What must hold of every world that can be reached. */
function checkWorld(world: World): void {
  const { settlement } = world;
  if (settlement.outcome === undefined || !isAllTold(world)) return;
  for (const asset of assetsOf(settlement)) {
    const told = settlement.outcome.holdings.find((holding) => holding.asset === asset)?.raw ?? 0n;
    if (told !== trulyHeld(world, asset))
      throw new Error(`${keyOf(world)}: ${asset} is not where it is said to be`);
  }
}

const PLANS = [
  { name: 'one bridge', legs: [legOf('bridge', 'a', 'z', 2n)], input: 2n, attempts: 2, forks: 2 },
  { name: 'one swap', legs: [legOf('layer', 'a', 'z', 2n)], input: 2n, attempts: 3, forks: 2 },
  {
    name: 'a bridge, then a swap',
    legs: [legOf('bridge', 'a', 'b', 2n), legOf('layer', 'b', 'z', 2n)],
    input: 2n,
    attempts: 1,
    forks: 1,
  },
  {
    name: 'a swap, then a bridge',
    legs: [legOf('layer', 'a', 'b', 1n), legOf('bridge', 'b', 'z', 1n)],
    input: 1n,
    attempts: 2,
    forks: 1,
  },
  {
    name: 'a split over a bridge and a swap',
    legs: [legOf('bridge', 'a', 'z', 1n), legOf('layer', 'a', 'z', 2n)],
    input: 3n,
    attempts: 1,
    forks: 1,
  },
] as const;

describe.each(PLANS)('every interleaving of $name', ({ name, legs, input, attempts, forks }) => {
  const explored = explore(worldOf(planOf(legs, input, attempts), forks), checkStep);

  it(`is explored to the end: ${explored.worlds.length} worlds, ${explored.transitions} steps`, () => {
    expect(explored.worlds.length).toBeGreaterThan(100);
    expect(name).not.toBe('');
  });

  it('can always still end', () => {
    const stuck = reachEnd(explored).findIndex((reaches) => !reaches);
    expect(stuck === -1 ? 'none' : keyOf(explored.worlds[stuck] as World)).toBe('none');
  });

  it('knows where each unit is once it has ended and all is told', () => {
    for (const world of explored.worlds) checkWorld(world);
  });

  it('does nothing when it is told again what it knows', () => {
    for (const { settlement, second } of explored.worlds) {
      for (const [leg, all] of settlement.attempts.entries()) {
        for (const [attempt, { observation }] of all.entries()) {
          const event = { kind: 'observed', leg, attempt, observation } as const;
          const step = advanceSettlement(settlement, event, (second * 1000) as never);
          if (step.commands.length > 0)
            throw new Error(`told again: ${JSON.stringify(step.commands.map(({ kind }) => kind))}`);
        }
      }
    }
  });
});
