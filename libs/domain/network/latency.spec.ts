import { describe, expect, it } from '@jest/globals';
import { evmChain, expectOk, parseBridgeId } from '@causeway/domain/units';
import { latencyOf, NETWORK } from './index.js';

const seconds = (bridge: string, from: number, to: number) => {
  const latency = latencyOf(NETWORK, expectOk(parseBridgeId(bridge)), evmChain(from), evmChain(to));
  if (latency === undefined) return undefined;
  return [latency.lowerQuartileSeconds, latency.medianSeconds, latency.upperQuartileSeconds];
};

describe('latencyOf', () => {
  it('is what was measured on the route, 2024 H2', () => {
    expect(seconds('across', 42_161, 8453)).toEqual([2, 3, 3]);
    expect(seconds('cctp', 42_161, 8453)).toEqual([1_013, 1_119, 1_218]);
  });

  it('falls back on what is typical of the bridge', () => {
    expect(seconds('across', 1, 130)).toEqual([2, 4, 28]);
  });

  it('adds the challenge period to a withdrawal over the canonical bridge, and to nothing else', () => {
    expect(seconds('op-stack', 1, 10)).toEqual([60, 120, 180]);
    expect(seconds('op-stack', 10, 1)).toEqual([604_860, 604_920, 604_980]);
    expect(seconds('arbitrum', 42_161, 1)).toEqual([550_056, 550_416, 550_716]);
    expect(seconds('across', 10, 1)).toEqual([6, 10, 18]);
  });

  it('is undefined for an unknown bridge', () => {
    expect(seconds('elsewhere', 1, 10)).toBeUndefined();
  });
});
