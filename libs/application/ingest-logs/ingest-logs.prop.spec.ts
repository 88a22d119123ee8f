import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { encodeEventText } from '@causeway/adapters/wire';
import { streamName } from '@causeway/application/ports';
import type { TransferStep } from '@causeway/domain/bridging';
import { ledgerAccountKey } from '@causeway/domain/ledger';
import { addSeconds, type AccountId } from '@causeway/domain/units';
import { open } from '../../../test/fixtures/accounts.js';
import {
  ACROSS,
  batchOf,
  bridgeEvent,
  eventPorts,
  FIRST_MOMENT,
  transactionValue,
  walletOf,
} from '../../../test/fixtures/bridge-events.js';
import { ingestLogs } from './index.js';

const ACCOUNTS = ['atlas-main', 'borealis-main'] as AccountId[];
const STEPS: readonly TransferStep[] = [
  'initiated',
  'attested',
  'finalised',
  'expired',
  'refunded',
  'failed',
];

const journeyEvent = fc
  .record({
    message: fc.nat(5),
    step: fc.constantFrom(...STEPS),
    second: fc.nat(100),
    isSpoofed: fc.nat(9).map((number) => number === 0),
    owner: fc.nat(2),
  })
  .map(({ message, step, second, isSpoofed, owner }) =>
    bridgeEvent(
      {
        message: String(message),
        raw: BigInt(message + 1) * 7n,
        arriving: BigInt(message + 1) * 6n,
        sender: walletOf(ACCOUNTS[message % 2] ?? ''),
        recipient: walletOf(ACCOUNTS[owner] ?? 'a stranger'),
      },
      step,
      addSeconds(FIRST_MOMENT, second),
      isSpoofed ? 'topic-only' : 'known-contract',
    ),
  );

/** Values of records: transactions with a few events each, some of which cannot be read at all. */
const values = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.array(journeyEvent, { maxLength: 3 }).map((events) => transactionValue(events)),
    },
    { weight: 1, arbitrary: fc.constant('{"broken') },
  ),
  { minLength: 1, maxLength: 25 },
);

/** How the values are delivered: the size of each batch, and how far back the delivery before it is repeated. */
const deliveries = fc.array(fc.record({ size: fc.integer({ min: 1, max: 8 }), again: fc.nat(4) }), {
  minLength: 1,
  maxLength: 25,
});

type Delivery = readonly { readonly size: number; readonly again: number }[];

async function stateAfter(records: readonly string[], delivery: Delivery) {
  const stores = createMemoryStores();
  for (const account of ACCOUNTS) await open(stores.ledger, account, 20n);
  const ports = { ledger: stores.ledger, ...eventPorts };
  let next = 0;
  for (let turn = 0; next < records.length; turn += 1) {
    const { size, again } = delivery[turn % delivery.length] ?? { size: 1, again: 0 };
    const from = Math.max(0, next - again);
    await ingestLogs(ports, batchOf(records.slice(from, next + size), { from: BigInt(from) }));
    next += size;
  }
  const streams = [
    streamName('transfer', ACROSS),
    ...ACCOUNTS.map((account) => streamName('account', account)),
  ];
  const events = await Promise.all(streams.map((stream) => stores.outbox.read(stream, 0, 10_000)));
  return {
    streams: events.flat().map(({ stream, seq, key, event }) => [stream, seq, key, encodeEventText(event)]),
    transfers: stores.ledger.allTransfers(),
    postings: stores.ledger.postings(),
    balances: stores.ledger
      .allBalances()
      .map(({ account, asset, raw }) => `${ledgerAccountKey(account)} ${asset} ${raw}`)
      .sort(),
    deadLetters: [...stores.deadLetters.all()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

describe('ingestLogs, however the records are batched', () => {
  it('ends in the same state and the same streams, also when batches are delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(values, deliveries, async (records, delivery) => {
        const oneByOne = await stateAfter(records, [{ size: 1, again: 0 }]);
        expect(await stateAfter(records, delivery)).toEqual(oneByOne);
        expect(await stateAfter(records, [{ size: records.length, again: 0 }])).toEqual(oneByOne);
      }),
      { numRuns: 150 },
    );
  });
});
