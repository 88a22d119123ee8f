import { expect, it } from '@jest/globals';
import { ingestLogs, type IngestOutcome } from '@causeway/application/ingest-logs';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import { legFinality } from '@causeway/domain/bridging';
import { ledgerAccountKey, reserve, type Balance } from '@causeway/domain/ledger';
import { expectOk, tokenAmount, transferId, type ChainId } from '@causeway/domain/units';
import { ATLAS, BOREALIS, open, peek } from '../../fixtures/accounts.js';
import {
  ACROSS,
  batchOf,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  usdcOn,
  walletOf,
  type Journey,
} from '../../fixtures/bridge-events.js';
import {
  blockOn,
  firstBlock,
  headerValue,
  headsAt,
  valueIn,
  type ExampleBlock,
} from '../../fixtures/chain-blocks.js';
import type { OpenedStores, OpenStores } from './harness.js';

const MOVE: Journey = { message: '7', raw: 40n, sender: walletOf(ATLAS), recipient: walletOf(BOREALIS) };
const MOVE_ID = transferId(ACROSS, ETHEREUM, '7');
const FINAL = headsAt(100n);

/** Delivers values one after another, as records of one partition. */
class Teller {
  private offset = 0n;

  constructor(private readonly opened: OpenedStores) {}

  async tell(...values: readonly string[]): Promise<IngestOutcome> {
    const batch = batchOf(values, { from: this.offset });
    this.offset += BigInt(values.length);
    return ingestLogs({ ledger: this.opened.stores.ledger, ...eventPorts }, batch);
  }
}

/** A chain on which the blocks `a` and `b` follow the first. */
function blocksOf(chain: ChainId): {
  readonly first: ExampleBlock;
  readonly a: ExampleBlock;
  readonly b: ExampleBlock;
} {
  const first = firstBlock(chain);
  const a = blockOn(first, 'a');
  return { first, a, b: blockOn(a, 'b') };
}

async function setUp(opened: OpenStores) {
  const stores = opened();
  await open(stores.stores.ledger, ATLAS, 100n);
  await open(stores.stores.ledger, BOREALIS);
  const transferOf = async () =>
    (await peek(stores.stores.ledger, { transfers: [MOVE_ID] })).transfers.get(MOVE_ID);
  const finalityOf = async () => {
    const transfer = await transferOf();
    return transfer === undefined ? undefined : legFinality(transfer);
  };
  return { ...stores, teller: new Teller(stores), transferOf, finalityOf };
}

/** What a ledger store has to do with block headers. */
export function finalityContract(opened: OpenStores): void {
  it('reverses what an orphaned log posted, forgets the transfer, and tells both', async () => {
    const { teller, stores, balances, postings, transferOf, finalityOf, transferCount } = await setUp(opened);
    const { first, a } = blocksOf(ETHEREUM);
    const before = shown(await balances());
    await teller.tell(headerValue(first, FINAL), headerValue(a, FINAL));
    await teller.tell(valueIn(a, bridgeEvent(MOVE, 'initiated')));
    expect(await finalityOf()).toEqual({ source: 'latest' });
    const outcome = await teller.tell(headerValue(blockOn(first, 'other'), FINAL));
    expect(outcome.notices).toEqual([{ kind: 'reorganised', chain: ETHEREUM, depth: 1, undone: 1 }]);
    expect(shown(await balances())).toEqual(before);
    expect(await transferOf()).toBeUndefined();
    expect(await transferCount()).toBe(0);
    const reversal = (await postings()).find((posting) => posting.startsWith('reorg/'));
    expect(reversal).toContain(`reorg/${ETHEREUM}/1/undo/${ETHEREUM}/${a.hash}/`);
    const told = await stores.outbox.read('transfer/across', 0, 10);
    expect(told.map(({ seq, event }) => [seq, event])).toMatchObject([
      [1, { transfer: { sourceSeen: true } }],
      [
        2,
        {
          transfer: { id: MOVE_ID, history: [], sourceSeen: false },
          cause: { reference: `reorg/${ETHEREUM}/1` },
        },
      ],
    ]);
    const account = await stores.outbox.read(`account/${ATLAS}`, 0, 10);
    expect(account.at(-1)?.event).toMatchObject({
      account: { seq: 3, holdings: [{ bucket: 'available', amount: { raw: 100n } }] },
      cause: { reference: `reorg/${ETHEREUM}/1` },
    });
  });

  it('applies the logs of a branch again when it comes back, without being told them', async () => {
    const { teller, balances, transferOf } = await setUp(opened);
    const { first, a, b } = blocksOf(ETHEREUM);
    await teller.tell(headerValue(first, FINAL), headerValue(a, FINAL));
    await teller.tell(valueIn(a, bridgeEvent(MOVE, 'initiated')));
    const departed = shown(await balances());
    await teller.tell(headerValue(blockOn(first, 'other'), FINAL));
    const outcome = await teller.tell(headerValue(b, FINAL));
    expect(outcome).toMatchObject({ applied: 1, notices: [{ kind: 'reorganised', undone: 0 }] });
    expect(shown(await balances())).toEqual(departed);
    expect(await transferOf()).toMatchObject({ stage: 'initiated' });
    expect(await teller.tell(valueIn(a, bridgeEvent(MOVE, 'initiated')))).toMatchObject({ duplicates: 1 });
  });

  it('keeps what lies beyond a gap until the gap is closed, while other chains go on', async () => {
    const { teller, transferOf, stores } = await setUp(opened);
    const { first, a, b } = blocksOf(ETHEREUM);
    const rollup = blocksOf(OPTIMISM);
    await teller.tell(headerValue(first, FINAL), headerValue(rollup.first, FINAL));
    const gapped = await teller.tell(headerValue(b, FINAL), valueIn(b, bridgeEvent(MOVE, 'initiated')));
    expect(gapped).toMatchObject({
      waiting: 1,
      notices: [{ kind: 'gapped', chain: ETHEREUM, missing: { from: 101n, to: 101n } }],
    });
    expect(await transferOf()).toBeUndefined();
    await teller.tell(headerValue(rollup.a, FINAL), valueIn(rollup.a, bridgeEvent(MOVE, 'finalised')));
    expect(await transferOf()).toMatchObject({ destinationSeen: true, sourceSeen: false });
    const closed = await teller.tell(headerValue(a, FINAL));
    expect(closed).toMatchObject({ applied: 1, notices: [{ kind: 'gap-closed', tip: b.hash }] });
    expect(await transferOf()).toMatchObject({ destinationSeen: true, sourceSeen: true });
    const snapshot = await peek(stores.ledger, {
      chains: [{ chain: ETHEREUM, blocks: [], adopting: [], told: [] }],
    });
    expect(snapshot.chains.get(ETHEREUM)?.followed).toMatchObject({ status: 'following' });
  });

  it('raises the finality of each leg with the heads of its chain, and lowers a safe one', async () => {
    const { teller, finalityOf, stores } = await setUp(opened);
    const { first, a, b } = blocksOf(ETHEREUM);
    const rollup = blocksOf(OPTIMISM);
    await teller.tell(
      headerValue(first, FINAL),
      headerValue(rollup.first, FINAL),
      headerValue(rollup.a, FINAL),
    );
    await teller.tell(valueIn(rollup.a, bridgeEvent(MOVE, 'finalised')));
    await teller.tell(headerValue(a, FINAL), valueIn(a, bridgeEvent(MOVE, 'initiated')));
    expect(await finalityOf()).toEqual({ source: 'latest', destination: 'latest' });
    await teller.tell(headerValue(b, headsAt(100n, 101n)));
    expect(await finalityOf()).toEqual({ source: 'safe', destination: 'latest' });
    await teller.tell(headerValue(blockOn(b, 'c'), FINAL));
    expect(await finalityOf()).toMatchObject({ source: 'latest' });
    const events = (await stores.outbox.bounds(`account/${ATLAS}`)).newest;
    await teller.tell(headerValue(rollup.b, { ...headsAt(101n), settled: 101n }));
    await teller.tell(headerValue(blockOn(blockOn(b, 'c'), 'd'), headsAt(102n)));
    expect(await finalityOf()).toEqual({ source: 'finalised', destination: 'settled' });
    expect((await stores.outbox.bounds(`account/${ATLAS}`)).newest).toBe(events);
    expect((await stores.outbox.read('transfer/across', 0, 20)).at(-1)?.event).toMatchObject({
      cause: { reference: expect.stringMatching(`^head/${ETHEREUM}/0x`) as unknown },
    });
  });

  it('stops a chain that takes back a final block, and changes nothing by it', async () => {
    const { teller, finalityOf, balances } = await setUp(opened);
    const { first, a, b } = blocksOf(ETHEREUM);
    await teller.tell(headerValue(first, FINAL), headerValue(a, FINAL));
    await teller.tell(valueIn(a, bridgeEvent(MOVE, 'initiated')), headerValue(b, headsAt(101n)));
    const before = shown(await balances());
    const other = blockOn(first, 'other');
    expect((await teller.tell(headerValue(other, headsAt(101n)))).notices).toMatchObject([
      { kind: 'contradicted', reason: expect.stringContaining(a.hash) as unknown },
    ]);
    const next = blockOn(b, 'c');
    await teller.tell(
      headerValue(next, headsAt(101n)),
      valueIn(next, bridgeEvent({ ...MOVE, message: '8' }, 'initiated')),
    );
    expect(shown(await balances())).toEqual(before);
    expect(await finalityOf()).toEqual({ source: 'finalised' });
  });

  it('keeps a log of a block that lost, and came too late to be told apart, as a dead letter', async () => {
    const { teller, stores } = await setUp(opened);
    const { first, a, b } = blocksOf(ETHEREUM);
    await teller.tell(headerValue(first, FINAL), headerValue(a, FINAL), headerValue(b, headsAt(101n)));
    const late = valueIn(blockOn(first, 'other'), bridgeEvent(MOVE, 'initiated'));
    expect(await teller.tell(late)).toMatchObject({ applied: 0, refused: 1 });
    const { logId } = bridgeEvent(MOVE, 'initiated');
    const [, , transaction] = logId.split('/');
    const id = `${ETHEREUM}/${blockOn(first, 'other').hash}/${transaction}/0#UNKNOWN_BLOCK`;
    expect(await stores.deadLetters.find(id)).toMatchObject({ code: 'UNKNOWN_BLOCK', status: 'waiting' });
  });

  it('keeps the effect of a command in between, as far as the units are still there', async () => {
    const { teller, stores, balances } = await setUp(opened);
    const rollup = blocksOf(OPTIMISM);
    await teller.tell(headerValue(rollup.first, FINAL), headerValue(rollup.a, FINAL));
    await teller.tell(valueIn(rollup.a, bridgeEvent({ ...MOVE, raw: 30n }, 'finalised')));
    const cause = { reference: 'reserve/1', at: FIRST_MOMENT };
    const keys = { logs: [], transfers: [], wallets: [], accounts: [BOREALIS] };
    await stores.ledger.transact(keys, (snapshot) => {
      const books = new WorkingBooks(snapshot);
      expectOk(books.post([expectOk(reserve(BOREALIS, tokenAmount(usdcOn(OPTIMISM), 20n), cause))]));
      books.endStep(cause);
      return { changes: books.changes(), outcome: undefined };
    });
    const reserved = shown(await balances());
    await teller.tell(headerValue(blockOn(rollup.first, 'other'), FINAL));
    expect(Object.keys(shown(await balances())).filter((key) => key.includes(BOREALIS))).toEqual([]);
    await teller.tell(headerValue(rollup.b, FINAL));
    expect(shown(await balances())).toEqual({
      ...reserved,
      // It is decided in its old place, before the log that comes again.
      [`desk/${BOREALIS}/available ${usdcOn(OPTIMISM)}`]: 30n,
      [`desk/${BOREALIS}/reserved ${usdcOn(OPTIMISM)}`]: undefined,
    });
  });
}

function shown(balances: readonly Balance[]): Record<string, bigint> {
  return Object.fromEntries(
    balances.map(({ account, asset, raw }) => [`${ledgerAccountKey(account)} ${asset}`, raw]),
  );
}
