import { describe, expect, it } from '@jest/globals';
import { assetsOfFamily, NETWORK } from '@causeway/domain/network';
import { evmChain, expectOk, parseAssetFamily, parseBridgeId } from '@causeway/domain/units';
import { validateRules } from './conservation-rules.js';
import { rulesOfNetwork } from './rules-of-network.js';

const SETTINGS = { patienceSeconds: 600, clockToleranceSeconds: 60, openingSeconds: 7_776_000 };
const all = rulesOfNetwork(NETWORK, SETTINGS);
const rulesOf = (text: string) => {
  const rules = all.get(expectOk(parseBridgeId(text)));
  if (rules === undefined) throw new Error(`${text} has no rules`);
  return rules;
};

describe('the rules of a network', () => {
  it('are there for each of its bridges, and sound', () => {
    expect([...all.keys()].sort()).toEqual([...NETWORK.bridges.keys()].sort());
    for (const rules of all.values()) expect(validateRules(rules).ok).toBe(true);
  });

  it('let a withdrawal over a rollup’s own bridge wait for its challenge, and a deposit for nothing', () => {
    const { finalitySeconds } = rulesOf('op-stack');
    expect([1, 10, 8453].map((chain) => finalitySeconds.get(evmChain(chain)))).toEqual([0, 604_800, 604_800]);
    expect(rulesOf('arbitrum').finalitySeconds.get(evmChain(42_161))).toBe(549_816);
  });

  it('hold bridges to what they promise', () => {
    expect(rulesOf('nomad')).toMatchObject({ recipientsAgree: true, maximumFeeBasisPoints: 0n });
    expect(rulesOf('nomad').finalitySeconds.get(evmChain(1284))).toBe(1_800);
    expect(rulesOf('cctp')).toMatchObject({ matching: 'shared-message-id', maximumFeeBasisPoints: 100n });
    expect(rulesOf('cctp').deliversOrders).toBeUndefined();
    expect(rulesOf('across')).toMatchObject({ matching: 'unique-message-id', deliversOrders: true });
  });

  it('count the representations of a family as one asset', () => {
    const usdc = assetsOfFamily(NETWORK, expectOk(parseAssetFamily('USDC')));
    expect(usdc.length).toBeGreaterThan(5);
    const { assets } = rulesOf('op-stack');
    expect(new Set(usdc.map(({ asset }) => assets.get(asset)))).toEqual(new Set(['USDC']));
  });

  it('list no representation whose base units are others', () => {
    const families = new Map(
      [...NETWORK.families].map(([family, [first, ...rest]]) => [
        family,
        first === undefined
          ? []
          : [first, ...rest.map((asset) => ({ ...asset, decimals: first.decimals + 1 }))],
      ]),
    );
    const rules = [...rulesOfNetwork({ ...NETWORK, families }, SETTINGS).values()];
    for (const { assets } of rules) expect(assets.size).toBe(families.size);
  });
});
