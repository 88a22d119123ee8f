import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import {
  auctionFractionDown,
  bufferMargin,
  insolventPriceDown,
  largestProportionDown,
  solventBidDown,
  type DutchAuctionRule,
} from './dutch-auction.js';

/** `_getDefaultSolventParams` of derivexyz/v2-core, `test/auction/unit-tests/DutchAuctionBase.sol`; buffer 10 %. */
const rule: DutchAuctionRule = {
  startingFraction: decimal('1'),
  fastCutoffFraction: decimal('0.8'),
  fastSeconds: 600,
  slowSeconds: 7200,
  insolventSeconds: 600,
  bufferFraction: decimal('0.1'),
};

const portfolio = (maintenance: string, markToMarket: string, reserved = '0') => ({
  maintenanceMargin: decimal(maintenance),
  markToMarket: decimal(markToMarket),
  reservedCash: decimal(reserved),
});

describe('auctionFractionDown', () => {
  /** derivexyz/v2-core, `test/auction/unit-tests/DutchAuctionView.t.sol`, testGetDiscountPercentage. */
  it.each([
    [0, '0.96'],
    [150, '0.88'],
    [300, '0.8'],
    [6780, '0.08'],
    [7500, '0'],
    [9000, '0'],
  ])('after %s seconds asks for %s', (elapsed, expected) => {
    const shorter = { ...rule, startingFraction: decimal('0.96'), fastSeconds: 300 };
    expect(auctionFractionDown(elapsed, shorter).toFixed()).toBe(expected);
  });
});

/** derivexyz/v2-core, `test/auction/unit-tests/SolventAuction.t.sol`: maintenance −100, mark-to-market 300. */
describe('a solvent auction', () => {
  const account = portfolio('-100', '300');

  it('asks for the buffer: −100 − 400 × 0.1', () => {
    expect(bufferMargin(account, rule).toFixed()).toBe('-140');
    // testCannotBidOnAccountThatBufferMarginIsAboveThreshold: 100 − (300 − 100) × 0.1
    expect(bufferMargin(portfolio('100', '300'), rule).toFixed()).toBe('80');
  });

  it('sells at most what mends the account (testStartSolventAuction, testCanBidWithMaxPercentage)', () => {
    // 31.8 % and 34.1 % in units of 10⁻¹⁵ of the fraction: 318 and 341 per mille
    const atStart = largestProportionDown(account, auctionFractionDown(0, rule), rule);
    const halfway = largestProportionDown(account, auctionFractionDown(300, rule), rule);
    expect(atStart.toFixed()).toBe('0.318181818181818181');
    expect(halfway.toFixed()).toBe('0.341463414634146341');
    // cashFromBidder / 1e18 = 92
    expect(solventBidDown(account, decimal('0.9'), halfway).toFixed()).toBe('92.19512195121951207');
  });

  it('sells nothing of an account that meets its buffer', () => {
    expect(largestProportionDown(portfolio('100', '300'), decimal('0.9'), rule).toFixed()).toBe('0');
  });

  it('keeps what bidders paid in out of the sale', () => {
    // (297 − 27) × 0.9 × 0.1, and 139.7 / (139.7 + 297 × 0.9 + 27 × 0.1)
    const next = portfolio('-100', '297', '27');
    expect(solventBidDown(next, decimal('0.9'), decimal('0.1')).toFixed()).toBe('24.3');
    expect(largestProportionDown(next, decimal('0.9'), rule).toFixed()).toBe('0.340981205760312423');
  });
});

/** Linear from min(MtM, 0) to MM over ten minutes, `insolventAuctionLength: 10 minutes`. */
describe('an insolvent auction', () => {
  it.each([
    ['-300', '-100', 0, '-100'],
    ['-300', '-100', 300, '-200'],
    ['-300', '-100', 600, '-300'],
    ['-300', '-100', 9_999, '-300'],
    ['-300', '100', 0, '0'],
    ['-300', '100', 60, '-30'],
  ])('of maintenance %s and mark-to-market %s after %s s: %s', (maintenance, value, elapsed, expected) => {
    expect(insolventPriceDown(portfolio(maintenance, value), elapsed, rule).toFixed()).toBe(expected);
  });
});
