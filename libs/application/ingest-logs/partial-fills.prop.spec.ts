import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { unitOwners, type BridgeEvent } from '@causeway/domain/bridging';
import { inTransitOf, ledgerAccountKey } from '@causeway/domain/ledger';
import { addSeconds, tokenAmount, transferId, type AccountId } from '@causeway/domain/units';
import { open, peek } from '../../../test/fixtures/accounts.js';
import {
  ACROSS,
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  hashOf,
  OPTIMISM,
  usdcOn,
  walletOf,
} from '../../../test/fixtures/bridge-events.js';
import { ingestLogs } from './index.js';

const SENDER = 'atlas-main' as AccountId;
const RECIPIENTS = ['borealis-main', 'cirrus-main'] as AccountId[];
const ORDERED = 1_000n;
const journey = { message: '7', raw: ORDERED, sender: walletOf(SENDER) };
const ID = transferId(ACROSS, ETHEREUM, '7');

function step(kind: BridgeEvent['step'], index: number, more: Partial<BridgeEvent>): BridgeEvent {
  const { received: _, sent: _sent, ...base } = bridgeEvent(journey, kind, addSeconds(FIRST_MOMENT, index));
  const chain = kind === 'filled' ? OPTIMISM : ETHEREUM;
  const transactionHash = hashOf(`${kind} ${index}`);
  return {
    ...base,
    logId: `${chain}/${transactionHash}/${transactionHash}/0` as BridgeEvent['logId'],
    ...more,
  };
}

function filled(units: bigint, index: number): BridgeEvent {
  const owner = RECIPIENTS[index % 3];
  return step('filled', index, {
    fill: { filled: units, ordered: ORDERED },
    received: tokenAmount(usdcOn(OPTIMISM), (units * 99n) / 100n),
    recipient: walletOf(owner ?? 'a stranger'),
  });
}

/** Parts of an order, and what becomes of the rest: it stays open, is cancelled, or comes back. */
const story: fc.Arbitrary<readonly BridgeEvent[]> = fc
  .record({
    cuts: fc.uniqueArray(fc.bigInt({ min: 1n, max: ORDERED - 1n }), { minLength: 1, maxLength: 4 }),
    end: fc.constantFrom('open', 'filled', 'cancelled', 'refunded'),
  })
  .map(({ cuts, end }) => {
    const sorted = [...cuts].sort((a, b) => Number(a - b));
    const ends = end === 'filled' ? [...sorted, ORDERED] : sorted;
    const parts = ends.map((until, index) => filled(until - (ends[index - 1] ?? 0n), index));
    const rest = tokenAmount(usdcOn(ETHEREUM), ORDERED - (sorted.at(-1) ?? 0n));
    const called = end === 'cancelled' || end === 'refunded' ? [step('cancelled', 20, {})] : [];
    const back = end === 'refunded' ? [step('refunded', 21, { returned: rest })] : [];
    const repaid = [step('repaid', 22, {})];
    return [bridgeEvent(journey, 'initiated'), ...parts, ...called, ...back, ...repaid];
  });

async function booksAfter(events: readonly BridgeEvent[]) {
  const stores = createMemoryStores();
  await open(stores.ledger, SENDER, 2n * ORDERED);
  for (const account of RECIPIENTS) await open(stores.ledger, account);
  for (const event of events) {
    const ports = { ledger: stores.ledger, ...eventPorts };
    expect(await ingestLogs(ports, batchOfEvents(event))).toMatchObject({ applied: 1 });
    await expectOneOwner(stores.ledger);
  }
  const balances = stores.ledger
    .allBalances()
    .map(({ account, asset, raw }) => `${ledgerAccountKey(account)} ${asset} ${raw}`)
    .sort();
  const [transfer] = stores.ledger.allTransfers();
  return { balances, transfer };
}

/** What is in transit in the books is what the bridge answers for, as soon as the departure is known. */
async function expectOneOwner(ledger: Parameters<typeof peek>[0]): Promise<void> {
  const snapshot = await peek(ledger, { transfers: [ID], accounts: [SENDER] });
  const transfer = snapshot.transfers.get(ID);
  const owners = transfer && unitOwners(transfer);
  const carried = inTransitOf(snapshot.balances, ID);
  expect(carried.length).toBeLessThanOrEqual(1);
  expect(carried[0]?.amount.raw ?? 0n).toBe(transfer?.sourceSeen === true ? (owners?.bridge ?? 0n) : 0n);
}

describe('a transfer that arrives in parts', () => {
  it('ends in the same books in whichever order its parts, its cancellation and its refund are read', async () => {
    const orders = story.chain((events) =>
      fc
        .shuffledSubarray([...events], { minLength: events.length })
        .map((shuffled) => ({ events, shuffled })),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ({ events, shuffled }) => {
        expect(await booksAfter(shuffled)).toEqual(await booksAfter(events));
      }),
      { numRuns: 150 },
    );
  });
});
