import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NETWORK, SHIPPED_BRIDGES, SHIPPED_LAYERS } from '@causeway/domain/network';
import { expectOk, fromUnixSeconds, transferId, type UnixMilliseconds } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import type { TransferStep } from './bridge-event.js';
import { event } from './bridge-events.fixture.js';
import { trackTransfer, type Transfer } from './index.js';

const steps = fc.subarray<TransferStep>([
  ...(['initiated', 'attested', 'relayed', 'proven', 'cancelled', 'failed', 'refunded'] as const),
]);

const transfer: fc.Arbitrary<Transfer> = fc
  .record({
    bridge: fc.constantFrom(...SHIPPED_BRIDGES.map(({ bridge }) => bridge)),
    from: fc.constantFrom(...SHIPPED_LAYERS.map(({ chain }) => chain)),
    to: fc.constantFrom(...SHIPPED_LAYERS.map(({ chain }) => chain)),
    steps: steps.filter((told) => told.length > 0),
    seconds: fc.array(fc.nat(2_000_000), { minLength: 7, maxLength: 7 }),
    deadline: fc.option(fc.nat(2_000_000), { nil: undefined }),
  })
  .map(({ bridge, from, to, steps: told, seconds, deadline }) => {
    let known: Transfer | undefined;
    for (const [index, step] of told.entries()) {
      const next = event(step, index, seconds[index] ?? 0, {
        ...{ bridge, transfer: transferId(bridge, from, '7'), sourceChain: from, destinationChain: to },
        ...(deadline === undefined ? {} : { fillDeadline: fromUnixSeconds(deadline) }),
      });
      known = expectOk(applyBridgeEvent(known, next)).transfer;
    }
    if (known === undefined) throw new Error('no step');
    return known;
  });

const time = fc.nat(6_000_000).map((second) => fromUnixSeconds(second));

describe('tracking a transfer over any bridge', () => {
  it('does not depend on how often, or when, it was looked at before', () => {
    fc.assert(
      fc.property(transfer, fc.array(time, { maxLength: 5 }), time, (untracked, looks, last) => {
        const seen = [...looks.filter((at) => at <= last)].reduce(
          (known, at) => trackTransfer(known, NETWORK, at),
          untracked,
        );
        expect(trackTransfer(seen, NETWORK, last)).toEqual(trackTransfer(untracked, NETWORK, last));
      }),
      { numRuns: 500 },
    );
  });

  it('changes at the next check and not before', () => {
    fc.assert(
      fc.property(transfer, time, (untracked, now) => {
        const tracked = trackTransfer(untracked, NETWORK, now);
        const nextCheckAt = tracked.tracking?.nextCheckAt;
        if (nextCheckAt === undefined) {
          const later = fromUnixSeconds(100_000_000);
          expect(trackTransfer(tracked, NETWORK, later)).toEqual(tracked);
          return;
        }
        expect(nextCheckAt).toBeGreaterThan(now);
        const before = (nextCheckAt - 1) as UnixMilliseconds;
        expect(trackTransfer(tracked, NETWORK, before)).toEqual(tracked);
        expect(trackTransfer(tracked, NETWORK, nextCheckAt).tracking?.since).toBe(nextCheckAt);
      }),
      { numRuns: 500 },
    );
  });

  it('is never late and stuck in the wrong order, and stuck for ever once stuck', () => {
    fc.assert(
      fc.property(transfer, time, time, (untracked, a, b) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        const { tracking } = trackTransfer(untracked, NETWORK, first);
        const { lateAt = -Infinity, stuckAt = Infinity } = tracking ?? {};
        expect(lateAt).toBeLessThan(stuckAt);
        if (tracking?.punctuality !== 'stuck') return;
        expect(trackTransfer(untracked, NETWORK, second).tracking?.punctuality).toBe('stuck');
      }),
    );
  });
});
