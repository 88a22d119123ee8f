import { describe, expect, it } from '@jest/globals';
import { bankruptcyQuoteUp, fillablePrice, insuranceFundDelta } from './bankruptcy-price.js';

const DOLLAR = 1_000_000n;

/** BTC at 50,000 (10⁻⁸) and ETH at 3,000 (10⁻⁹), both with a maintenance margin of 10 %, as in dYdX's test constants. */
const notionalOf = { btc: (size: bigint) => size * 500n, eth: (size: bigint) => size * 3n };
const maintenanceOf = (notional: bigint) => ceil(notional < 0n ? -notional : notional, 10n);
const ceil = (a: bigint, b: bigint) => (a + b - 1n) / b;

interface Book {
  readonly quote: bigint;
  readonly btc?: bigint;
  readonly eth?: bigint;
}

function riskOf({ quote, btc = 0n, eth = 0n }: Book) {
  const notionals = [notionalOf.btc(btc), notionalOf.eth(eth)];
  return {
    netCollateral: notionals.reduce((sum, notional) => sum + notional, quote),
    maintenanceMargin: notionals.reduce((sum, notional) => sum + maintenanceOf(notional), 0n),
  };
}

/** dydxprotocol/v4-chain, `protocol/x/clob/keeper/liquidations_test.go`, TestGetBankruptcyPriceInQuoteQuantums. */
describe('bankruptcyQuoteUp', () => {
  it.each<[string, Book, 'btc' | 'eth', bigint, bigint]>([
    [
      'a whole long slightly below maintenance',
      { quote: -4_501n * DOLLAR, btc: 10_000_000n },
      'btc',
      -10_000_000n,
      4_501_000_000n,
    ],
    [
      'a whole short slightly below maintenance',
      { quote: 5_499n * DOLLAR, btc: -10_000_000n },
      'btc',
      10_000_000n,
      -5_499_000_000n,
    ],
    [
      'a whole long at the bankruptcy price',
      { quote: -5_000n * DOLLAR, btc: 10_000_000n },
      'btc',
      -10_000_000n,
      5_000_000_000n,
    ],
    [
      'part of a long at the bankruptcy price',
      { quote: -5_000n * DOLLAR, btc: 10_000_000n },
      'btc',
      -5_000_000n,
      2_500_000_000n,
    ],
    [
      'part of a short at the bankruptcy price',
      { quote: 5_000n * DOLLAR, btc: -10_000_000n },
      'btc',
      5_000_000n,
      -2_500_000_000n,
    ],
    [
      'a whole long below the bankruptcy price',
      { quote: -5_100n * DOLLAR, btc: 10_000_000n },
      'btc',
      -10_000_000n,
      5_100_000_000n,
    ],
    [
      'a whole short below the bankruptcy price',
      { quote: 4_900n * DOLLAR, btc: -10_000_000n },
      'btc',
      10_000_000n,
      -4_900_000_000n,
    ],
    [
      'a long beside another long',
      { quote: -490n * DOLLAR, btc: 400_000n, eth: 100_000_000n },
      'eth',
      -100_000_000n,
      294_000_000n,
    ],
    [
      'a short beside another short',
      { quote: 510n * DOLLAR, btc: -400_000n, eth: -100_000_000n },
      'eth',
      100_000_000n,
      -306_000_000n,
    ],
    [
      'a short beside a long',
      { quote: 110n * DOLLAR, btc: 400_000n, eth: -100_000_000n },
      'eth',
      100_000_000n,
      -306_000_000n,
    ],
    [
      'part of a long, rounded up from 2,775.11',
      { quote: -13n * DOLLAR, btc: 100_000_000n },
      'btc',
      -21_347n,
      2_776n,
    ],
    [
      'part of a short, rounded up from −2,775.11',
      { quote: 13n * DOLLAR, btc: -100_000_000n },
      'btc',
      21_347n,
      -2_775n,
    ],
    [
      'a long that cannot be lost on',
      { quote: DOLLAR, btc: 100_000_000n },
      'btc',
      -100_000_000n,
      -1_000_000n,
    ],
  ])('%s', (_, book, asset, change, expected) => {
    const size = book[asset] ?? 0n;
    const before = notionalOf[asset](size);
    const after = notionalOf[asset](size + change);
    const part = {
      notionalChange: after - before,
      maintenanceChange: maintenanceOf(after) - maintenanceOf(before),
    };
    expect(bankruptcyQuoteUp(riskOf(book), part)).toBe(expected);
  });
});

/** dydxprotocol/v4-chain, `protocol/x/clob/keeper/liquidations_test.go`, TestGetFillablePrice. */
describe('fillablePrice', () => {
  const long = { quote: -4_501n * DOLLAR, btc: 10_000_000n };
  const short = { quote: 5_499n * DOLLAR, btc: -10_000_000n };
  it.each<[string, Book, 'btc' | 'eth', bigint, bigint, bigint, bigint]>([
    ['a long slightly below maintenance', long, 'btc', DOLLAR, 100_000n, 49_999n, 100n],
    ['with a bankruptcy adjustment of 2', long, 'btc', 2n * DOLLAR, 100_000n, 49_998n, 100n],
    ['with a spread of 0.2', long, 'btc', DOLLAR, 200_000n, 49_998n, 100n],
    ['a short slightly below maintenance', short, 'btc', DOLLAR, 100_000n, 50_001n, 100n],
    ['a short with a bankruptcy adjustment of 2', short, 'btc', 2n * DOLLAR, 100_000n, 50_002n, 100n],
    [
      'a long at bankruptcy',
      { quote: -5_000n * DOLLAR, btc: 10_000_000n },
      'btc',
      DOLLAR,
      100_000n,
      495n,
      1n,
    ],
    [
      'a short at bankruptcy',
      { quote: 5_000n * DOLLAR, btc: -10_000_000n },
      'btc',
      DOLLAR,
      100_000n,
      505n,
      1n,
    ],
    [
      'a long below bankruptcy',
      { quote: -5_500n * DOLLAR, btc: 10_000_000n },
      'btc',
      DOLLAR,
      100_000n,
      495n,
      1n,
    ],
    [
      'a short below bankruptcy',
      { quote: 4_500n * DOLLAR, btc: -10_000_000n },
      'btc',
      DOLLAR,
      100_000n,
      505n,
      1n,
    ],
    [
      'several longs',
      { quote: -490n * DOLLAR, btc: 400_000n, eth: 100_000_000n },
      'eth',
      DOLLAR,
      100_000n,
      372n,
      125n,
    ],
    ['the largest bankruptcy adjustment', long, 'btc', 4_294_967_295n, 100_000n, 495n, 1n],
    ['a spread of one millionth', long, 'btc', DOLLAR, 1n, 4_999_999_999n, 10_000_000n],
    ['a spread of 1', long, 'btc', DOLLAR, DOLLAR, 49_990n, 100n],
  ])('%s', (_, book, asset, adjustment, spread, numerator, denominator) => {
    const size = book[asset] ?? 0n;
    const notional = notionalOf[asset](size);
    const position = { size, notional, maintenanceMargin: maintenanceOf(notional) };
    const rule = { bankruptcyAdjustmentMillionths: adjustment, spreadToMaintenanceMillionths: spread };
    const price = fillablePrice(riskOf(book), position, rule);
    expect(price.numerator * denominator).toBe(numerator * price.denominator);
    expect(price.denominator > 0n).toBe(true);
  });
});

/** By the rule of dYdX v4 with the fee of its `LiquidationsConfig_Default`, 5,000 millionths. */
describe('insuranceFundDelta', () => {
  it.each([
    ['sold above by more than the fee', 5_000_000_000n, 4_501_000_000n, 25_000_000n],
    ['sold above by less than the fee', 4_510_000_000n, 4_501_000_000n, 9_000_000n],
    ['sold at it', 4_501_000_000n, 4_501_000_000n, 0n],
    ['sold below', 4_500_000_000n, 4_501_000_000n, -1_000_000n],
    ['bought below by more than the fee', -5_000_000_000n, -5_499_000_000n, 25_000_000n],
    ['bought above', -5_500_000_000n, -5_499_000_000n, -1_000_000n],
    ['rounded down', 1_999n, 0n, 9n],
  ])('%s', (_, quote, bankruptcy, expected) => {
    expect(insuranceFundDelta(quote, bankruptcy, 5_000n)).toBe(expected);
  });
});
