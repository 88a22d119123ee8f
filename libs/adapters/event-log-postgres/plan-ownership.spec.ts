import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partitionName } from '@causeway/application/ports';
import { planOwnership, type OwnedPartition } from './plan-ownership.js';

const member = (id: string) => ({ id, topics: ['t'] });
const owned = (partition: number, owner?: string, epoch = 1n): OwnedPartition => ({
  topic: 't',
  partition,
  owner,
  epoch,
});
const numbers = (partitions: readonly { partition: number }[]) => partitions.map((each) => each.partition);

describe('planOwnership', () => {
  it('claims what nobody has', () => {
    const plan = planOwnership({
      memberId: 'a',
      members: [member('a')],
      partitions: [owned(0), owned(1)],
      held: new Map(),
      inHand: undefined,
    });
    expect(numbers(plan.claim)).toEqual([0, 1]);
  });

  it('leaves to a living owner what it has not released, and takes what a dead one had', () => {
    const plan = planOwnership({
      memberId: 'b',
      members: [member('a'), member('b')],
      partitions: [owned(0, 'a'), owned(1, 'a'), owned(2, 'gone'), owned(3, 'gone')],
      held: new Map(),
      inHand: undefined,
    });
    expect(numbers(plan.claim)).toEqual([3]);
    expect(plan.release).toEqual([]);
  });

  it('releases what another member should have, but not before the batch in hand is done', () => {
    const view = {
      memberId: 'a',
      members: [member('a'), member('b')],
      partitions: [owned(0, 'a'), owned(1, 'a'), owned(2, 'a')],
      held: new Map([
        ['t/0', 1n],
        ['t/1', 1n],
        ['t/2', 1n],
      ]),
    };
    const busy = planOwnership({ ...view, inHand: 't/1' });
    expect([numbers(busy.release), numbers(busy.yield)]).toEqual([[], [1]]);
    expect(numbers(planOwnership({ ...view, inHand: undefined }).release)).toEqual([1]);
  });

  it('ceases to deliver what another member has taken', () => {
    const plan = planOwnership({
      memberId: 'a',
      members: [member('a')],
      partitions: [owned(0, 'b', 2n), owned(1, 'a', 3n)],
      held: new Map([
        ['t/0', 1n],
        ['t/1', 1n],
      ]),
      inHand: undefined,
    });
    expect(numbers(plan.lost)).toEqual([0, 1]);
    expect(numbers(plan.claim)).toEqual([0, 1]);
  });

  it('brings any group to one owner for each partition, without ever having two', () => {
    const scenario = fc.record({
      partitions: fc.integer({ min: 1, max: 12 }),
      memberCounts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(scenario, ({ partitions, memberCounts }) => {
        let rows = Array.from({ length: partitions }, (_, partition) => owned(partition, undefined, 0n));
        for (const count of memberCounts) {
          const members = Array.from({ length: count }, (_, index) => member(`m${index}`));
          // Two rounds: one in which everybody releases, one in which everybody claims.
          for (const { id } of [...members, ...members]) rows = applyPlan(rows, id, members);
        }
        const alive = memberCounts.at(-1) ?? 0;
        for (const { owner } of rows) expect(Number(owner?.slice(1))).toBeLessThan(alive);
      }),
    );
  });
});

function applyPlan(rows: OwnedPartition[], memberId: string, members: { id: string; topics: string[] }[]) {
  const mine = rows.filter(({ owner }) => owner === memberId);
  const held = new Map(mine.map((row) => [partitionName(row), row.epoch]));
  const plan = planOwnership({ memberId, members, partitions: rows, held, inHand: undefined });
  const released = new Set(numbers(plan.release));
  const claimed = new Set(numbers(plan.claim));
  return rows.map((row) => {
    if (released.has(row.partition)) return { ...row, owner: undefined };
    if (!claimed.has(row.partition)) return row;
    expect(members.some(({ id }) => id === row.owner && id !== memberId)).toBe(false);
    return { ...row, owner: memberId, epoch: row.epoch + 1n };
  });
}
