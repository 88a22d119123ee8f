import type { MarginState } from '@causeway/domain/margin';
import { divUp, mulUp, sum, ZERO, type Decimal } from '@causeway/domain/units';

/** By what exposures are gathered: things whose failure hits many accounts at once. */
export type ExposureDimension = 'layer' | 'bridge' | 'asset' | 'venue';

export const EXPOSURE_DIMENSIONS: readonly ExposureDimension[] = ['layer', 'bridge', 'asset', 'venue'];

/** Decimal places of shares and concentrations. */
export const SHARE_PLACES = 8;

/** What all accounts together have at stake on one subject, in USD. */
export interface Exposure {
  readonly dimension: ExposureDimension;
  /** A chain id, a bridge id, an asset family, or `<chain>/<instrument>` for a venue. */
  readonly subject: string;
  /** Accounts that have something at stake. */
  readonly accounts: number;
  /** Market value of the collateral on a layer, in a family or in transit over a bridge; at a venue, the notional. */
  readonly value: Decimal;
  /** What of it counts as collateral after haircuts and credit; at a venue, the maintenance margin. */
  readonly counted: Decimal;
  /** Value as a fraction of the whole dimension, rounded up. */
  readonly share: Decimal;
}

/** All exposures of one dimension. */
export interface DimensionExposure {
  readonly dimension: ExposureDimension;
  readonly value: Decimal;
  /**
   * Herfindahl–Hirschman index, Σ share², a fraction of 1, rounded up: 1 when all lies on one subject, 1/n when it is
   * spread evenly over n (US Department of Justice, Merger Guidelines 2023, § 2.1, there in units of 1/10,000).
   */
  readonly concentration: Decimal;
  /** The largest first; of equal ones the first in alphabetical order. */
  readonly exposures: readonly Exposure[];
}

/**
 * What the accounts have at stake by layer, bridge, asset and venue, from their margin states. What is seized is not
 * the accounts' any more and left out; what is in transit counts on the layer and in the family of its asset, and over
 * its bridge.
 */
export function measureExposures(states: readonly MarginState[]): readonly DimensionExposure[] {
  const sums = new ExposureSums();
  for (const state of states) sums.add(state);
  return sums.measured();
}

/** `measureExposures` of one account after another: what is kept grows with the subjects, not with the accounts. */
export class ExposureSums {
  private readonly gathered = new Map<ExposureDimension, Map<string, Stake>>(
    EXPOSURE_DIMENSIONS.map((dimension) => [dimension, new Map()]),
  );
  private states = 0;

  /** Adds the margin of an account; each account once. */
  add({ holdings, positions }: MarginState): void {
    this.states += 1;
    for (const { chain, family, bucket, bridge, value, collateralValue } of holdings) {
      if (bucket === 'seized') continue;
      this.addStake('layer', chain, value, collateralValue);
      this.addStake('asset', family, value, collateralValue);
      if (bridge !== undefined) this.addStake('bridge', bridge, value, collateralValue);
    }
    for (const position of positions) {
      this.addStake('venue', venueOf(position), position.notional, position.maintenanceMargin);
    }
  }

  measured(): readonly DimensionExposure[] {
    return EXPOSURE_DIMENSIONS.map((dimension) => dimensionExposure(dimension, this.gathered.get(dimension)));
  }

  private addStake(dimension: ExposureDimension, subject: string, value: Decimal, counted: Decimal): void {
    const stakes = this.gathered.get(dimension);
    if (stakes === undefined) throw new Error(`${dimension} is no dimension of exposure`);
    let stake = stakes.get(subject);
    if (stake === undefined) {
      stakes.set(subject, (stake = { accounts: 0, lastState: 0, value: ZERO, counted: ZERO }));
    }
    if (stake.lastState !== this.states) {
      stake.lastState = this.states;
      stake.accounts += 1;
    }
    stake.value = stake.value.add(value);
    stake.counted = stake.counted.add(counted);
  }
}

/** The subject of a venue: where positions in an instrument of a layer meet. */
export function venueOf({
  chain,
  instrument,
}: {
  readonly chain: string;
  readonly instrument: string;
}): string {
  return `${chain}/${instrument}`;
}

interface Stake {
  accounts: number;
  /** The last state that was counted among the accounts. */
  lastState: number;
  value: Decimal;
  counted: Decimal;
}

function dimensionExposure(
  dimension: ExposureDimension,
  stakes: ReadonlyMap<string, Stake> = new Map(),
): DimensionExposure {
  const value = sum([...stakes.values()].map((stake) => stake.value));
  const exposures = [...stakes]
    .map(([subject, stake]) => ({
      dimension,
      subject,
      accounts: stake.accounts,
      value: stake.value,
      counted: stake.counted,
      share: value.isZero() ? ZERO : divUp(stake.value, value, SHARE_PLACES),
    }))
    .sort((a, b) => b.value.cmp(a.value) || (a.subject < b.subject ? -1 : 1));
  const concentration = sum(exposures.map(({ share }) => mulUp(share, share, SHARE_PLACES)));
  return { dimension, value, concentration, exposures };
}
