import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, sum, tokenAmount, type Decimal } from '@causeway/domain/units';
import type { Holding, Position } from './account.js';
import { evaluateMargin } from './evaluate-margin.js';
import {
  account,
  DECIMALS,
  directory,
  ETHEREUM,
  ETHER_ON_OPTIMISM,
  inTransit,
  OPTIMISM,
  policy,
  position,
  priced,
  shown,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from './example-account.js';
import { USD_PLACES } from './usd-places.js';

/** A plain decimal with up to eight places. */
const plain = (minimum: number, maximum: number) =>
  fc
    .tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: 0, max: 99_999_999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(8, '0')}`);

const holding: fc.Arbitrary<Holding> = fc
  .tuple(
    fc.constantFrom(USDC_ON_ETHEREUM, USDC_ON_OPTIMISM, ETHER_ON_OPTIMISM),
    fc.bigInt({ min: 1n, max: 10n ** 24n }),
    fc.constantFrom('available', 'reserved', 'seized', 'in-transit'),
    fc.constantFrom('initiated', 'attested', 'failed'),
  )
  .map(([asset, raw, bucket, stage]) => {
    const amount = tokenAmount(asset, raw);
    return bucket === 'in-transit' ? { ...inTransit(asset, '0', stage), amount } : { amount, bucket };
  });

const openPosition: fc.Arbitrary<Position> = fc
  .tuple(
    fc.constantFrom('BTC-PERP', 'ETH-PERP', 'SOL-PERP'),
    fc.constantFrom('', '-'),
    plain(0, 500),
    plain(1, 90_000),
    fc.constantFrom(ETHEREUM, OPTIMISM),
  )
  .map(([instrument, sign, size, entry, chain]) => position(instrument, sign + size, entry, chain));

const accounts = fc
  .tuple(fc.array(holding, { maxLength: 8 }), fc.array(openPosition, { maxLength: 6 }))
  .map(([holdings, positions]) => account(holdings, positions));

const prices = fc
  .tuple(plain(0, 1), plain(1, 9_000), plain(1, 90_000), plain(1, 9_000))
  .map(([usdc, eth, btcPerp, ethPerp]) =>
    priced({ USDC: usdc, ETH: eth, 'BTC-PERP': btcPerp, 'ETH-PERP': ethPerp }),
  );

const equal = (a: Decimal, b: Decimal) => expect(a.toFixed()).toBe(b.toFixed());

describe('the margin of any account', () => {
  it('reconciles by layer, by asset and by part, to the last digit', () => {
    fc.assert(
      fc.property(accounts, prices, (one, at) => {
        const state = evaluateMargin(one, at, policy, directory);
        const { layers, assets, positions } = state;
        const holdings = state.holdings.filter(({ bucket }) => bucket !== 'seized');
        for (const parts of [layers, assets, holdings]) {
          equal(sum(parts.map(({ value }) => value)).add(state.unrealisedPnl), state.accountValue);
          equal(sum(parts.map(({ collateralValue }) => collateralValue)), state.collateralValue);
        }
        for (const parts of [layers, positions]) {
          equal(sum(parts.map(({ unrealisedPnl }) => unrealisedPnl)), state.unrealisedPnl);
          equal(sum(parts.map(({ initialMargin }) => initialMargin)), state.initialMargin);
          equal(sum(parts.map(({ maintenanceMargin }) => maintenanceMargin)), state.maintenanceMargin);
        }
        equal(state.collateralValue.add(state.unrealisedPnl), state.equity);
      }),
    );
  });

  it('rounds by less than one unit a step, never in favour of the account', () => {
    fc.assert(
      fc.property(accounts, prices, (one, at) => {
        const state = evaluateMargin(one, at, policy, directory);
        const unit = decimal('0.00000001');
        for (const {
          bucket,
          quantity,
          price,
          assetHaircut,
          layerHaircut,
          credit,
          collateralValue,
        } of state.holdings) {
          if (bucket === 'seized') continue;
          const weight = decimal('1').sub(assetHaircut).mul(decimal('1').sub(layerHaircut)).mul(credit);
          const lost = quantity.mul(price).mul(weight).sub(collateralValue);
          expect(lost.gte(0) && lost.lt(unit.mul(3))).toBe(true);
        }
        for (const part of state.positions) {
          const notional = part.size.abs().mul(part.markPrice);
          const maintained = part.maintenanceMargin.sub(notional.mul(part.maintenanceMarginFraction));
          const gained = part.size.mul(part.markPrice.sub(part.entryPrice)).sub(part.unrealisedPnl);
          expect(maintained.gte(0) && maintained.lt(unit.mul(2))).toBe(true);
          expect(gained.gte(0) && gained.lt(unit)).toBe(true);
        }
        expect(state.equity.decimalPlaces()).toBeLessThanOrEqual(USD_PLACES);
      }),
    );
  });

  it('does not depend on the order of holdings and positions', () => {
    fc.assert(
      fc.property(accounts, prices, (one, at) => {
        const turned = {
          ...one,
          holdings: [...one.holdings].reverse(),
          positions: [...one.positions].reverse(),
        };
        const {
          holdings: _,
          positions: __,
          gaps: ___,
          ...state
        } = evaluateMargin(one, at, policy, directory);
        expect(shown(evaluateMargin(turned, at, policy, directory))).toMatchObject(
          shown(state) as Record<string, unknown>,
        );
      }),
    );
  });

  it('never improves when a price is missing or collateral is seized', () => {
    fc.assert(
      fc.property(accounts, prices, fc.constantFrom('USDC', 'ETH'), (one, at, family) => {
        const equity = (seen: typeof at, holder = one) =>
          evaluateMargin(holder, seen, policy, directory).equity;
        const blind = { ...at, prices: new Map([...at.prices].filter(([symbol]) => symbol !== family)) };
        expect(equity(blind).lte(equity(at))).toBe(true);
        const seized = one.holdings.map((held) =>
          DECIMALS.get(held.amount.asset)?.family === family ? { ...held, bucket: 'seized' as const } : held,
        );
        equal(equity(at, { ...one, holdings: seized }), equity(blind));
      }),
    );
  });
});
