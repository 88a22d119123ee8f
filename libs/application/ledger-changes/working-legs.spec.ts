import { describe, expect, it } from '@jest/globals';
import type { BridgeLeg, LegChanges, RecordSpan } from '@causeway/domain/conservation';
import { evmChain, type UnixMilliseconds } from '@causeway/domain/units';
import type { OutboxEvent } from '@causeway/application/ports';
import { WorkingLegs } from './working-legs.js';

const CHAIN = evmChain(1);
const at = (seconds: number) => (seconds * 1_000) as UnixMilliseconds;
const leg = (id: string, amount = 1n) => ({ id, amount }) as BridgeLeg;
const span = (since: number, through: number): RecordSpan => ({ since: at(since), through: at(through) });
const legsFrom = (told?: RecordSpan) => new WorkingLegs(new Map(told === undefined ? [] : [[CHAIN, told]]));
const changesOf = (events: readonly OutboxEvent[]): readonly LegChanges[] =>
  events.flatMap(({ event }) => (event.type === 'legs.changed' ? [event.changes] : []));
const read = (through: number, since?: number) => ({
  chain: CHAIN,
  ...(since === undefined ? {} : { since: at(since) }),
  through: at(through),
});

describe('what is told of legs', () => {
  it('is nothing while nothing has changed', () => {
    const legs = legsFrom();
    expect(legs.tell(CHAIN)).toEqual([]);
    legs.add([leg('a')]);
    legs.withdraw([leg('a')]);
    expect(legs.tell(CHAIN)).toEqual([]);
    legs.withdraw([leg('a')]);
    legs.add([leg('a')]);
    expect(legs.tell(CHAIN)).toEqual([]);
    expect(legs.changes().size).toBe(0);
  });

  it('is what a detour comes to in the end', () => {
    const legs = legsFrom();
    legs.withdraw([leg('a'), leg('b')]);
    legs.add([leg('a', 2n), leg('c')]);
    expect(legs.tell(CHAIN)).toMatchObject([{ stream: 'leg/eip155:1', key: CHAIN }]);
    legs.withdraw([leg('a'), leg('b')]);
    legs.add([leg('a', 2n), leg('c')]);
    expect(changesOf(legs.tell(CHAIN))).toEqual([
      { chain: CHAIN, added: [leg('a', 2n), leg('c')], withdrawn: [leg('a'), leg('b')] },
    ]);
    expect(legs.tell(CHAIN)).toEqual([]);
  });

  it('comes in several events when it is much, and the reading with the last', () => {
    const legs = legsFrom();
    const many = Array.from({ length: 1_201 }, (_, index) => leg(String(index)));
    legs.withdraw(many.slice(0, 700));
    legs.add(many.slice(700));
    legs.read(read(50));
    const changes = changesOf(legs.tell(CHAIN));
    expect(changes.map(({ added, withdrawn }) => [withdrawn.length, added.length])).toEqual([
      [500, 0],
      [200, 300],
      [0, 201],
    ]);
    expect(changes.map(({ read: told }) => told)).toEqual([undefined, undefined, span(50, 50)]);
  });
});

describe('how far a chain is on record', () => {
  const after = (told: RecordSpan | undefined, through: number, since?: number) => {
    const legs = legsFrom(told);
    legs.read(read(through, since));
    return changesOf(legs.tell(CHAIN))[0]?.read;
  };

  it.each([
    ['begins with the first reading', undefined, 50, undefined, span(50, 50)],
    ['begins where the first reading does', undefined, 50, 10, span(10, 50)],
    ['goes on', span(10, 50), 60, undefined, span(10, 60)],
    ['goes on with a reading that overlaps', span(10, 50), 60, 40, span(10, 60)],
    ['goes on behind the time of a block', span(10, 50), 120, 110, span(10, 120)],
    ['begins anew behind a gap', span(10, 50), 120, 111, span(111, 120)],
    ['grows backwards', span(10, 50), 40, 5, span(5, 50)],
    ['stays, where a reading says less', span(10, 50), 40, 20, undefined],
    ['is not told for every little', span(10, 50), 59, undefined, undefined],
  ])('%s', (_, told, through, since, expected) => {
    expect(after(told, through, since)).toEqual(expected);
  });

  it('is told with legs, however little it is', () => {
    const legs = legsFrom(span(10, 50));
    legs.read(read(51));
    legs.add([leg('a')]);
    expect(changesOf(legs.tell(CHAIN))).toMatchObject([{ read: span(10, 51) }]);
    expect(legs.changes()).toEqual(new Map([[CHAIN, span(10, 51)]]));
  });

  it('goes back with the branch of its chain, and no further than it was', () => {
    const legs = legsFrom(span(10, 50));
    legs.setBack(CHAIN, at(40));
    expect(changesOf(legs.tell(CHAIN))[0]?.read).toEqual(span(10, 40));
    legs.setBack(CHAIN, at(45));
    expect(legs.tell(CHAIN)).toEqual([]);
    legs.setBack(CHAIN, at(5));
    expect(changesOf(legs.tell(CHAIN))[0]?.read).toEqual(span(5, 5));
  });
});
