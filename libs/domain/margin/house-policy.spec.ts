import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { NETWORK } from '@causeway/domain/network';
import { decimal, type PolicyVersion } from '@causeway/domain/units';
import type { InTransitCredit, MarginPolicy } from './policy.js';
import { validatePolicy } from './validate-policy.js';

interface Document {
  readonly schema: string;
  readonly name: string;
  readonly assetHaircuts: Readonly<Record<string, string>>;
  readonly layerHaircuts: Readonly<Record<string, string>>;
  readonly defaultLayerHaircut: string;
  readonly inTransitCredits: readonly (Omit<InTransitCredit, 'credit'> & { readonly credit: string })[];
  readonly instruments: Readonly<
    Record<string, { readonly initialMarginFraction: string; readonly maintenanceMarginFraction: string }>
  >;
  readonly warningHealth: string;
  readonly liquidationHealth: string;
  readonly targetHealth: string;
}

const house = JSON.parse(
  readFileSync(new URL('../../../policies/house.json', import.meta.url), 'utf8'),
) as Document;

const decimals = (record: Readonly<Record<string, string>>) =>
  new Map(Object.entries(record).map(([key, text]) => [key, decimal(text)]));

const housePolicy: MarginPolicy = {
  version: 1 as PolicyVersion,
  name: house.name,
  assetHaircuts: decimals(house.assetHaircuts),
  layerHaircuts: decimals(house.layerHaircuts),
  defaultLayerHaircut: decimal(house.defaultLayerHaircut),
  inTransitCredits: house.inTransitCredits.map((one) => ({ ...one, credit: decimal(one.credit) })),
  instruments: new Map(
    Object.entries(house.instruments).map(([instrument, rates]) => [
      instrument,
      {
        initialMarginFraction: decimal(rates.initialMarginFraction),
        maintenanceMarginFraction: decimal(rates.maintenanceMarginFraction),
      },
    ]),
  ),
  warningHealth: decimal(house.warningHealth),
  liquidationHealth: decimal(house.liquidationHealth),
  targetHealth: decimal(house.targetHealth),
};

describe('the house policy', () => {
  it('makes sense', () => {
    expect(house.schema).toBe('causeway.margin-policy/1');
    expect(validatePolicy(housePolicy)).toMatchObject({ ok: true });
  });

  it('has a haircut for each asset family and each layer of the network, and for no other', () => {
    expect([...housePolicy.assetHaircuts.keys()].sort()).toEqual([...NETWORK.families.keys()].sort());
    expect([...housePolicy.layerHaircuts.keys()].sort()).toEqual([...NETWORK.layers.keys()].sort());
  });

  it('credits some stage of every bridge of the network', () => {
    const credited = new Set(housePolicy.inTransitCredits.map(({ mechanism }) => mechanism));
    for (const { mechanism } of NETWORK.bridges.values()) expect(credited).toContain(mechanism);
  });

  it('never gives less credit to a transfer that has come further', () => {
    const order = ['initiated', 'attested', 'relayed', 'in-challenge'];
    const mechanisms = new Set(housePolicy.inTransitCredits.map(({ mechanism }) => mechanism));
    for (const mechanism of mechanisms) {
      const credits = housePolicy.inTransitCredits
        .filter((one) => one.mechanism === mechanism)
        .sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage))
        .map(({ credit }) => credit.toNumber());
      expect(credits).toEqual([...credits].sort((a, b) => a - b));
      expect(credits.at(-1)).toBeLessThan(1);
    }
  });
});
