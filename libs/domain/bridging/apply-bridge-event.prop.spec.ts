import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import type { BridgeEvent } from './bridge-event.js';
import { arrival, departure, event, givenBack, part } from './bridge-events.fixture.js';
import { arrivedInParts } from './fills.js';
import { inFlightOwner, unitOwners } from './in-flight-owner.js';
import type { Movement, Transfer } from './transfer.js';

/** Events that can all be true of one transfer: some of the steps on the way, and at most one kind of end. */
const story: fc.Arbitrary<readonly BridgeEvent[]> = fc
  .record({
    steps: fc.subarray([
      event('attested', 3, 1_001),
      event('relayed', 4, 1_001),
      event('proven', 5, 1_002),
      event('proven', 6, 1_003),
    ]),
    end: fc.constantFrom<readonly BridgeEvent[]>(
      [],
      [arrival()],
      [event('expired', 7, 2_000)],
      [event('refunded', 8, 2_001)],
      [event('expired', 7, 2_000), event('refunded', 8, 2_001)],
      [event('failed', 9, 2_000)],
      [event('failed', 9, 2_000), event('refunded', 8, 2_001)],
      [event('cancelled', 10, 2_000), event('refunded', 8, 2_001)],
      [arrival(), event('repaid', 11, 9_000), event('repaid', 12, 9_001)],
      [part(13, 400n)],
      [part(13, 400n), part(14, 350n), part(15, 250n)],
      [part(13, 1n), part(14, 999n), event('repaid', 11, 9_000)],
      [part(13, 400n), event('cancelled', 10, 2_000)],
      [part(13, 400n), event('cancelled', 10, 2_000), givenBack('refunded', 16, 600n)],
      [part(13, 400n), part(14, 350n), givenBack('expired', 16, 250n), givenBack('refunded', 17, 250n)],
    ),
    hasDeparture: fc.boolean(),
  })
  .map(({ steps, end, hasDeparture }) => [...(hasDeparture ? [departure()] : []), ...steps, ...end])
  .filter((events) => events.length > 0);

/** A story, and the same events shuffled with some of them told again. */
const retold = story.chain((events) =>
  fc
    .array(fc.constantFrom(...events), { maxLength: 6 })
    .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }))
    .map((shuffled) => ({ events, shuffled })),
);

function tell(events: readonly BridgeEvent[]): { transfer: Transfer | undefined; movements: Movement[] } {
  let transfer: Transfer | undefined;
  const movements: Movement[] = [];
  for (const next of events) {
    const change = expectOk(applyBridgeEvent(transfer, next));
    transfer = change.transfer;
    if (change.movement !== undefined) movements.push(change.movement);
  }
  return { transfer, movements };
}

/** What movements leave of the sender's units, and of the recipient's, whoever was told of first. */
function net(movements: readonly Movement[]): { sender: bigint; recipient: bigint } {
  let sender = 0n;
  let recipient = 0n;
  for (const { kind, amount } of movements) {
    if (kind === 'departure') sender -= amount.raw;
    if (kind === 'return') sender += amount.raw;
    if (kind === 'arrival') recipient += amount.raw;
  }
  return { sender, recipient };
}

describe('any interleaving and repetition of a transfer’s events', () => {
  it('ends in the same transfer and the same money', () => {
    fc.assert(
      fc.property(retold, ({ events, shuffled }) => {
        const straight = tell(events);
        const crooked = tell(shuffled);
        expect(crooked.transfer).toEqual(straight.transfer);
        expect(net(crooked.movements)).toEqual(net(straight.movements));
      }),
      { numRuns: 500 },
    );
  });

  it('moves each leg once at most and always has one owner of the units', () => {
    fc.assert(
      fc.property(retold, ({ shuffled }) => {
        const { transfer, movements } = tell(shuffled);
        const parts = transfer?.fills?.length ?? 1;
        const most = { departure: 1, arrival: parts, return: 1 };
        for (const kind of ['departure', 'arrival', 'return'] as const) {
          expect(movements.filter((movement) => movement.kind === kind).length).toBeLessThanOrEqual(
            most[kind],
          );
        }
        const owner = transfer === undefined ? undefined : inFlightOwner(transfer);
        const hasArrived = movements.some(({ kind }) => kind === 'arrival');
        expect(owner === 'recipient').toBe(hasArrived && transfer?.stage === 'finalised');
      }),
      { numRuns: 500 },
    );
  });

  it('gives each unit one owner at every moment, and none that arrived or came back to the bridge', () => {
    fc.assert(
      fc.property(retold, ({ shuffled }) => {
        for (let count = 1; count <= shuffled.length; count += 1) {
          const { transfer } = tell(shuffled.slice(0, count));
          const owners = transfer && unitOwners(transfer);
          if (transfer?.sent === undefined || owners === undefined) continue;
          expect(owners.sender + owners.recipient + owners.bridge).toBe(transfer.sent.raw);
          for (const units of Object.values(owners)) expect(units).toBeGreaterThanOrEqual(0n);
          if (transfer.stage === 'finalised') expect(owners.recipient).toBe(transfer.sent.raw);
          else expect(owners.recipient).toBe(arrivedInParts(transfer));
          if (transfer.stage === 'refunded') expect(owners.bridge).toBe(0n);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never goes back', () => {
    const order = [
      'initiated',
      'attested',
      'relayed',
      'in-challenge',
      'partially-filled',
      'cancelled',
      'expired',
      'failed',
      'refunded',
      'finalised',
    ];
    fc.assert(
      fc.property(retold, ({ shuffled }) => {
        let reached = -1;
        for (let count = 1; count <= shuffled.length; count += 1) {
          const stage = tell(shuffled.slice(0, count)).transfer?.stage ?? 'initiated';
          expect(order.indexOf(stage)).toBeGreaterThanOrEqual(reached);
          reached = order.indexOf(stage);
        }
      }),
    );
  });
});
