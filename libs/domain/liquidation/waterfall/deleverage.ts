import {
  minimum,
  sum,
  ZERO,
  type AccountId,
  type ChainId,
  type Decimal,
  type InstrumentId,
} from '@causeway/domain/units';
import { compareText } from '../compare-text.js';
import type { LossAllocation } from '../liquidation-policy.js';
import { allocateUnits } from './allocate-units.js';
import { profitAndLeverageRank, profitTimesNotionalRank, type RankedPosition } from './deleveraging-rank.js';

/** A position of another account that could be closed against a bankrupt one. */
export interface OppositePosition extends RankedPosition {
  readonly account: AccountId;
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Base units of the settlement asset that its account has available. */
  readonly available: bigint;
}

/** A position that is closed, in part or whole, and what it bears of the loss. */
export interface Deleveraging {
  readonly position: OppositePosition;
  /** Signed change of its size. */
  readonly sizeChange: Decimal;
  readonly rank: Decimal;
  /** Its profit at the mark price, in base units of the settlement asset, rounded down; negative is a loss. */
  readonly profit: bigint;
  readonly borne: bigint;
}

/** A part of the liquidated account's position, and whether opposite positions are to be closed with it. */
interface Fill {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  readonly sizeChange: Decimal;
  readonly isDeleveraged: boolean;
}

interface DeleveragingInputs {
  readonly fills: readonly Fill[];
  readonly lossAllocation: LossAllocation;
  readonly opposite: readonly OppositePosition[];
}

/** Sizes and prices have at most 40 decimal places each, so that notionals are whole in multiples of 10⁻⁸⁰. */
const WEIGHT_PLACES = 40;

/**
 * Closes opposite positions against the parts that nobody took, the highest rank first, then by account; each in one
 * instrument on one layer, whatever number of parts was reported of it, so that none is closed beyond its size. The loss is borne in proportion to the notional closed, so that in each instrument all are
 * closed at one price, the bankruptcy price, to the base unit; no position bears more than its profit and what its
 * account has available, and one whose own loss its account could not pay is passed over.
 *
 * `unitsDown` turns USD into base units of the settlement asset, rounded down.
 */
export function deleverage(
  { fills, lossAllocation, opposite }: DeleveragingInputs,
  loss: bigint,
  unitsDown: (usd: Decimal) => bigint,
): readonly Deleveraging[] {
  if (lossAllocation.method !== 'deleverage') return [];
  const rankOf =
    lossAllocation.ranking === 'profit-and-leverage' ? profitAndLeverageRank : profitTimesNotionalRank;
  const purses = new Map(opposite.map(({ account, available }) => [account, available]));
  const closed = untakenParts(fills).flatMap((part) =>
    closeAgainst(part, queueOf(part, opposite, rankOf), purses, unitsDown),
  );
  const bearers = closed.map(({ position, sizeChange, capacity }, index) => ({
    id: bearerId(position, index),
    weight: BigInt(
      sizeChange
        .abs()
        .mul(position.markPrice)
        .mul(`1e${2 * WEIGHT_PLACES}`)
        .toFixed(0),
    ),
    capacity,
  }));
  const { borne } = allocateUnits(loss, bearers);
  return closed.map(({ position, sizeChange, rank, profit }, index) => {
    const share = borne.get(bearerId(position, index)) ?? 0n;
    return { position, sizeChange, rank, profit, borne: share };
  });
}

type Part = Omit<Fill, 'isDeleveraged'>;

/** What nobody took of each instrument on each layer, by side, in the order in which it was first reported. */
function untakenParts(fills: readonly Fill[]): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const { instrument, chain, sizeChange, isDeleveraged } of fills) {
    if (!isDeleveraged || sizeChange.isZero()) continue;
    const key = `${instrument} ${chain} ${sizeChange.gt(0) ? 'bought' : 'sold'}`;
    const soFar = parts.get(key)?.sizeChange ?? ZERO;
    parts.set(key, { instrument, chain, sizeChange: soFar.add(sizeChange) });
  }
  return [...parts.values()];
}

interface Queued {
  readonly position: OppositePosition;
  readonly rank: Decimal;
}

interface Closed extends Omit<Deleveraging, 'borne'> {
  readonly capacity: bigint;
}

function queueOf(
  part: Part,
  opposite: readonly OppositePosition[],
  rankOf: (position: RankedPosition) => Decimal,
): readonly Queued[] {
  return opposite
    .filter(({ instrument, chain, size }) => {
      // A long is sold, so that who is short buys: the change of the part and the opposite size agree in sign.
      return instrument === part.instrument && chain === part.chain && size.mul(part.sizeChange).gt(0);
    })
    .map((position) => ({ position, rank: rankOf(position) }))
    .sort((a, b) => b.rank.comparedTo(a.rank) || compareText(a.position.account, b.position.account));
}

/** A position whose loss its account could not pay is passed over. What an account has backs its first closed one. */
function closeAgainst(
  part: Part,
  queue: readonly Queued[],
  purses: Map<AccountId, bigint>,
  unitsDown: (usd: Decimal) => bigint,
): readonly Closed[] {
  const closed: Closed[] = [];
  let left = part.sizeChange.abs();
  for (const { position, rank } of queue) {
    const size = minimum(left, position.size.abs());
    if (size.isZero()) break;
    const sizeChange = position.size.gt(0) ? size.neg() : size;
    const profit = unitsDown(profitOf(position, sizeChange));
    const capacity = profit + (purses.get(position.account) ?? 0n);
    if (capacity < 0n) continue;
    purses.set(position.account, 0n);
    left = left.sub(size);
    closed.push({ position, rank, sizeChange, profit, capacity });
  }
  return closed;
}

function bearerId({ account }: OppositePosition, index: number): string {
  return `${account} ${String(index).padStart(6, '0')}`;
}

function profitOf({ markPrice, entryPrice }: RankedPosition, sizeChange: Decimal): Decimal {
  return sizeChange.neg().mul(markPrice.sub(entryPrice));
}

/** What of all deleveraged parts of an instrument on a layer opposite positions could not take. */
export function undeleveragedSize(
  { instrument, chain }: Pick<Fill, 'chain' | 'instrument'>,
  fills: readonly Fill[],
  deleveragings: readonly Deleveraging[],
): Decimal {
  const isThere = (one: Pick<Fill, 'chain' | 'instrument'>) =>
    one.instrument === instrument && one.chain === chain;
  const untaken = fills.filter((fill) => fill.isDeleveraged && isThere(fill));
  const taken = deleveragings.filter(({ position }) => isThere(position));
  return sum(untaken.map(({ sizeChange }) => sizeChange.abs())).sub(
    sum(taken.map(({ sizeChange }) => sizeChange.abs())),
  );
}
