import {
  marketClockOf,
  PRICE_ACTIONS,
  priceRulesOf,
  priceStateAt,
  priceValidityOf,
  type PricePolicy,
  type PriceState,
  type PriceValidity,
} from '@causeway/domain/pricing';
import type { Price, PriceVector } from './prices.js';

/** The price of a symbol as margin reads it: the mark, and what it may be used for. */
export function priceOf({ symbol, mark }: PriceState, validity: PriceValidity): Price {
  return { symbol, price: mark.price, time: mark.time, source: mark.sources.join(', '), validity };
}

/** Whether there is an action that a price may not be used for. */
export function isLimited({ validity }: Price): boolean {
  return validity !== undefined && PRICE_ACTIONS.some((action) => validity[action].length > 0);
}

/**
 * The prices of all symbols under a prices section, each with what it may be used for by the clock of the market,
 * which is the newest time that any quote names; ages count by it too.
 */
export function priceVectorOf(
  id: string,
  states: readonly PriceState[],
  policy: PricePolicy | undefined,
): PriceVector {
  const now = marketClockOf(states);
  const prices = states.map((state) => {
    const rules = priceRulesOf(policy, state.symbol);
    const current = priceStateAt(state, rules, now);
    return [state.symbol, priceOf(current, priceValidityOf(current, rules, now))] as const;
  });
  const limited = new Set(prices.flatMap(([symbol, price]) => (isLimited(price) ? [symbol] : [])));
  return { id, prices: new Map(prices), ...(limited.size === 0 ? {} : { limited }), asOf: now };
}
