import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@causeway/domain/units';
import { isBalanced } from './asset-position.js';
import {
  AWAY,
  BRIDGE,
  FINALITY_SECONDS,
  HOME,
  instant,
  leg,
  RULES,
  UNLISTED_AWAY,
  UNLISTED_HOME,
  USDC_HOME,
  WETH_HOME,
} from './bridge-traffic.fixture.js';
import type { BridgeLeg, LegChanges } from './bridge-leg.js';
import { ConservationBook, EMPTY_CONSERVATION } from './conservation-book.js';
import type { ConservationRules } from './conservation-rules.js';

const bookOf = (changes: Partial<ConservationRules> = {}) =>
  new ConservationBook(new Map([[BRIDGE, { ...RULES, ...changes }]]), EMPTY_CONSERVATION);
const change = (changes: Partial<LegChanges>): LegChanges => ({
  chain: AWAY,
  added: [],
  withdrawn: [],
  ...changes,
});
const span = (since: number, through: number) => ({ since: instant(since), through: instant(through) });
const said = (book: ConservationBook) =>
  book.changes().alerts.map(({ alert, isFrozen }) => [alert.code, alert.status, isFrozen]);
const position = (book: ConservationBook) => book.changes().positions.get(BRIDGE)?.get('USDC');

const OPENING = 1_000;
const release = (at: number, changes: Partial<BridgeLeg> = {}) => leg('release', '7', at, changes);

describe('where a record begins', () => {
  it('a release that may be of an older burn raises nothing and is counted apart', () => {
    const book = bookOf({ openingSeconds: OPENING });
    book.applyChanges(change({ read: span(0, 10_000), added: [release(OPENING - 1)] }));
    expect(said(book)).toEqual([]);
    expect(position(book)).toMatchObject({ released: 1_000n, opening: 1_000n, unexplained: 0n });
  });

  it('one that cannot be is an alarm', () => {
    const book = bookOf({ openingSeconds: OPENING });
    book.applyChanges(change({ read: span(0, 10_000), added: [release(OPENING)] }));
    expect(said(book)).toEqual([['UNEXPLAINED_ARRIVAL', 'open', true]]);
  });

  it('one that a burn on record contradicts is an alarm from the first moment', () => {
    const book = bookOf({ openingSeconds: OPENING });
    const burn = leg('burn', '7', 0, { amount: 1n });
    book.applyChanges(change({ read: span(0, 10), added: [burn, release(FINALITY_SECONDS)] }));
    expect(said(book)).toEqual([['AMOUNT_MISMATCH', 'open', true]]);
  });

  it('moves when the record has a gap', () => {
    const book = bookOf({ openingSeconds: OPENING });
    book.applyChanges(change({ read: span(0, 10_000) }));
    book.applyChanges(change({ read: span(20_000, 30_000), added: [release(20_500)] }));
    expect(said(book)).toEqual([]);
    expect(position(book)).toMatchObject({ opening: 1_000n });
  });

  it('lies ahead of a chain that was never read: no patience ends for what comes from there', () => {
    const book = bookOf({ openingSeconds: OPENING, patienceSeconds: 0 });
    book.applyChanges(change({ chain: HOME, read: span(0, 50_000), added: [release(40_000)] }));
    expect(said(book)).toEqual([]);
    expect(position(book)).toMatchObject({ awaiting: 1_000n });
  });

  it('ends the patience with a chain that has been read long enough', () => {
    const book = bookOf({ openingSeconds: OPENING, patienceSeconds: 100 });
    book.applyChanges(change({ read: span(0, 10) }));
    book.applyChanges(change({ chain: HOME, added: [release(40_000)] }));
    expect(said(book)).toEqual([]);
    book.applyChanges(change({ chain: HOME, read: span(0, 40_100) }));
    expect(said(book)).toEqual([['UNEXPLAINED_ARRIVAL', 'open', true]]);
  });
});

describe('clocks that are apart', () => {
  const rules = { finalitySeconds: new Map(), clockToleranceSeconds: 60 };
  const burn = (at: number) => leg('burn', '7', at);

  it.each([
    ['within the tolerance is explained', 60, []],
    ['beyond it was executed too soon', 61, [['PREMATURE_EXECUTION', 'open', true]]],
  ])('an arrival before its departure %s', (_, ahead, expected) => {
    const book = bookOf(rules);
    book.applyChanges(change({ added: [release(0)] }));
    book.applyChanges(change({ added: [burn(ahead)] }));
    expect(said(book)).toEqual(expected);
  });

  it('an arrival waits until its source was read that much further, and not longer', () => {
    const book = bookOf(rules);
    book.applyChanges(change({ added: [release(0)], read: span(-100, 59) }));
    expect(said(book)).toEqual([]);
    book.applyChanges(change({ read: span(-100, 60) }));
    expect(said(book)).toEqual([['UNEXPLAINED_ARRIVAL', 'open', true]]);
  });
});

describe('legs of orphaned blocks', () => {
  const burn = leg('burn', '7', 0);
  const arrived = release(FINALITY_SECONDS);

  it('never were: the position is empty and the alert withdrawn, and raised again should they come back', () => {
    const book = bookOf();
    book.applyChanges(change({ chain: HOME, added: [arrived] }));
    book.applyChanges(change({ read: span(0, 5_000) }));
    book.applyChanges(change({ chain: HOME, withdrawn: [arrived] }));
    expect(position(book)).toMatchObject({ released: 0n, unexplained: 0n });
    book.applyChanges(change({ chain: HOME, added: [arrived] }));
    expect(said(book)).toEqual([
      ['UNEXPLAINED_ARRIVAL', 'open', true],
      ['UNEXPLAINED_ARRIVAL', 'withdrawn', false],
      ['UNEXPLAINED_ARRIVAL', 'open', true],
    ]);
  });

  it('leave their arrivals unexplained once the new branch is read, and no sooner', () => {
    const book = bookOf();
    book.applyChanges(change({ added: [burn, arrived], read: span(-10, 2_000) }));
    book.applyChanges(change({ withdrawn: [burn], read: span(-10, -1) }));
    expect(said(book)).toEqual([]);
    expect(position(book)).toMatchObject({ burned: 0n, awaiting: 1_000n });
    book.applyChanges(change({ read: span(-10, 3_000) }));
    expect(said(book)).toEqual([['UNEXPLAINED_ARRIVAL', 'open', true]]);
  });

  it('are judged with those that take their place, as one', () => {
    const book = bookOf();
    book.applyChanges(change({ added: [burn, arrived], read: span(-10, 5_000) }));
    const moved = { ...burn, id: 'in another block' };
    book.applyChanges(change({ withdrawn: [burn], added: [moved] }));
    expect(said(book)).toEqual([]);
    book.applyChanges(change({ withdrawn: [leg('burn', 'never seen', 0)] }));
    expect(book.changes().messages.map(({ message }) => message.departures)).toEqual([[moved]]);
  });

  it('of bridges without rules are refused and hold up nothing', () => {
    const book = bookOf();
    const strange = { ...burn, bridge: 'other' as BridgeLeg['bridge'] };
    const refused = book.applyChanges(change({ added: [strange, arrived] }));
    expect(refused).toMatchObject([{ leg: strange, failure: { code: 'UNWATCHED_BRIDGE' } }]);
    expect(position(book)).toMatchObject({ awaiting: 1_000n });
  });
});

describe('what stands for what', () => {
  it('a token that no family lists counts as what it is exchanged for', () => {
    const book = bookOf();
    const burn = leg('burn', '7', 0, { asset: UNLISTED_AWAY, counterpart: USDC_HOME });
    book.applyChanges(change({ added: [burn, release(FINALITY_SECONDS)] }));
    expect(said(book)).toEqual([]);
    expect(position(book)).toMatchObject({ burned: 1_000n, released: 1_000n, inFlight: 0n });
  });

  it('and is another asset where it stands for another', () => {
    const book = bookOf();
    const burn = leg('burn', '7', 0, { asset: UNLISTED_AWAY, counterpart: UNLISTED_HOME });
    book.applyChanges(change({ added: [burn, release(FINALITY_SECONDS)] }));
    expect(said(book)).toEqual([['ASSET_MISMATCH', 'open', true]]);
  });

  it('an order is filled by whatever was asked for, once', () => {
    const book = bookOf({ deliversOrders: true });
    const fill = release(FINALITY_SECONDS, { asset: WETH_HOME, amount: 3n });
    book.applyChanges(change({ added: [leg('burn', '7', 0), fill] }));
    expect(said(book)).toEqual([]);
    const positions = [...(book.changes().positions.get(BRIDGE) ?? [])];
    expect(positions.map(([asset, { fees }]) => [asset, fees]).sort()).toEqual([
      ['USDC', 1_000n],
      ['WETH', -3n],
    ]);
    expect(positions.every(([, each]) => isBalanced(each))).toBe(true);
    book.applyChanges(change({ added: [{ ...fill, id: 'again' }] }));
    expect(said(book)).toEqual([['SECOND_ARRIVAL', 'open', true]]);
  });
});

describe('what goes back on its own chain', () => {
  it('waits for no finality, and spends the departure', () => {
    const book = bookOf();
    const back = leg('release', '7', 1, { chain: AWAY, asset: leg('burn', '7', 0).asset });
    book.applyChanges(change({ added: [leg('burn', '7', 0), back] }));
    expect(said(book)).toEqual([]);
    expectOk(book.applyLeg(release(5_000)));
    expect(said(book)).toEqual([['SECOND_ARRIVAL', 'open', true]]);
  });
});
