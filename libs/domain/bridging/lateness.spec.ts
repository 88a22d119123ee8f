import { describe, expect, it } from '@jest/globals';
import { evmChain, expectOk, parseBridgeId } from '@causeway/domain/units';
import { latencyOf, NETWORK } from '@causeway/domain/network';
import { lateAfterSeconds, stuckAfterSeconds } from './lateness.js';

describe('when a transfer is late and stuck, in seconds after it left', () => {
  it.each([
    // Quartiles 2, 3, 3: within a second or two, so that the minute decides.
    ['across', 42_161, 8453, 63, 3_600],
    // Quartiles 1,013, 1,119, 1,218: 1,218 + 1.5 × 205 = 1,525.5.
    ['cctp', 42_161, 8453, 1_526, 6_104],
    // Quartiles 60, 120, 180: 180 + 1.5 × 120.
    ['op-stack', 1, 10, 360, 3_600],
    // Quartiles 240, 600, 900: 900 + 1.5 × 660.
    ['arbitrum', 1, 42_161, 1_890, 7_560],
    // Quartiles 3,023, 6,455, 44,670: half a day is nothing unusual there.
    ['nomad', 1284, 1, 107_141, 428_564],
  ])('%s from %i to %i', (bridge, from, to, late, stuck) => {
    const latency = latencyOf(NETWORK, expectOk(parseBridgeId(bridge)), evmChain(from), evmChain(to));
    if (latency === undefined) throw new Error('an unknown bridge');
    expect([lateAfterSeconds(latency), stuckAfterSeconds(latency)]).toEqual([late, stuck]);
  });
});
