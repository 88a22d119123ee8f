import { describe, expect, it } from '@jest/globals';
import { decodeEventText, decodeRiskPolicy, encodeRiskPolicy } from '@causeway/adapters/wire';
import { validateRiskPolicy } from '@causeway/domain/policy';
import { expectOk, type PolicyVersion } from '@causeway/domain/units';
import { housePolicy } from '../fixtures/margin.js';

const FIELDS = {
  name: 'First edition',
  assetHaircuts: { USDC: '0.03' },
  layerHaircuts: { 'eip155:1': '0' },
  defaultLayerHaircut: '0.1',
  inTransitCredits: [{ mechanism: 'bonded-relayer', stage: 'initiated', credit: '0.6' }],
  instruments: { 'BTC-PERP': { initialMarginFraction: '0.05', maintenanceMarginFraction: '0.03' } },
  warningHealth: '1.25',
  liquidationHealth: '1',
  targetHealth: '1.5',
};
const VERSION = 7 as PolicyVersion;

describe('a policy of the first edition', () => {
  const policy = expectOk(decodeRiskPolicy({ schema: 'causeway.margin-policy/1', ...FIELDS }, VERSION));

  it('is read as the rules that give the same figures', () => {
    expect(encodeRiskPolicy(policy)).toEqual({
      schema: 'causeway.margin-policy/2',
      name: 'First edition',
      margin: {
        places: 8,
        collateral: [
          { rule: 'asset-haircut', haircuts: { USDC: '0.03' } },
          { rule: 'layer-haircut', haircuts: { 'eip155:1': '0' }, otherwise: '0.1' },
          {
            rule: 'in-transit-credit',
            credits: [{ mechanism: 'bonded-relayer', stage: 'initiated', credit: '0.6' }],
          },
        ],
        debts: [],
        positions: [
          { rule: 'margin-rates', rates: { 'BTC-PERP': { initial: '0.05', maintenance: '0.03' } } },
        ],
        account: [],
        health: { rule: 'health-ratio', warning: '1.25', liquidation: '1', target: '1.5' },
      },
    });
    expect(validateRiskPolicy(policy).ok).toBe(true);
    expect(policy.margin.version).toBe(VERSION);
  });

  it('is refused by the paths of its own edition', () => {
    const broken = { schema: 'causeway.margin-policy/1', ...FIELDS, warningHealth: 1.25 };
    expect(decodeRiskPolicy(broken, VERSION)).toMatchObject({ failure: { field: 'warningHealth' } });
  });

  it('is read from the logs that told of its activation', () => {
    const told = {
      schema: 'causeway.policy-activated/1',
      policy: { version: 7, ...FIELDS },
      at: 1_640_995_200_000,
    };
    expect(expectOk(decodeEventText(JSON.stringify(told)))).toEqual({
      type: 'policy.activated',
      policy,
      at: 1_640_995_200_000,
    });
  });

  it('has in the house policy a successor with the same rules in the same places', () => {
    const names = housePolicy.margin.collateral.map(({ rule }) => rule);
    expect(names).toEqual(policy.margin.collateral.map(({ rule }) => rule));
  });
});
