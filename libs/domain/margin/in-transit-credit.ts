import type { TransferStage } from '@causeway/domain/bridging';
import type { SecurityMechanism } from '@causeway/domain/network';
import { mulDown, ZERO, type Decimal } from '@causeway/domain/units';
import type { MarginPolicy } from './policy.js';
import { USD_PLACES } from './usd-places.js';

/**
 * The fraction of collateral in transit that counts, by what guarantees the bridge and how far the transfer has
 * come. A combination that the policy does not list, and a bridge that the network does not know, give nothing.
 */
export function inTransitCreditOf(
  policy: MarginPolicy,
  mechanism: SecurityMechanism | undefined,
  stage: TransferStage,
): Decimal {
  const listed = policy.inTransitCredits.find(
    (candidate) => candidate.mechanism === mechanism && candidate.stage === stage,
  );
  return listed?.credit ?? ZERO;
}

/**
 * What collateral in transit counts for: value after haircuts × credit, in USD, rounded down. The rule is Causeway's
 * own: venues today credit a deposit either in full on arrival or not at all (dYdX v4 after finality and a delay,
 * Hyperliquid on ⅔ of validator stake).
 */
export function creditedValue(valueAfterHaircuts: Decimal, credit: Decimal): Decimal {
  return mulDown(valueAfterHaircuts, credit, USD_PLACES);
}
