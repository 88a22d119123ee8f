import { expect, it } from '@jest/globals';
import { ingestLogs, type IngestOutcome } from '@causeway/application/ingest-logs';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import { reserve } from '@causeway/domain/ledger';
import { erc20Asset, expectOk, tokenAmount, type Address } from '@causeway/domain/units';
import { ATLAS, BOREALIS, open, peek } from '../../fixtures/accounts.js';
import { balanceProof, proofPorts, proofValue } from '../../fixtures/balance-proofs.js';
import {
  batchOf,
  bridgeEvent,
  ETHEREUM,
  OPTIMISM,
  usdcOn,
  walletOf,
  type Journey,
} from '../../fixtures/bridge-events.js';
import { blockOn, firstBlock, headerValue, headsAt, valueIn } from '../../fixtures/chain-blocks.js';
import type { OpenStores } from './harness.js';

const AWAY: Journey = { message: '7', raw: 30n, sender: walletOf(ATLAS), recipient: walletOf(BOREALIS) };
const FINAL = headsAt(100n);
const FIRST = firstBlock(ETHEREUM);
const A = blockOn(FIRST, 'a');
const B = blockOn(A, 'b');

/** What a ledger store has to do with proofs of balances. */
export function provenBalanceContract(opened: OpenStores): void {
  async function setUp(raw = 100n) {
    const { stores } = opened();
    await open(stores.ledger, ATLAS, raw);
    let offset = 0n;
    const tell = async (...values: readonly string[]): Promise<IngestOutcome> => {
      const batch = batchOf(values, { from: offset });
      offset += BigInt(values.length);
      return ingestLogs({ ledger: stores.ledger, ...proofPorts }, batch);
    };
    const accountEvents = () => stores.outbox.read(`account/${ATLAS}`, 0, 100);
    /** What is proven of what the account holds, by bucket, as its newest event tells it. */
    const proven = async (): Promise<unknown> => {
      const event = (await accountEvents()).at(-1)?.event;
      if (event?.type !== 'account.changed') throw new Error('the account has told nothing');
      return Object.fromEntries(
        event.account.holdings.map((holding) => [holding.bucket, holding.proven?.raw]),
      );
    };
    await tell(headerValue(FIRST, FINAL), headerValue(A, FINAL));
    return { stores, tell, proven, accountEvents };
  }

  it('tells the account with its collateral proven, once', async () => {
    const { tell, accountEvents } = await setUp();
    const proof = balanceProof(A, ATLAS, 250n);
    expect(await tell(proofValue(proof))).toMatchObject({ applied: 1, refused: 0 });
    expect(await tell(proofValue(proof), proofValue(proof))).toMatchObject({ applied: 0, duplicates: 2 });
    const { evidence, at, wallet, slot } = proof;
    const events = await accountEvents();
    expect(events).toHaveLength(2);
    expect(events.at(-1)?.event).toMatchObject({
      account: {
        seq: 2,
        holdings: [
          { bucket: 'available', amount: { raw: 100n }, proven: { evidence, at, wallet, slot, raw: 100n } },
        ],
      },
      cause: { reference: `balance-proof/${A.hash}/${wallet}/${proof.asset}`, at },
    });
  });

  it('proves of a larger holding what was shown, what is available before what is reserved', async () => {
    const { stores, tell, proven } = await setUp();
    await tell(proofValue(balanceProof(A, ATLAS, 60n)));
    expect(await proven()).toEqual({ available: 60n });
    await stores.ledger.transact({ logs: [], transfers: [], wallets: [], accounts: [ATLAS] }, (snapshot) => {
      const books = new WorkingBooks(snapshot);
      const cause = { reference: 'route/1', at: B.time };
      expectOk(books.post([expectOk(reserve(ATLAS, tokenAmount(usdcOn(ETHEREUM), 70n), cause))]));
      books.endStep(cause);
      return { changes: books.changes(), outcome: undefined };
    });
    expect(await proven()).toEqual({ available: 30n, reserved: 30n });
  });

  it('counts off what leaves after the block, whichever is known first, and not what left before', async () => {
    const early = { ...AWAY, message: '6', raw: 5n };
    const leaving = [
      valueIn(A, bridgeEvent(early, 'initiated', FIRST.time)),
      valueIn(B, bridgeEvent(AWAY, 'initiated', B.time)),
    ];
    const one = await setUp();
    await one.tell(headerValue(B, FINAL), proofValue(balanceProof(A, ATLAS, 60n)), ...leaving);
    expect(await one.proven()).toEqual({ available: 30n, 'in-transit': undefined });
  });

  it('counts off what had left already when the proof comes', async () => {
    const { tell, proven } = await setUp();
    await tell(headerValue(B, FINAL), valueIn(B, bridgeEvent(AWAY, 'initiated', B.time)));
    await tell(proofValue(balanceProof(A, ATLAS, 60n)));
    expect(await proven()).toEqual({ available: 30n, 'in-transit': undefined });
  });

  it('takes a proof of a newer block in the place of the older, never the other way round', async () => {
    const { tell, proven } = await setUp();
    await tell(headerValue(B, FINAL), proofValue(balanceProof(A, ATLAS, 60n)));
    await tell(proofValue(balanceProof(B, ATLAS, 10n)));
    expect(await proven()).toEqual({ available: 10n });
    const outcome = await tell(proofValue(balanceProof(FIRST, ATLAS, 100n)));
    expect(outcome).toMatchObject({ applied: 0, refused: 1 });
    expect(await proven()).toEqual({ available: 10n });
  });

  it('forgets proofs that no block can bring back', async () => {
    const { stores, tell } = await setUp();
    await tell(headerValue(B, FINAL), proofValue(balanceProof(A, ATLAS, 60n)));
    await tell(headerValue(blockOn(B, 'c'), headsAt(102n)), proofValue(balanceProof(B, ATLAS, 50n)));
    const { provenBalances } = await peek(stores.ledger, { accounts: [ATLAS] });
    expect(provenBalances.map(({ raw }) => raw)).toEqual([50n]);
  });

  it('refuses with a reason what rests on no block that is known, or is of no account', async () => {
    const { stores, tell, proven } = await setUp();
    const unknown = blockOn(FIRST, 'never told');
    const token = erc20Asset(ETHEREUM, `0x${'1'.repeat(40)}` as Address);
    const refused = [
      proofValue(balanceProof(firstBlock(OPTIMISM), ATLAS, 1n)),
      proofValue(balanceProof(unknown, ATLAS, 1n)),
      proofValue(balanceProof(A, BOREALIS, 1n, token)),
    ];
    expect(await tell(...refused)).toMatchObject({ applied: 0, refused: 3 });
    expect(await proven()).toEqual({ available: undefined });
    const ids = [
      `balance-proof/${firstBlock(OPTIMISM).hash}/${walletOf(ATLAS)}/${usdcOn(OPTIMISM)}#CHAIN_NOT_FOLLOWED`,
      `balance-proof/${unknown.hash}/${walletOf(ATLAS)}/${usdcOn(ETHEREUM)}#UNKNOWN_BLOCK`,
      `balance-proof/${A.hash}/${walletOf(BOREALIS)}/${token}#UNKNOWN_WALLET`,
    ];
    for (const id of ids) expect(await stores.deadLetters.find(id)).toMatchObject({ id });
  });

  it('takes it back with its block, and again when the block comes back', async () => {
    const { tell, proven, accountEvents } = await setUp();
    await tell(proofValue(balanceProof(FIRST, ATLAS, 80n)), proofValue(balanceProof(A, ATLAS, 60n)));
    const other = blockOn(FIRST, 'other');
    await tell(headerValue(other, FINAL));
    expect(await proven()).toEqual({ available: 80n });
    expect((await accountEvents()).at(-1)?.event).toMatchObject({
      cause: { reference: `reorg/${ETHEREUM}/1` },
    });
    expect(await tell(proofValue(balanceProof(A, ATLAS, 60n)))).toMatchObject({ applied: 0 });
    await tell(headerValue(B, FINAL));
    expect(await proven()).toEqual({ available: 60n });
  });

  it('counts in again what orphaned departures had taken', async () => {
    const { tell, proven } = await setUp();
    await tell(proofValue(balanceProof(A, ATLAS, 60n)), headerValue(B, FINAL));
    await tell(valueIn(B, bridgeEvent(AWAY, 'initiated', B.time)));
    expect(await proven()).toEqual({ available: 30n, 'in-transit': undefined });
    const other = blockOn(A, 'other');
    await tell(headerValue(other, FINAL));
    expect(await proven()).toEqual({ available: 60n });
    await tell(valueIn(other, bridgeEvent({ ...AWAY, raw: 20n }, 'initiated', other.time)));
    expect(await proven()).toEqual({ available: 40n, 'in-transit': undefined });
    await tell(headerValue(blockOn(B, 'c'), FINAL));
    expect(await proven()).toEqual({ available: 30n, 'in-transit': undefined });
  });
}
