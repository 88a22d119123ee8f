import { notionalOf, type MarginAccount, type MarginPolicy, type MarginState } from '@causeway/domain/margin';
import { ONE, ZERO, type Decimal } from '@causeway/domain/units';
import { BreachColumns } from './breach-columns.js';
import { addTo } from './contagion.js';
import type { FailureShocks } from './failures.js';
import { ExposureSums, venueOf, type DimensionExposure } from './exposure.js';
import { linearMarginOf, type LinearMargin } from './linear-margin.js';
import { partsOfAccount } from './risk-parts.js';
import type { PriceShock, StressScenario } from './stress-scenario.js';
import type { StressBook } from './stress-test.js';

/** What a book is measured by, whoever is in it. */
export interface RiskBasis extends Omit<StressBook, 'accounts'> {
  readonly margin: MarginPolicy;
}

/**
 * A book that is read one account after another. Each is evaluated as it stands, added to the exposures exactly, and then
 * kept as some numbers only: the loss it can bear, and what its parts have at stake (`BreachColumns`).
 */
export class PagedBook {
  readonly columns: BreachColumns;
  readonly linear: LinearMargin | undefined;
  private readonly sums = new ExposureSums();
  private readonly shockedTotals = new Map<string, Map<string, Decimal>>();
  private readonly totals = new Map<string, Decimal>();

  /** @param moves by what prices of instruments will be moved, each once */
  constructor(
    readonly basis: RiskBasis,
    private readonly moves: readonly Decimal[],
  ) {
    this.columns = new BreachColumns(basis.margin.places);
    this.linear = linearMarginOf(basis.margin);
  }

  /** Evaluates an account and adds it; each once. */
  add(account: MarginAccount): void {
    const { evaluate, prices, isBreachedBy, directory } = this.basis;
    const state = evaluate(account, prices);
    this.sums.add(state);
    this.addNotionals(state);
    const parts = partsOfAccount(account, state, directory);
    this.columns.add(account.account, this.roomOf(state), isBreachedBy(state, ZERO), parts);
  }

  exposures(): readonly DimensionExposure[] {
    return this.sums.measured();
  }

  /** A loss that is proven not to breach the account, the largest where health is a ratio; undefined where none is. */
  roomOf(state: MarginState): Decimal | undefined {
    const { isBreachedBy, margin } = this.basis;
    const room = state.equity.sub(state.maintenanceMargin.mul(margin.health.liquidation));
    return isBreachedBy(state, room) ? undefined : room;
  }

  /** Notional of all accounts by venue, under the scenario. @throws Error for a move that was not announced */
  venueTotals({ priceShocks }: StressScenario): ReadonlyMap<string, Decimal> {
    const totals = new Map(this.totals);
    for (const { symbol, change } of priceShocks) {
      if (![...this.totals.keys()].some((venue) => instrumentOf(venue) === symbol)) continue;
      const shocked = this.shockedTotals.get(moveKey({ symbol, change }));
      if (shocked === undefined)
        throw new Error(`no notional was kept for ${symbol} moved by ${change.toFixed()}`);
      for (const [venue, notional] of shocked) totals.set(venue, notional);
    }
    return totals;
  }

  private addNotionals({ positions }: MarginState): void {
    const { prices, margin } = this.basis;
    for (const { chain, instrument, size, entryPrice, notional } of positions) {
      const venue = venueOf({ chain, instrument });
      addTo(this.totals, venue, notional);
      for (const change of this.moves) {
        const known = prices.prices.get(instrument)?.price.mul(ONE.add(change));
        const mark = known?.gt(0) === true ? known : entryPrice;
        const key = moveKey({ symbol: instrument, change });
        let shocked = this.shockedTotals.get(key);
        if (shocked === undefined) this.shockedTotals.set(key, (shocked = new Map<string, Decimal>()));
        addTo(shocked, venue, notionalOf(size, mark, margin.places));
      }
    }
  }
}

/**
 * The moves of prices that failures are: those of venues where they are run, and that of an asset, whose name may be that of
 * an instrument too.
 */
export function failureMoves(
  { assetFall, venueMove }: FailureShocks,
  runsVenues: boolean,
): readonly Decimal[] {
  const moves = [assetFall.neg(), ...(runsVenues ? [venueMove, venueMove.neg()] : [])];
  return [...new Map(moves.map((move) => [move.toFixed(), move])).values()];
}

function moveKey({ symbol, change }: PriceShock): string {
  return `${symbol} ${change.toFixed()}`;
}

function instrumentOf(venue: string): string {
  return venue.slice(venue.indexOf('/') + 1);
}
