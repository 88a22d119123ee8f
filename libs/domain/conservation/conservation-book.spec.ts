import { describe, expect, it } from '@jest/globals';
import { expectOk, parseBridgeId } from '@causeway/domain/units';
import {
  ALICE,
  AWAY,
  BRIDGE,
  FINALITY_SECONDS,
  HOME,
  instant,
  leg,
  MALLORY,
  RULES,
  UNLISTED_AWAY,
  UNLISTED_HOME,
  WETH_HOME,
} from './bridge-traffic.fixture.js';
import type { BridgeLeg } from './bridge-leg.js';
import { ConservationBook, EMPTY_CONSERVATION, type AlertChange } from './conservation-book.js';
import type { ConservationRules } from './conservation-rules.js';

const bookOf = (rules: ConservationRules = RULES) =>
  new ConservationBook(new Map([[rules.bridge, rules]]), EMPTY_CONSERVATION);

const take = (book: ConservationBook, ...legs: readonly BridgeLeg[]): readonly AlertChange[] =>
  legs.flatMap((each) => expectOk(book.applyLeg(each)));

const told = (changes: readonly AlertChange[]) =>
  changes.map(({ alert, isFrozen }) => [
    alert.arrival.id,
    alert.code,
    alert.severity,
    alert.status,
    isFrozen,
  ]);

const burn = leg('burn', '7', 0);
const release = leg('release', '7', FINALITY_SECONDS);

describe('an arrival that its departure explains', () => {
  it('raises nothing, whichever leg is read first', () => {
    expect(take(bookOf(), burn, release)).toEqual([]);
    const book = bookOf();
    expect(take(book, release, burn)).toEqual([]);
    expect(book.isFrozen(BRIDGE)).toBe(false);
  });

  it('raises nothing though its source chain is read past it afterwards', () => {
    const book = bookOf();
    take(book, release, burn);
    expect(book.applyRead({ chain: AWAY, through: instant(10_000) })).toEqual([]);
  });

  it('counts once however often it is read', () => {
    const book = bookOf();
    expect(take(book, burn, release, release, burn, release)).toEqual([]);
    expect(book.changes().positions.get(BRIDGE)?.get('USDC')).toMatchObject({
      burned: 1_000n,
      released: 1_000n,
    });
  });
});

describe('a release without a burn', () => {
  it('is alarmed on in its own event when its source chain was read far enough', () => {
    const book = bookOf();
    book.applyRead({ chain: AWAY, through: instant(0) });
    expect(told(take(book, release))).toEqual([[release.id, 'UNEXPLAINED_ARRIVAL', 'alarm', 'open', true]]);
    expect(book.isFrozen(BRIDGE)).toBe(true);
  });

  it('waits for the last instant at which its burn can have been sent, and not a millisecond longer', () => {
    const book = bookOf();
    take(book, release);
    expect(book.applyRead({ chain: AWAY, through: (instant(0) - 1) as ReturnType<typeof instant> })).toEqual(
      [],
    );
    expect(told(book.applyRead({ chain: AWAY, through: instant(0) }))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'alarm', 'open', true],
    ]);
  });

  it('learns nothing from readings of other chains', () => {
    const book = bookOf();
    take(book, release);
    expect(book.applyRead({ chain: HOME, through: instant(100_000) })).toEqual([]);
  });

  it('is provisional once patience ends, and an alarm once the source chain is read', () => {
    const book = bookOf({ ...RULES, patienceSeconds: 600 });
    take(book, release);
    const late = instant(FINALITY_SECONDS + 600);
    expect(told(book.applyRead({ chain: HOME, through: late }))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'provisional', 'open', true],
    ]);
    expect(told(book.applyRead({ chain: AWAY, through: late }))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'alarm', 'open', true],
    ]);
  });

  it('is settled when its burn turns up after all, which thaws the bridge', () => {
    const book = bookOf({ ...RULES, patienceSeconds: 0 });
    expect(told(take(book, release))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'provisional', 'open', true],
    ]);
    expect(told(take(book, burn))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'provisional', 'explained', false],
    ]);
  });

  it('is a notice that freezes nothing when the asset backs no collateral', () => {
    const book = bookOf();
    book.applyRead({ chain: AWAY, through: instant(0) });
    const unlisted = { ...release, asset: UNLISTED_HOME };
    expect(told(take(book, unlisted))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'notice', 'open', false],
    ]);
  });
});

describe('a departure that contradicts its arrival', () => {
  it.each<[string, Partial<BridgeLeg>]>([
    // The first exploit of Nomad released 100 WBTC for a burn of 0.01 WBTC.
    ['AMOUNT_MISMATCH', { amount: 10_000_000n }],
    ['AMOUNT_MISMATCH', { amount: 999n }],
    ['ASSET_MISMATCH', { asset: WETH_HOME }],
    ['RECIPIENT_MISMATCH', { recipient: MALLORY }],
  ])('is alarmed on at once: %s', (code, changes) => {
    const forged = { ...release, ...changes };
    expect(told(take(bookOf(), burn, forged))).toEqual([[forged.id, code, 'alarm', 'open', true]]);
    expect(told(take(bookOf(), forged, burn))).toEqual([[forged.id, code, 'alarm', 'open', true]]);
  });

  it('still explains the arrival it was sent for', () => {
    const book = bookOf();
    take(book, burn, { ...release, id: 'forged', recipient: MALLORY });
    expect(take(book, release).map(({ alert }) => [alert.arrival.id, alert.code])).toEqual([
      ['forged', 'SECOND_ARRIVAL'],
    ]);
    expect(book.changes().positions.get(BRIDGE)?.get('USDC')).toMatchObject({
      inFlight: 0n,
      unexplained: 1_000n,
    });
  });

  it('is an alarm when a listed asset arrives for one that is not', () => {
    const worthless = { ...burn, asset: UNLISTED_AWAY };
    expect(told(take(bookOf(), worthless, release))).toEqual([
      [release.id, 'ASSET_MISMATCH', 'alarm', 'open', true],
    ]);
  });

  it('may be short of its arrival by the fee that the bridge keeps', () => {
    const rules = { ...RULES, maximumFeeBasisPoints: 10n };
    const book = bookOf(rules);
    expect(take(book, burn, { ...release, amount: 999n })).toEqual([]);
    expect(book.changes().positions.get(BRIDGE)?.get('USDC')?.fees).toBe(1n);
    expect(told(take(bookOf(rules), burn, { ...release, amount: 998n }))).toHaveLength(1);
    expect(told(take(bookOf(rules), burn, { ...release, amount: 1_001n }))).toHaveLength(1);
  });
});

describe('one departure', () => {
  it('explains one arrival', () => {
    const book = bookOf();
    take(book, burn, release);
    const again = leg('release', '7', FINALITY_SECONDS + 60);
    expect(told(take(book, again))).toEqual([[again.id, 'SECOND_ARRIVAL', 'alarm', 'open', true]]);
  });

  it('explains none of another chain under the same number', () => {
    const book = bookOf();
    book.applyRead({ chain: AWAY, through: instant(0) });
    expect(told(take(book, leg('lock', '7', 0), release))).toEqual([
      [release.id, 'UNEXPLAINED_ARRIVAL', 'alarm', 'open', true],
    ]);
  });

  it('explains as many arrivals as there are departures under a shared id', () => {
    const book = bookOf({ ...RULES, matching: 'shared-message-id' });
    const legs = [leg('release', '7', 2_000), leg('release', '7', 2_100), leg('burn', '7', 10), burn];
    expect(take(book, ...legs)).toEqual([]);
    const third = leg('release', '7', 2_200);
    book.applyRead({ chain: AWAY, through: instant(2_200) });
    expect(told(take(book, third))).toEqual([[third.id, 'SECOND_ARRIVAL', 'alarm', 'open', true]]);
  });
});

describe('an arrival ahead of finality', () => {
  it.each([
    [FINALITY_SECONDS - 1, 1],
    [FINALITY_SECONDS, 0],
  ])('%s s after its departure raises %s alerts', (seconds, count) => {
    const early = leg('release', '7', seconds);
    expect(take(bookOf(), burn, early)).toHaveLength(count);
    expect(take(bookOf(), early, burn)).toHaveLength(count);
  });

  it('is explained, so nothing is missing', () => {
    const book = bookOf();
    const early = leg('release', '7', 60);
    expect(told(take(book, burn, early))).toEqual([[early.id, 'PREMATURE_EXECUTION', 'alarm', 'open', true]]);
    expect(book.changes().positions.get(BRIDGE)?.get('USDC')).toMatchObject({
      inFlight: 0n,
      unexplained: 0n,
    });
  });
});

describe('without message ids', () => {
  const rules: ConservationRules = {
    ...RULES,
    matching: 'recipient-and-amount',
    longestTransferSeconds: 86_400,
  };
  const unnumbered = (kind: BridgeLeg['kind'], seconds: number, changes: Partial<BridgeLeg> = {}) => {
    const { messageId: _, ...rest } = leg(kind, 'none', seconds, changes);
    return rest;
  };

  it('joins legs by recipient, asset and amount', () => {
    expect(take(bookOf(rules), unnumbered('burn', 0), unnumbered('release', 2_000))).toEqual([]);
  });

  it.each<[string, BridgeLeg]>([
    ['another recipient', unnumbered('burn', 0, { recipient: MALLORY })],
    ['another amount', unnumbered('burn', 0, { amount: 999n })],
    ['a departure too long ago', unnumbered('burn', -100_000)],
    ['a departure afterwards', unnumbered('burn', 3_000)],
  ])('is not explained by %s', (_, other) => {
    const book = bookOf(rules);
    book.applyRead({ chain: AWAY, through: instant(5_000) });
    const arrival = unnumbered('release', 2_000);
    expect(told(take(book, other, arrival))).toEqual([
      [arrival.id, 'UNEXPLAINED_ARRIVAL', 'alarm', 'open', true],
    ]);
  });

  it('waits with a departure that was not final until an earlier one can no longer be unread', () => {
    const book = bookOf(rules);
    const arrival = unnumbered('release', 2_000);
    expect(take(book, unnumbered('burn', 1_000), arrival)).toEqual([]);
    expect(told(book.applyRead({ chain: AWAY, through: instant(200) }))).toEqual([
      [arrival.id, 'PREMATURE_EXECUTION', 'alarm', 'open', true],
    ]);
  });
});

describe('what a book refuses', () => {
  it.each<[string, ConservationRules, BridgeLeg]>([
    ['MISSING_MESSAGE_ID', RULES, withoutField(burn, 'messageId')],
    ['MISSING_RECIPIENT', { ...RULES, matching: 'recipient-and-amount' }, withoutField(burn, 'recipient')],
    ['NEGATIVE_AMOUNT', RULES, { ...burn, amount: -1n }],
    ['MISPLACED_DEPARTURE', RULES, { ...burn, chain: HOME }],
    ['UNWATCHED_BRIDGE', RULES, { ...burn, bridge: expectOk(parseBridgeId('other')) }],
  ])('%s', (code, rules, refused) => {
    const outcome = bookOf(rules).applyLeg(refused);
    expect(outcome.ok ? undefined : outcome.failure.code).toBe(code);
  });
});

it('names the releases that nothing explains, with their amounts', () => {
  const book = bookOf();
  const [change] = take(book, burn, { ...release, amount: 5_000n, recipient: ALICE });
  expect(change?.alert.message).toBe(
    `release of 5000 ${release.asset} by 0xrelease7: the burn 0xburn7 of example-bridge/${AWAY}/7 moved 1000`,
  );
});

function withoutField(given: BridgeLeg, field: 'messageId' | 'recipient'): BridgeLeg {
  const { [field]: _, ...rest } = given;
  return rest;
}
