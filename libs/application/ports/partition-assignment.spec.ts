import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignPartitions, partitionName } from './partition-assignment.js';

const prices = { topic: 'market.prices', partitions: 1 };
const logs = { topic: 'chain.logs', partitions: 4 };

describe('assignPartitions', () => {
  it('deals all partitions in turn, whatever the order of the arguments', () => {
    const a = { id: 'a', topics: ['chain.logs', 'market.prices'] };
    const b = { id: 'b', topics: ['chain.logs', 'market.prices'] };
    const owners = assignPartitions([b, a], [prices, logs]);
    expect(owners).toEqual(assignPartitions([a, b], [logs, prices]));
    expect([...owners]).toEqual([
      ['chain.logs/0', 'a'],
      ['chain.logs/1', 'b'],
      ['chain.logs/2', 'a'],
      ['chain.logs/3', 'b'],
      ['market.prices/0', 'a'],
    ]);
  });

  it('gives a partition only to a member that wants its topic', () => {
    const members = [
      { id: 'a', topics: ['chain.logs'] },
      { id: 'b', topics: [] },
    ];
    const owners = assignPartitions(members, [prices, logs]);
    expect(owners.has(partitionName({ topic: 'market.prices', partition: 0 }))).toBe(false);
    expect(new Set(owners.values())).toEqual(new Set(['a']));
  });

  it('leaves no member of one topic with two partitions more than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }), (count, partitions) => {
        const members = Array.from({ length: count }, (_, i) => ({ id: `m${i}`, topics: ['t'] }));
        const owners = assignPartitions(members, [{ topic: 't', partitions }]);
        expect(owners.size).toBe(partitions);
        const loads = members.map((m) => [...owners.values()].filter((owner) => owner === m.id).length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
