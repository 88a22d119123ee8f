import { describe, expect, it } from '@jest/globals';
import { decimal, type BridgeId, type CaseId, type UnixMilliseconds } from '@causeway/domain/units';
import { ETHEREUM, OPTIMISM } from './example-breach.js';
import { gateHolds, type GatedAction, type GateState, type MarginShortfall } from './gates.js';

const NOON = 1_650_000_000_000 as UnixMilliseconds;
const ACROSS = 'across' as BridgeId;
const VENUE = `${OPTIMISM}/BTC-PERP`;
const SHORT: MarginShortfall = {
  moment: 'now',
  equity: decimal('90'),
  initialMargin: decimal('100'),
  shortfall: decimal('10'),
  rules: [],
};
const calm: GateState = {
  layersInTrouble: new Map(),
  frozenBridges: new Set(),
  frozenVenues: new Map(),
  unusablePrices: new Set(),
};
const storm: GateState = {
  layersInTrouble: new Map([[OPTIMISM, NOON]]),
  frozenBridges: new Set([ACROSS]),
  frozenVenues: new Map([[VENUE, NOON]]),
  unusablePrices: new Set(['BTC-PERP']),
  fund: { balance: decimal('99.999999'), minimum: decimal('100') },
  marginShort: SHORT,
  liquidation: { case: 'atlas-main/1' as CaseId, since: NOON },
};
const asking = (action: GatedAction) => ({
  action,
  layers: [OPTIMISM],
  bridges: [ACROSS],
  venues: [VENUE],
  symbols: ['BTC-PERP'],
});
const reasons = (action: GatedAction, state: GateState) =>
  gateHolds(asking(action), state).map(({ reason }) => reason);

describe('gateHolds', () => {
  it.each<GatedAction>(['deposit', 'repay', 'reduce-position', 'liquidate'])(
    'never holds back %s',
    (action) => {
      expect(gateHolds(asking(action), storm)).toEqual([]);
    },
  );

  const always = ['LAYER_IN_TROUBLE', 'BRIDGE_FROZEN'];
  const last = ['MARGIN_SHORT', 'BEING_LIQUIDATED'];
  it.each<[GatedAction, readonly string[]]>([
    ['increase-position', [...always, 'VENUE_FROZEN', 'PRICE_NOT_USABLE', ...last]],
    ['borrow', [...always, 'PRICE_NOT_USABLE', ...last]],
    ['withdraw', [...always, 'PRICE_NOT_USABLE', 'FUND_LOW', ...last]],
    ['move-collateral', [...always, 'PRICE_NOT_USABLE', 'FUND_LOW', ...last]],
  ])('holds back %s', (action, expected) => {
    expect(reasons(action, storm)).toEqual(expected);
    expect(reasons(action, calm)).toEqual([]);
  });

  it('says what an action would make short only where nothing is so yet', () => {
    const after: MarginShortfall = { ...SHORT, moment: 'afterwards' };
    expect(gateHolds(asking('borrow'), { ...calm, marginShortAfter: after })).toEqual([
      { reason: 'MARGIN_SHORT_AFTER', margin: after },
    ]);
    const both = { ...calm, marginShort: SHORT, marginShortAfter: after };
    expect(gateHolds(asking('borrow'), both)).toEqual([{ reason: 'MARGIN_SHORT', margin: SHORT }]);
  });

  it('says what each reason is about and since when', () => {
    expect(gateHolds(asking('increase-position'), storm)).toEqual([
      { reason: 'LAYER_IN_TROUBLE', subject: OPTIMISM, since: NOON },
      { reason: 'BRIDGE_FROZEN', subject: ACROSS },
      { reason: 'VENUE_FROZEN', subject: VENUE, since: NOON },
      { reason: 'PRICE_NOT_USABLE', subject: 'BTC-PERP' },
      { reason: 'MARGIN_SHORT', margin: SHORT },
      { reason: 'BEING_LIQUIDATED', subject: 'atlas-main/1', since: NOON },
    ]);
  });

  it('minds only what is touched, and a fund that is low', () => {
    const fund = { balance: decimal('100'), minimum: decimal('100') };
    const { marginShort: _, liquidation: __, ...alarms } = { ...storm, fund };
    const elsewhere = {
      action: 'withdraw',
      layers: [ETHEREUM],
      bridges: [],
      venues: [],
      symbols: [],
    } as const;
    expect(gateHolds(elsewhere, alarms)).toEqual([]);
  });
});
