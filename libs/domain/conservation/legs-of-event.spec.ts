import { describe, expect, it } from '@jest/globals';
import { applyBridgeEvent, type BridgeEvent, type Transfer } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { addSeconds, type BridgeId } from '@causeway/domain/units';
import {
  ACROSS,
  bridgeEvent,
  ETHEREUM,
  FIRST_MOMENT,
  OPTIMISM,
  usdcOn,
  walletOf,
} from '../../../test/fixtures/bridge-events.js';
import { legsOfEvent } from './legs-of-event.js';

const ALICE = walletOf('alice');
const BOB = walletOf('bob');
const journey = { message: '7', raw: 100n, arriving: 99n, sender: ALICE, recipient: BOB };
const later = addSeconds(FIRST_MOMENT, 60);
const departure = bridgeEvent(journey, 'initiated');
const arrival = bridgeEvent(journey, 'finalised', later);

/** The legs that each event shows, and the transfer in the end, as the books would apply them. */
function told(...events: readonly BridgeEvent[]) {
  let transfer: Transfer | undefined;
  return events.map((event) => {
    const before = transfer;
    const applied = applyBridgeEvent(before, event);
    if (applied.ok) transfer = applied.value.transfer;
    return legsOfEvent({ event, before, after: applied.ok ? transfer : undefined }, NETWORK);
  });
}

describe('the legs of an event', () => {
  it('are what left and what arrived, in exact units, under the id of the message', () => {
    expect(told(departure, arrival)).toEqual([
      [
        {
          id: departure.logId,
          bridge: ACROSS,
          kind: 'lock',
          chain: ETHEREUM,
          sourceChain: ETHEREUM,
          at: FIRST_MOMENT,
          transactionHash: departure.transactionHash,
          messageId: '7',
          asset: usdcOn(ETHEREUM),
          counterpart: usdcOn(OPTIMISM),
          amount: 100n,
          recipient: BOB,
        },
      ],
      [
        expect.objectContaining({
          id: arrival.logId,
          kind: 'release',
          chain: OPTIMISM,
          sourceChain: ETHEREUM,
          asset: usdcOn(OPTIMISM),
          counterpart: usdcOn(ETHEREUM),
          amount: 99n,
        }),
      ],
    ]);
  });

  it('are shown by an arrival that the books refuse, since it took units all the same', () => {
    const again = {
      ...bridgeEvent({ ...journey, message: '7' }, 'finalised', later),
      logId: 'again' as never,
    };
    const [, , second] = told(departure, arrival, again);
    expect(second).toMatchObject([{ id: 'again', kind: 'release', amount: 99n }]);
  });

  it('are none of a log that is known, nor of a step that moves nothing', () => {
    expect(told(departure, departure)[1]).toEqual([]);
    expect(told(departure, bridgeEvent(journey, 'attested'))[1]).toEqual([]);
  });

  it('wait for an amount that only the departure tells', () => {
    const { received: _received, sent: _sent, ...silent } = arrival;
    const [unpriced, both] = told(silent, departure);
    expect(unpriced).toEqual([]);
    expect(both).toMatchObject([
      { id: departure.logId, kind: 'lock' },
      {
        id: arrival.logId,
        kind: 'release',
        chain: OPTIMISM,
        at: later,
        transactionHash: arrival.transactionHash,
        amount: 99n,
      },
    ]);
    expect(told(departure, silent)[1]).toMatchObject([{ id: arrival.logId, amount: 99n }]);
  });

  it('are a release on the source chain when units go back, once', () => {
    const expiry = bridgeEvent(journey, 'expired', later);
    const refund = bridgeEvent(journey, 'refunded', later);
    const [, returned, again] = told(departure, expiry, refund);
    expect(returned).toMatchObject([
      { id: expiry.logId, kind: 'release', chain: ETHEREUM, amount: 100n, recipient: ALICE },
    ]);
    expect(again).toEqual([]);
  });

  it('come with the part that completes an order, of all parts', () => {
    const part = (index: number, filled: bigint): BridgeEvent => ({
      ...bridgeEvent({ ...journey, arriving: filled }, 'filled', later),
      logId: `part-${index}` as never,
      fill: { filled, ordered: 100n },
    });
    const [, first, last] = told(departure, part(1, 40n), part(2, 60n));
    expect(first).toEqual([]);
    expect(last).toMatchObject([{ id: 'part-2', kind: 'release', amount: 100n }]);
  });

  it.each([
    ['cctp', 'burn', 'mint'],
    ['op-stack', 'lock', 'mint'],
    ['across', 'lock', 'release'],
  ])('over %s are a %s and a %s', (bridge, departed, arrived) => {
    const over = { ...journey, bridge: bridge as BridgeId };
    const [out, into] = told(bridgeEvent(over, 'initiated'), bridgeEvent(over, 'finalised', later));
    expect([out?.[0]?.kind, into?.[0]?.kind]).toEqual([departed, arrived]);
  });
});
