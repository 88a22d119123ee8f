import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { discountedSeizureDown, EULER_MAXIMUM_DISCOUNT } from './health-discount.js';

/** By the formula of euler-xyz/euler-vault-kit, `src/EVault/modules/Liquidation.sol`, worked out by hand. */
describe('discountedSeizureDown', () => {
  it.each([
    // health, repaid, seized
    ['97', '100', '1000', '0.97', '100', '103.092783505154639175'],
    // Below 0.8 the discount is capped at 20 %.
    ['50', '100', '1000', '0.8', '100', '125'],
    // Less collateral than that: all of it, and less is repaid.
    ['50', '100', '60', '0.8', '48', '60'],
    ['100', '100', '1000', '1', '100', '100'],
  ])('collateral %s, liability %s, seizable %s', (adjusted, liability, seizable, factor, repaid, seized) => {
    const seizure = discountedSeizureDown(
      {
        adjustedCollateralValue: decimal(adjusted),
        liabilityValue: decimal(liability),
        collateralValue: decimal(seizable),
      },
      EULER_MAXIMUM_DISCOUNT,
    );
    expect(seizure?.discountFactor.toFixed()).toBe(factor);
    expect(seizure?.repayValue.toFixed()).toBe(repaid);
    expect(seizure?.seizedValue.toFixed()).toBe(seized);
  });

  it('leaves a healthy account alone', () => {
    const healthy = {
      adjustedCollateralValue: decimal('101'),
      liabilityValue: decimal('100'),
      collateralValue: decimal('120'),
    };
    expect(discountedSeizureDown(healthy, EULER_MAXIMUM_DISCOUNT)).toBeUndefined();
  });
});
