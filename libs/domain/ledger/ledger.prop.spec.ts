import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  expectOk,
  nativeAsset,
  evmChain,
  tokenAmount,
  transferId,
  type AccountId,
  type AssetId,
  type BridgeId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { applyPostings } from './apply-postings.js';
import { balancesOf, inTransitOf, type Balance, type Balances } from './balances.js';
import { deposit, release, reserve, seize, withdraw } from './collateral-postings.js';
import { postingsForMovement } from './movement-postings.js';
import { reversalOf, type Posting } from './posting.js';

const BRIDGE = 'across' as BridgeId;
const SOURCE = evmChain(1);
const SENT = nativeAsset(SOURCE);
const RECEIVED = nativeAsset(evmChain(10));
const ACCOUNTS = ['atlas-main', 'borealis-main', 'cirrus-main'] as AccountId[];
const cause = { reference: 'step', at: 0 as UnixMilliseconds };
const empty = balancesOf([]);

const account = fc.constantFrom(...ACCOUNTS);
const perhapsAccount = fc.option(account, { nil: undefined });
const raw = fc.bigInt({ min: 1n, max: 50n });
const asset = fc.constantFrom(SENT, RECEIVED);

type Step = (balances: Balances) => readonly Posting[];

const commands = fc
  .tuple(fc.constantFrom('deposit', 'withdraw', 'reserve', 'release', 'seize'), account, asset, raw)
  .map(([kind, owner, held, units]): readonly Step[] => {
    const amount = tokenAmount(held, units);
    switch (kind) {
      case 'deposit':
        return [() => [expectOk(deposit(owner, amount, cause))]];
      case 'withdraw':
        return [() => [expectOk(withdraw(owner, amount, cause))]];
      case 'reserve':
        return [() => [expectOk(reserve(owner, amount, cause))]];
      case 'release':
        return [() => [expectOk(release(owner, amount, cause))]];
      default:
        return [() => [expectOk(seize(owner, 'available', amount, cause))]];
    }
  });

interface Journey {
  readonly message: number;
  readonly sender: AccountId | undefined;
  readonly recipient: AccountId | undefined;
  readonly sent: bigint;
  readonly received: bigint;
  readonly end: 'arrival' | 'return' | 'none';
  readonly endFirst: boolean;
}

const journey: fc.Arbitrary<Journey> = fc.record({
  message: fc.nat(),
  sender: perhapsAccount,
  recipient: perhapsAccount,
  sent: raw,
  received: raw,
  end: fc.constantFrom('arrival', 'return', 'none'),
  endFirst: fc.boolean(),
});

/** The movements of a transfer as the bridging library tells them: either leg first, each once. */
function stepsOf(one: Journey): readonly Step[] {
  const transfer = { id: transferId(BRIDGE, SOURCE, String(one.message)), bridge: BRIDGE };
  const ends = { transfer, senderAccount: one.sender, recipientAccount: one.recipient };
  const endFirst = one.endFirst && one.end === 'arrival';
  const departure: Step = (balances) =>
    postingsForMovement(
      {
        ...ends,
        balances,
        movement: { kind: 'departure', amount: tokenAmount(SENT, one.sent), arrivedAlready: endFirst },
      },
      cause,
    );
  const arrival: Step = (balances) =>
    postingsForMovement(
      {
        ...ends,
        balances,
        movement: {
          kind: 'arrival',
          amount: tokenAmount(RECEIVED, one.received),
          departedBefore: !endFirst,
        },
      },
      cause,
    );
  const homecoming: Step = (balances) =>
    postingsForMovement(
      { ...ends, balances, movement: { kind: 'return', amount: tokenAmount(SENT, one.received) } },
      cause,
    );
  if (one.end === 'none') return [departure];
  if (one.end === 'return') return [departure, homecoming];
  return endFirst ? [arrival, departure] : [departure, arrival];
}

const journeys = fc.uniqueArray(journey, { selector: ({ message }) => message, maxLength: 6 });

/** Interleaves the steps of several sources, keeping the order within each. */
function interleave(sources: readonly (readonly Step[])[], picks: readonly number[]): readonly Step[] {
  const queues = sources.map((steps) => [...steps]);
  const merged: Step[] = [];
  for (let turn = 0; queues.some((queue) => queue.length > 0); turn += 1) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const next = waiting[(picks[turn % picks.length] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) merged.push(next);
  }
  return merged;
}

const history = fc
  .tuple(
    fc.array(commands, { maxLength: 20 }),
    journeys,
    fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }),
  )
  .map(([commandSteps, transfers, picks]) =>
    interleave([...commandSteps, ...transfers.map((one) => stepsOf(one))], picks),
  );

/** The books before and after each step, and its postings; a step that would overdraw a desk is refused and leaves them as they were. */
function run(
  steps: readonly Step[],
  start = empty,
): { balances: Balances[]; postings: (readonly Posting[])[] } {
  let current = start;
  const balances = [current];
  const postings: (readonly Posting[])[] = [];
  for (const step of steps) {
    const stepPostings = step(current);
    const applied = applyPostings(current, stepPostings);
    if (!applied.ok) continue;
    current = applied.value;
    balances.push(current);
    postings.push(stepPostings);
  }
  return { balances, postings };
}

function rowsOf(balances: Balances): readonly Balance[] {
  return [...balances.byOwner.values()].flatMap((group) => [...group.values()]);
}

function total(balances: Balances, of: AssetId): bigint {
  return rowsOf(balances)
    .filter((row) => row.asset === of)
    .reduce((sum, row) => sum + row.raw, 0n);
}

function last<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  if (item === undefined) throw new Error('no items');
  return item;
}

describe('the books, whatever happens', () => {
  it('sum to zero in each asset, and no desk is overdrawn', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const balances of run(steps).balances) {
          expect(total(balances, SENT)).toBe(0n);
          expect(total(balances, RECEIVED)).toBe(0n);
          for (const row of rowsOf(balances)) {
            if (row.account.kind === 'desk') expect(row.raw).toBeGreaterThan(0n);
          }
        }
      }),
    );
  });

  it('are what they were at any time before once every posting since is reversed, last first', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, point) => {
        const { balances, postings } = run(steps);
        const since = point % balances.length;
        const reversals = postings
          .slice(since)
          .flat()
          .map((one) => reversalOf(one, cause))
          .reverse();
        expect(expectOk(applyPostings(last(balances), reversals))).toEqual(balances[since]);
      }),
    );
  });

  it('give each transfer in flight one owner, and none once it has ended', () => {
    fc.assert(
      fc.property(journeys, fc.array(fc.nat(20), { minLength: 1 }), (transfers, picks) => {
        const { balances } = run(
          interleave(
            transfers.map((one) => stepsOf(one)),
            picks,
          ),
        );
        for (const one of transfers) {
          const id = transferId(BRIDGE, SOURCE, String(one.message));
          for (const state of balances) {
            expect(inTransitOf(state, id).length).toBeLessThanOrEqual(1);
            const rows = [...state.byOwner.values()].flatMap((group) => [...group.values()]);
            expect(state.carriedFor).toEqual(balancesOf(rows).carriedFor);
          }
          const still = inTransitOf(last(balances), id).map(({ account: owner }) => owner);
          const isInFlight = one.end === 'none' && one.sender !== undefined;
          expect(still).toEqual(isInFlight ? [one.sender] : []);
        }
      }),
    );
  });

  it('do not depend on which leg of a transfer is seen first', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 10 }), journey, (commandSteps, one) => {
        const start = last(run(commandSteps.flat()).balances);
        const arrived = { ...one, end: 'arrival' as const };
        const sourceFirst = run(stepsOf({ ...arrived, endFirst: false }), start);
        const destinationFirst = run(stepsOf({ ...arrived, endFirst: true }), start);
        expect(last(destinationFirst.balances)).toEqual(last(sourceFirst.balances));
      }),
    );
  });

  it('do not depend on the order of transfers that share no account', () => {
    fc.assert(
      fc.property(
        fc.array(commands, { maxLength: 10 }),
        fc.tuple(journey, journey, journey),
        fc.tuple(fc.array(fc.nat(5), { minLength: 1 }), fc.array(fc.nat(5), { minLength: 1 })),
        (commandSteps, drawn, [onePick, otherPick]) => {
          const start = last(run(commandSteps.flat()).balances);
          const independent = drawn.map((one, index) => {
            const owner = ACCOUNTS[index];
            return stepsOf({ ...one, message: index, sender: owner, recipient: owner });
          });
          const one = run(interleave(independent, onePick), start);
          const other = run(interleave(independent, otherPick), start);
          expect(last(other.balances)).toEqual(last(one.balances));
        },
      ),
    );
  });
});
