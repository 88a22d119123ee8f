/** Decimal places of every USD figure. Collateral is rounded down to it, requirements are rounded up. */
export const USD_PLACES = 8;
