import { describe, expect, it } from '@jest/globals';
import { decodeEventText, encodeEventText, priceFormat } from '@causeway/adapters/wire';
import {
  ACCOUNT_EVENTS,
  BRIDGE_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  type PublishedEvent,
} from '@causeway/application/ports';
import type { ConservationAlert } from '@causeway/domain/conservation';
import { evmChain, nativeAsset, type BridgeId } from '@causeway/domain/units';
import { batchOf, FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { accountAt, housePolicy, price } from '../../../test/fixtures/margin.js';
import { readEngineRecords } from './index.js';

const parsers = { parsePublishedEvent: decodeEventText, parsePrice: priceFormat.decodeText };
const cause = { reference: 'a log', at: FIRST_MOMENT };
const accountChanged: PublishedEvent = { type: 'account.changed', account: accountAt(3), cause };
const policyActivated: PublishedEvent = { type: 'policy.activated', policy: housePolicy, at: FIRST_MOMENT };

const read = (topic: string, ...values: readonly string[]) =>
  readEngineRecords(parsers, batchOf(values, { topic, partition: 2, from: 5n }));

describe('readEngineRecords', () => {
  it('reads accounts, prices and policies, each from its topic', () => {
    expect(read(ACCOUNT_EVENTS, encodeEventText(accountChanged))).toEqual([
      { offset: 5n, input: { kind: 'account', account: accountAt(3), cause } },
    ]);
    expect(read(MARKET_PRICES, priceFormat.encodeText(price('BTC', '40000')))).toEqual([
      { offset: 5n, input: { kind: 'price', price: price('BTC', '40000') } },
    ]);
    expect(read(POLICY_EVENTS, encodeEventText(policyActivated))).toEqual([
      { offset: 5n, input: { kind: 'policy', policy: housePolicy, at: FIRST_MOMENT } },
    ]);
  });

  it('reads from alerts which bridges are frozen', () => {
    const bridge = 'nomad' as BridgeId;
    const alert: ConservationAlert = {
      id: 'nomad/r',
      bridge,
      code: 'UNEXPLAINED_ARRIVAL',
      severity: 'alarm',
      status: 'open',
      message: 'a release without a burn',
      asset: 'USDC',
      arrival: {
        id: 'r',
        bridge,
        kind: 'release',
        chain: evmChain(1),
        sourceChain: evmChain(1284),
        at: FIRST_MOMENT,
        transactionHash: `0x${'0'.repeat(64)}`,
        asset: nativeAsset(evmChain(1)),
        amount: 1n,
      },
      raisedAt: FIRST_MOMENT,
    };
    const alerted: PublishedEvent = { type: 'bridge.alerted', alert, isFrozen: true };
    expect(read(BRIDGE_EVENTS, encodeEventText(alerted))).toEqual([
      { offset: 5n, input: { kind: 'bridge', bridge, isFrozen: true, at: FIRST_MOMENT } },
    ]);
  });

  it('makes a dead letter of what it cannot read, and reads on', () => {
    const records = read(
      MARKET_PRICES,
      '{"schema":"causeway.price/1"}',
      '{',
      priceFormat.encodeText(price('BTC', '1')),
    );
    expect(records).toMatchObject([
      {
        offset: 5n,
        deadLetter: {
          id: 'market.prices/2/5#INVALID_DOCUMENT',
          topic: MARKET_PRICES,
          partition: 2,
          offset: 5n,
          message: 'symbol: symbol is missing',
          body: '{"schema":"causeway.price/1"}',
        },
      },
      { offset: 6n, deadLetter: { id: 'market.prices/2/6#INVALID_JSON' } },
      { offset: 7n, input: { kind: 'price' } },
    ]);
    expect(
      records.every(({ input, deadLetter }) => (input === undefined) !== (deadLetter === undefined)),
    ).toBe(true);
  });

  it.each([
    [POLICY_EVENTS, accountChanged],
    [ACCOUNT_EVENTS, policyActivated],
  ])('makes a dead letter of an event that strayed to %s', (topic, event) => {
    expect(read(topic, encodeEventText(event))).toMatchObject([
      { offset: 5n, deadLetter: { code: 'MISPLACED_EVENT', message: expect.stringContaining(event.type) } },
    ]);
  });
});
