import { describe, expect, it } from '@jest/globals';
import { decimal, type Decimal } from '@causeway/domain/units';
import { TriggerIndex, type FoldedAccount, type Slot } from './index.js';

const PRICE = { kind: 'share', spread: 1 } as const;

/** constant + a·first + b·second. */
function row(constant: string, ...coefficients: readonly string[]): FoldedAccount['rows'][number] {
  return { constant: decimal(constant), coefficients: coefficients.map(decimal) };
}

function suspectsOf(index: TriggerIndex, ...moves: readonly (readonly [Slot, string])[]): readonly number[] {
  return [...index.move(moves.map(([slot, value]) => ({ slot, value: decimal(value) }))).suspects];
}

/** Two slots at 100 and an account that is clear while both together lose less than 40. */
function twoSlots(options?: ConstructorParameters<typeof TriggerIndex>[0]) {
  const index = new TriggerIndex(options);
  const slots = [index.addSlot(PRICE, decimal('100')), index.addSlot(PRICE, decimal('100'))] as const;
  const folded: FoldedAccount = { slots: slots.map((slot) => ({ slot })), rows: [row('-160', '1', '1')] };
  return { index, slots, folded };
}

/** So many accounts that nothing can breach, for moves not to concern a large share of all. */
function addBystanders(index: TriggerIndex, slots: readonly Slot[], count = 1_000): void {
  for (let each = 0; each < count; each += 1) {
    index.put(1_000 + each, { slots: slots.map((slot) => ({ slot })), rows: [row('1000', '1', '1')] });
  }
}

describe('TriggerIndex', () => {
  it('says by how many spreads all slots may move against an account', () => {
    const { index, folded } = twoSlots();
    expect(index.put(0, folded)).toBeCloseTo(0.2, 12);
  });

  it('touches no account whose triggers the move does not reach', () => {
    const { index, slots, folded } = twoSlots();
    addBystanders(index, slots);
    index.put(0, folded);
    expect(index.move([{ slot: slots[0], value: decimal('81') }]).touched).toBe(0);
    expect(index.move([{ slot: slots[0], value: decimal('150') }]).touched).toBe(0);
  });

  it('suspects an account that several moves together bring to zero, none of which could alone', () => {
    for (let first = 100; first > 60; first -= 1) {
      const { index, slots, folded } = twoSlots();
      addBystanders(index, slots);
      index.put(0, folded);
      const before = suspectsOf(index, [slots[0], String(first)]);
      const after = suspectsOf(index, [slots[1], String(160 - first)]);
      expect([...before, ...after]).toEqual([0]);
    }
  });

  it('follows a walk in steps of every size to the step that reaches zero', () => {
    for (let step = 1; step <= 400; step += 7) {
      const { index, slots, folded } = twoSlots({ settledPerMove: 1 });
      addBystanders(index, slots);
      index.put(0, folded);
      const values: [Decimal, Decimal] = [decimal('100'), decimal('100')];
      for (let turn = 0; values[0].add(values[1]).gt(160); turn += 1) {
        const side = turn % 2 === 0 ? 0 : 1;
        values[side] = values[side].sub(decimal(String(step)).div(100));
        const { suspects } = index.move([{ slot: slots[side], value: values[side] }]);
        expect([...suspects]).toEqual(values[0].add(values[1]).gt(160) ? [] : [0]);
      }
    }
  });

  it('takes rows at the end of an open box, however far the value goes on', () => {
    const { index, slots } = twoSlots();
    addBystanders(index, slots);
    const box = { slot: slots[0], lower: decimal('50'), upper: decimal('110'), isOpenAbove: true } as const;
    index.put(0, { slots: [box, { slot: slots[1] }], rows: [row('-160', '1', '1')] });
    expect(suspectsOf(index, [slots[0], '150'])).toEqual([]);
    expect(suspectsOf(index, [slots[1], '51'])).toEqual([]);
    expect(suspectsOf(index, [slots[1], '50'])).toEqual([0]);
  });

  it('suspects at the edge of a box that is not open', () => {
    const { index, slots } = twoSlots();
    addBystanders(index, slots);
    const box = { slot: slots[0], lower: decimal('90'), upper: decimal('110') } as const;
    index.put(0, { slots: [box, { slot: slots[1] }], rows: [row('1000', '1', '0')] });
    expect(suspectsOf(index, [slots[0], '109.9999'])).toEqual([]);
    expect(suspectsOf(index, [slots[0], '110'])).toEqual([0]);
    expect(suspectsOf(index, [slots[0], '100'])).toEqual([0]);
    expect(suspectsOf(index, [slots[1], '99'])).toEqual([0]);
  });

  /** Two slots at 100; account n is clear while both together are above 100 + n. */
  function rising(options?: ConstructorParameters<typeof TriggerIndex>[0]) {
    const { index, slots } = twoSlots(options);
    for (let account = 0; account < 100; account += 1) {
      const folded = {
        slots: slots.map((slot) => ({ slot })),
        rows: [row(String(-100 - account), '1', '1')],
      };
      index.put(account, folded);
    }
    return { index, slots };
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, each) => from + each);
  const ascending = (accounts: Iterable<number>) => [...accounts].sort((a, b) => a - b);

  it('looks in a crash at no account that even a fall of all slots by the largest would leave clear', () => {
    const { index, slots } = rising();
    const crash = index.move(slots.map((slot) => ({ slot, value: decimal('90') })));
    expect(crash.isSweep).toBe(true);
    expect(ascending(crash.suspects)).toEqual(range(80, 100));
    expect(crash.touched).toBeLessThan(25);
    const next = index.move(slots.map((slot) => ({ slot, value: decimal('85') })));
    expect(ascending(next.suspects)).toEqual(range(70, 100));
    expect(next.touched).toBeLessThan(45);
  });

  it('counts how far an account is from a breach on top of how far the market had moved when it came', () => {
    const { index, slots } = twoSlots();
    index.move([{ slot: slots[0], value: decimal('80') }]);
    for (let account = 0; account < 20; account += 1) {
      index.put(account, { slots: [{ slot: slots[0] }], rows: [row(String(85 + account / 4), '-1')] });
    }
    // Nearer to where the market was at first, and yet beyond what any of them can bear.
    const back = index.move([{ slot: slots[0], value: decimal('95') }]);
    expect(back.isSweep).toBe(true);
    expect(ascending(back.suspects)).toEqual(range(0, 20));
  });

  it('counts from a new base once one account in four is within reach of the market', () => {
    const { index, slots } = rising();
    const fall = (value: string) => index.move(slots.map((slot) => ({ slot, value: decimal(value) })));
    for (const [value, breached] of [
      ['95', 90],
      ['85', 70],
      ['84', 68],
      ['70', 40],
      ['64', 28],
      ['58', 16],
    ] as const) {
      expect(ascending(fall(value).suspects)).toEqual(range(breached, 100));
      index.settle(1_000);
    }
    expect(fall('57.99').touched).toBeLessThan(90);
  });

  it('keeps looking at all accounts that a crash came near until they have new triggers', () => {
    const { index, slots } = rising({ settledPerMove: 1 });
    const crash = index.move([
      { slot: slots[0], value: decimal('70') },
      { slot: slots[1], value: decimal('100.01') },
    ]);
    expect(crash.isSweep).toBe(true);
    expect(ascending(crash.suspects)).toEqual(range(71, 100));
    for (const account of [...crash.suspects]) index.remove(account);
    expect(index.unsettledCount).toBeGreaterThan(20);
    expect(ascending(suspectsOf(index, [slots[1], '95']))).toEqual(range(65, 71));
    expect(index.settle(1_000)).toBe(0);
    expect(ascending(suspectsOf(index, [slots[1], '90']))).toEqual(range(60, 71));
  });

  it('does not take an account that waits for new triggers for one that is out of reach', () => {
    const { index, slots } = rising({ settledPerMove: 0 });
    addBystanders(index, slots, 10_000);
    const other = index.addSlot(PRICE, decimal('100'));
    for (let account = 0; account < 1_000; account += 1)
      index.put(20_000 + account, { slots: [{ slot: other }], rows: [row('-98.5', '1')] });
    const fall = index.move([{ slot: slots[0], value: decimal('88') }]);
    expect(fall.isSweep).toBe(false);
    for (const account of [...fall.suspects]) index.remove(account);
    expect(suspectsOf(index, [slots[0], '100'])).toEqual([]);
    // So small a fall that none of those who wait could be concerned.
    expect(index.move([{ slot: other, value: decimal('98') }]).isSweep).toBe(true);
    expect(ascending(suspectsOf(index, [slots[0], '80']))).toEqual(range(80, 88));
  });

  it('gives all accounts that wait new triggers within few moves', () => {
    const { index, slots } = rising({ settledPerMove: 1 });
    index.move([{ slot: slots[0], value: decimal('70') }]);
    for (let move = 0; move < 40; move += 1) index.move([{ slot: slots[0], value: decimal('70') }]);
    expect(index.unsettledCount).toBe(0);
  });

  it('lays a grid anew around a value that leaves it', () => {
    const { index, slots, folded } = twoSlots();
    addBystanders(index, slots);
    index.put(0, folded);
    let wasOpen = false;
    for (const value of ['170', '300', '1000', '100000', '1', '100', '61', '60']) {
      const isBreach = decimal(value).lte(60);
      expect(suspectsOf(index, [slots[0], value])).toEqual(isBreach || wasOpen ? [0] : []);
      index.put(0, folded);
      wasOpen = isBreach;
    }
  });

  it('rules nothing out while a value is missing', () => {
    const { index, slots, folded } = twoSlots();
    index.put(0, folded);
    expect([...index.move([{ slot: slots[0], value: undefined }]).suspects]).toEqual([0]);
    expect(index.put(0, folded)).toBeUndefined();
    expect(suspectsOf(index, [slots[0], '100'])).toEqual([0]);
    expect(index.put(0, folded)).toBeDefined();
  });

  it('reports an account without rows at every move of its slots', () => {
    const { index, slots } = twoSlots();
    addBystanders(index, slots);
    index.put(0, { slots: [{ slot: slots[1] }], rows: [] });
    expect(suspectsOf(index, [slots[0], '99'])).toEqual([]);
    expect(suspectsOf(index, [slots[1], '99'])).toEqual([0]);
    expect(suspectsOf(index, [slots[1], '99'])).toEqual([0]);
  });

  it('looks at an account in every row it is given', () => {
    const { index, slots } = twoSlots();
    addBystanders(index, slots);
    const rows = [row('-50', '1', '0'), row('150', '0', '-1'), row('10', '1', '-1')];
    index.put(0, { slots: slots.map((slot) => ({ slot })), rows });
    expect(suspectsOf(index, [slots[0], '94'], [slots[1], '103'])).toEqual([]);
    expect(suspectsOf(index, [slots[0], '94'], [slots[1], '104'])).toEqual([0]);
  });

  it('forgets an account that is taken out, and uses its place again', () => {
    const { index, slots, folded } = twoSlots();
    index.put(0, folded);
    const bytes = index.byteLength;
    for (let round = 0; round < 100; round += 1) {
      index.remove(0);
      expect(suspectsOf(index, [slots[0], '1'])).toEqual([]);
      expect(suspectsOf(index, [slots[0], '100'])).toEqual([]);
      index.put(0, folded);
    }
    expect(index.accountCount).toBe(1);
    expect(index.byteLength).toBe(bytes);
  });
});
