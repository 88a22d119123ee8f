import { describe, expect, it } from '@jest/globals';
import { evmChain, type UnixMilliseconds } from '@causeway/domain/units';
import { laggingLayers } from './uptime.js';

const ETHEREUM = evmChain(1);
const OPTIMISM = evmChain(10);
const at = (seconds: number) => (1_650_000_000_000 + seconds * 1_000) as UnixMilliseconds;

describe('laggingLayers', () => {
  const rules = { maximumLagSeconds: 60, layers: new Map([[ETHEREUM, 600]]) };
  const record = [
    { chain: ETHEREUM, through: at(0) },
    { chain: OPTIMISM, through: at(0) },
  ];

  it.each([
    [60, []],
    [61, [OPTIMISM]],
    [600, [OPTIMISM]],
    [601, [ETHEREUM, OPTIMISM]],
  ])('%d seconds behind the market: %j', (seconds, expected) => {
    expect([...laggingLayers(record, rules, at(seconds)).keys()]).toEqual(expected);
  });

  it('says up to when a layer is on record, and nothing of one that is not', () => {
    expect(laggingLayers([], rules, at(9_000))).toEqual(new Map());
    expect(laggingLayers(record, rules, at(61)).get(OPTIMISM)).toBe(at(0));
  });
});
