import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, type AccountId, type Decimal } from '@causeway/domain/units';
import { spreadContagion, type AccountAtRisk, type ContagionRules } from './contagion.js';

interface Sketch {
  readonly eth: number;
  readonly btc: number;
  readonly slack: number;
  readonly worth: number;
  readonly notionals: readonly [number, number];
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  eth: fc.integer({ min: 0, max: 100_000 }),
  btc: fc.integer({ min: 0, max: 100_000 }),
  slack: fc.integer({ min: -5_000, max: 30_000 }),
  worth: fc.integer({ min: -50_000, max: 100_000 }),
  notionals: fc.tuple(fc.nat(10_000), fc.nat(10_000)),
});
const sketches = fc.array(sketch, { minLength: 1, maxLength: 14 });
const rulesOf = fc
  .record({ sold: fc.integer({ min: 0, max: 10 }), depth: fc.integer({ min: 1, max: 50 }) })
  .map(({ sold, depth }): ContagionRules => ({
    soldFraction: decimal((sold / 10).toString()),
    depths: new Map([
      ['ETH', { depth: decimal(`${depth}00000`), maximumDrop: decimal('0.6') }],
      ['BTC', { depth: decimal(`${depth * 2}00000`), maximumDrop: decimal('0.4') }],
    ]),
  }));
const funds = fc.nat(40_000).map((value) => decimal(String(value)));

function accountOf({ eth, btc, slack, worth, notionals }: Sketch, index: number): AccountAtRisk {
  const stake = (value: number) => {
    const whole = decimal(String(value));
    return { value: whole, sellable: whole, counted: whole.mul('0.9') };
  };
  return {
    account: `account-${index}` as AccountId,
    isBreachedBy: (loss: Decimal) => loss.gt(slack),
    netValue: decimal(String(worth)),
    stakes: new Map([
      ['ETH', stake(eth)],
      ['BTC', stake(btc)],
    ]),
    notionals: new Map([
      ['venue-1', decimal(String(notionals[0]))],
      ['venue-2', decimal(String(notionals[1]))],
    ]),
  };
}

const accountsOf = (list: readonly Sketch[]) => list.map(accountOf);

describe('contagion', () => {
  it('ends after at most as many rounds as there are accounts, each with a breach of its own', () => {
    fc.assert(
      fc.property(sketches, rulesOf, funds, (list, rules, fund) => {
        const { breached, rounds } = spreadContagion(accountsOf(list), rules, fund);
        expect(rounds).toBeLessThanOrEqual(list.length);
        expect(new Set([...breached.values(), 0]).size).toBe(rounds + 1);
      }),
    );
  });

  it('does not depend on the order of the accounts', () => {
    fc.assert(
      fc.property(sketches, rulesOf, funds, (list, rules, fund) => {
        const accounts = accountsOf(list);
        const there = spreadContagion(accounts, rules, fund);
        const back = spreadContagion([...accounts].reverse(), rules, fund);
        const byAccount = (outcome: typeof there) => [...outcome.breached].sort();
        expect(byAccount(back)).toEqual(byAccount(there));
        expect(back.drops).toEqual(there.drops);
        expect(back.shortfall).toEqual(there.shortfall);
      }),
    );
  });

  it('only grows when an account is weaker, sells more, or the fund is smaller', () => {
    fc.assert(
      fc.property(sketches, rulesOf, fc.nat(20_000), fc.nat(20_000), (list, rules, weaker, fund) => {
        const before = spreadContagion(accountsOf(list), rules, decimal(String(fund + 5_000)));
        const [first, ...rest] = list;
        if (first === undefined) return;
        const weakened = [{ ...first, slack: first.slack - weaker, worth: first.worth - weaker }, ...rest];
        const harsher = { ...rules, soldFraction: decimal('1') };
        const after = spreadContagion(accountsOf(weakened), harsher, decimal(String(fund)));
        for (const account of before.breached.keys()) expect(after.breached.has(account)).toBe(true);
        for (const [family, drop] of before.drops) expect(after.drops.get(family)?.gte(drop)).toBe(true);
        expect(after.shortfall.gte(before.shortfall)).toBe(true);
      }),
    );
  });

  it('rests where nothing more can breach', () => {
    fc.assert(
      fc.property(sketches, rulesOf, funds, (list, rules, fund) => {
        const accounts = accountsOf(list);
        const { breached } = spreadContagion(accounts, rules, fund);
        const settled = accounts.map((one) =>
          breached.has(one.account) ? { ...one, isBreachedBy: () => true } : one,
        );
        expect(spreadContagion(settled, rules, fund).rounds).toBe(0);
      }),
    );
  });
});
