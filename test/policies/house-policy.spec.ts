import { describe, expect, it } from '@jest/globals';
import type { CollateralRule } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import { validateRiskPolicy } from '@causeway/domain/policy';
import { housePolicy } from '../fixtures/margin.js';

function ruleOf<Name extends CollateralRule['rule']>(name: Name) {
  const found = housePolicy.margin.collateral.find(
    (each): each is Extract<CollateralRule, { readonly rule: Name }> => each.rule === name,
  );
  if (found === undefined) throw new Error(`the house policy has no rule ${name}`);
  return found;
}

describe('the house policy', () => {
  it('makes sense', () => {
    expect(validateRiskPolicy(housePolicy)).toMatchObject({ ok: true });
  });

  it('has a haircut for each asset family and each layer of the network, and for no other', () => {
    expect([...ruleOf('asset-haircut').haircuts.keys()].sort()).toEqual([...NETWORK.families.keys()].sort());
    expect([...ruleOf('layer-haircut').haircuts.keys()].sort()).toEqual([...NETWORK.layers.keys()].sort());
  });

  it('credits some stage of every bridge of the network', () => {
    const credited = new Set(ruleOf('in-transit-credit').credits.map(({ mechanism }) => mechanism));
    for (const { mechanism } of NETWORK.bridges.values()) expect(credited).toContain(mechanism);
  });

  it('never gives less credit to a transfer that has come further', () => {
    const order = ['initiated', 'attested', 'relayed', 'in-challenge'];
    const { credits } = ruleOf('in-transit-credit');
    for (const mechanism of new Set(credits.map((each) => each.mechanism))) {
      const granted = credits
        .filter((one) => one.mechanism === mechanism)
        .sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage))
        .map(({ credit }) => credit.toNumber());
      expect(granted).toEqual([...granted].sort((a, b) => a - b));
      expect(granted.at(-1)).toBeLessThan(1);
    }
  });
});
