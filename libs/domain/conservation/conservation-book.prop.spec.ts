import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk, type ChainId } from '@causeway/domain/units';
import { isBalanced } from './asset-position.js';
import {
  AWAY,
  BRIDGE,
  FINALITY_SECONDS,
  HOME,
  instant,
  leg,
  MALLORY,
  RULES,
} from './bridge-traffic.fixture.js';
import type { BridgeLeg } from './bridge-leg.js';
import { ConservationBook, EMPTY_CONSERVATION } from './conservation-book.js';
import type { ConservationRules, Matching } from './conservation-rules.js';

type Step = { readonly leg: BridgeLeg } | { readonly read: ChainId };

const matching = fc.constantFrom<Matching>('unique-message-id', 'shared-message-id', 'recipient-and-amount');

/** Transfers both ways, some still under way; few amounts, so that many could be taken for one another. */
const honestLegs: fc.Arbitrary<readonly BridgeLeg[]> = fc
  .array(
    fc.record({
      isLeavingHome: fc.boolean(),
      departedAt: fc.nat(5_000),
      delay: fc.option(fc.integer({ min: FINALITY_SECONDS, max: 4_000 }), { freq: 4 }),
      amount: fc.bigInt({ min: 1n, max: 3n }),
    }),
    { maxLength: 12 },
  )
  .map((transfers) =>
    transfers.flatMap(({ isLeavingHome, departedAt, delay, amount }, at) => {
      const departure = leg(isLeavingHome ? 'lock' : 'burn', String(at), departedAt, { amount });
      if (delay === null) return [departure];
      const arrival = leg(isLeavingHome ? 'mint' : 'release', String(at), departedAt + delay, { amount });
      return [departure, arrival];
    }),
  );

/** The legs in any order, some of them twice, with readings of the chains in between. */
const deliveryOf = (legs: readonly BridgeLeg[]): fc.Arbitrary<readonly Step[]> => {
  const steps: Step[] = [...legs.map((each) => ({ leg: each })), { read: HOME }, { read: AWAY }];
  return fc
    .array(fc.constantFrom(...steps), { maxLength: 20 })
    .chain((more) => fc.shuffledSubarray([...steps, ...more], { minLength: steps.length + more.length }));
};

const delivery = honestLegs.chain((legs) => deliveryOf(legs).map((steps) => ({ legs, steps })));

/** A reading says the most that is true: every leg before the first that was not delivered yet. */
function applySteps(book: ConservationBook, legs: readonly BridgeLeg[], steps: readonly Step[]) {
  const missing = new Set(legs);
  return steps.flatMap((step) => {
    if ('leg' in step) {
      missing.delete(step.leg);
      return expectOk(book.applyLeg(step.leg));
    }
    const unread = [...missing].filter(({ chain }) => chain === step.read).map(({ at }) => at);
    const through = Math.min(instant(20_000), ...unread.map((at) => at - 1));
    return book.applyRead({ chain: step.read, through: through as ReturnType<typeof instant> });
  });
}

const bookOf = (rules: ConservationRules) =>
  new ConservationBook(new Map([[BRIDGE, rules]]), EMPTY_CONSERVATION);

const rulesWith = (kind: Matching): ConservationRules => ({ ...RULES, matching: kind });

describe('honest traffic', () => {
  it('raises no alert in any order, with duplicates and readings in between', () => {
    fc.assert(
      fc.property(delivery, matching, ({ legs, steps }, kind) => {
        const book = bookOf(rulesWith(kind));
        expect(applySteps(book, legs, steps)).toEqual([]);
        for (const chain of [HOME, AWAY]) {
          expect(book.applyRead({ chain, through: instant(50_000) })).toEqual([]);
        }
        const position = book.changes().positions.get(BRIDGE)?.get('USDC');
        const sum = (kinds: readonly string[]) =>
          legs.filter(({ kind: of }) => kinds.includes(of)).reduce((total, { amount }) => total + amount, 0n);
        expect(position?.inFlight ?? 0n).toBe(sum(['lock', 'burn']) - sum(['mint', 'release']));
        expect([position?.unexplained ?? 0n, position?.awaiting ?? 0n]).toEqual([0n, 0n]);
      }),
      { numRuns: 300 },
    );
  });
});

/** What a thief can do once honest traffic is on record and the chains are read to the present. */
const thefts: readonly {
  readonly name: string;
  readonly code: string;
  readonly steal: (pending: BridgeLeg, done: readonly BridgeLeg[]) => BridgeLeg;
}[] = [
  {
    name: 'a release for which nothing was burned',
    code: 'UNEXPLAINED_ARRIVAL',
    steal: () => leg('release', 'forged', 20_000),
  },
  {
    name: 'the same message released again',
    code: 'SECOND_ARRIVAL',
    steal: (_, [first]) => ({ ...(first as BridgeLeg), id: 'again', at: instant(20_000) }),
  },
  {
    name: 'an amount that was not burned',
    code: 'AMOUNT_MISMATCH',
    steal: (pending) => leg('release', 'pending', 20_000, { amount: pending.amount * 100n }),
  },
  {
    name: 'a release to another',
    code: 'RECIPIENT_MISMATCH',
    steal: () => leg('release', 'pending', 20_000, { recipient: MALLORY }),
  },
  {
    name: 'a release before the burn was final',
    code: 'PREMATURE_EXECUTION',
    steal: ({ at }) => leg('release', 'pending', 0, { at: (at + 1_000) as BridgeLeg['at'] }),
  },
];

describe('a theft amid honest traffic', () => {
  it.each(thefts)('is alarmed on in its own event, and nothing else is: $name', ({ code, steal }) => {
    fc.assert(
      fc.property(delivery, ({ legs, steps }) => {
        const book = bookOf(RULES);
        applySteps(book, legs, steps);
        const pending = leg('burn', 'pending', 15_000);
        const finished = [leg('burn', 'done', 10_000), leg('release', 'done', 12_000)];
        for (const each of [pending, ...finished]) expect(expectOk(book.applyLeg(each))).toEqual([]);
        for (const chain of [HOME, AWAY]) book.applyRead({ chain, through: instant(20_000) });
        const theft = steal(pending, finished.slice(1));
        const raised = expectOk(book.applyLeg(theft));
        expect(raised.map(({ alert }) => [alert.arrival.id, alert.code, alert.severity])).toEqual([
          [theft.id, code, 'alarm'],
        ]);
        expect(book.isFrozen(BRIDGE)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('any traffic', () => {
  /** Arrivals and departures that fit by chance or not at all. */
  const anyLegs = fc.array(
    fc.record({
      kind: fc.constantFrom<BridgeLeg['kind']>('lock', 'burn', 'mint', 'release'),
      message: fc.nat(3),
      at: fc.nat(4_000),
      amount: fc.bigInt({ min: 1n, max: 2n }),
      recipient: fc.constantFrom(MALLORY, undefined),
    }),
    { maxLength: 14 },
  );
  const toLegs = (drawn: typeof anyLegs extends fc.Arbitrary<infer Drawn> ? Drawn : never) =>
    drawn.map(({ kind, message, at, amount, recipient }, index) =>
      leg(kind, String(message), at, {
        id: `leg-${index}`,
        amount,
        ...(recipient === undefined ? {} : { recipient }),
      }),
    );
  const twoOrders = anyLegs
    .map(toLegs)
    .chain((legs) => fc.tuple(fc.constant(legs), deliveryOf(legs), deliveryOf(legs)));

  it('ends with the same alerts open and the same positions in any order, and always adds up', () => {
    fc.assert(
      fc.property(twoOrders, matching, ([legs, first, second], kind) => {
        const outcomes = [first, second].map((steps) => {
          const book = bookOf(rulesWith(kind));
          const open = new Map<string, string>();
          const follow = (changes: ReturnType<ConservationBook['applyRead']>) => {
            for (const { alert } of changes) {
              if (alert.status === 'open') open.set(alert.id, alert.code);
              else open.delete(alert.id);
            }
          };
          for (const step of steps) follow(applySteps(book, legs, [step]));
          for (const chain of [HOME, AWAY]) follow(book.applyRead({ chain, through: instant(50_000) }));
          const position = book.changes().positions.get(BRIDGE)?.get('USDC');
          expect(position === undefined || isBalanced(position)).toBe(true);
          expect(book.isFrozen(BRIDGE)).toBe(open.size > 0);
          return { open: [...open].sort(), position };
        });
        expect(outcomes[0]?.open).toEqual(outcomes[1]?.open);
        expect(outcomes[0]?.position).toEqual(outcomes[1]?.position);
      }),
      { numRuns: 400 },
    );
  });
});
