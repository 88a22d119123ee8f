import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { ETHEREUM, OPTIMISM } from './example-breach.js';
import { gateReasons, type GatedAction, type GateState } from './gates.js';

const calm: GateState = { layersInTrouble: new Set(), isBridgeFrozen: false, isBeingLiquidated: false };
const storm: GateState = {
  layersInTrouble: new Set([OPTIMISM]),
  isBridgeFrozen: true,
  fund: { balance: decimal('99.999999'), minimum: decimal('100') },
  isBeingLiquidated: true,
};

describe('gateReasons', () => {
  it.each<GatedAction>(['deposit', 'repay', 'reduce-position', 'liquidate'])(
    'never holds back %s',
    (action) => {
      expect(gateReasons(action, [OPTIMISM], storm)).toEqual([]);
    },
  );

  it.each<[GatedAction, readonly string[]]>([
    ['increase-position', ['LAYER_IN_TROUBLE', 'BEING_LIQUIDATED']],
    ['borrow', ['LAYER_IN_TROUBLE', 'BEING_LIQUIDATED']],
    ['withdraw', ['LAYER_IN_TROUBLE', 'FUND_LOW', 'BEING_LIQUIDATED']],
    ['move-collateral', ['LAYER_IN_TROUBLE', 'BRIDGE_FROZEN', 'FUND_LOW', 'BEING_LIQUIDATED']],
  ])('holds back %s', (action, reasons) => {
    expect(gateReasons(action, [OPTIMISM], storm)).toEqual(reasons);
    expect(gateReasons(action, [OPTIMISM], calm)).toEqual([]);
  });

  it('minds only the layers that are touched, and a fund that is low', () => {
    const fund = { balance: decimal('100'), minimum: decimal('100') };
    const alarmed = { ...calm, layersInTrouble: new Set([OPTIMISM]), fund };
    expect(gateReasons('withdraw', [ETHEREUM], alarmed)).toEqual([]);
  });
});
