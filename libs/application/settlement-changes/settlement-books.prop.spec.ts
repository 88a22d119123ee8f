import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { acceptQuote } from '@causeway/application/accept-quote';
import { followSettlements } from '@causeway/application/follow-settlements';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import { openAccount } from '@causeway/application/open-account';
import { reportLeg, type LegReport } from '@causeway/application/report-leg';
import { NETWORK } from '@causeway/domain/network';
import { balanceOf, seize, type SeizableBucket } from '@causeway/domain/ledger';
import { buildGraph, quoteRoute, type LiquidityEdge } from '@causeway/domain/routing';
import { USUAL_TERMS } from '@causeway/domain/settlement';
import {
  addSeconds,
  expectOk,
  parseAssetId,
  parseDeskId,
  tokenAmount,
  type AssetId,
} from '@causeway/domain/units';
import { ATLAS, peek } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, usdcOn, walletOf } from '../../../test/fixtures/bridge-events.js';
import { RELAYER } from '../../../test/fixtures/settlements.js';

const NOW = FIRST_MOMENT;
const DAI = expectOk(parseAssetId('eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f'));
const USDC = usdcOn(ETHEREUM);
const SWAP: LiquidityEdge = {
  kind: 'constant-product',
  id: 'swap',
  ...{ from: DAI, to: USDC, chain: ETHEREUM, reserveIn: 10n ** 9n, reserveOut: 10n ** 9n },
  ...{ feeMillionths: 0n, minimumInput: 1n, capacity: 10n ** 6n, fixedCost: 0n, observedAt: NOW },
  latency: { lowerQuartileSeconds: 1, medianSeconds: 1, upperQuartileSeconds: 1 },
  security: 'validity-proof',
};
const GRAPH = expectOk(buildGraph('v1', [SWAP, RELAYER]));

/** What may happen to a settlement whose first leg trades on its layer. */
type Happening =
  | { readonly kind: 'report'; readonly leg: number; readonly report: LegReport }
  | {
      readonly kind: 'seize';
      readonly asset: AssetId;
      readonly bucket: SeizableBucket;
      readonly part: number;
    }
  | { readonly kind: 'pass'; readonly seconds: number };

const flag = fc.boolean();
const report: fc.Arbitrary<LegReport> = fc.oneof(
  fc.record({
    kind: fc.constant('executed' as const),
    delivered: fc.bigInt({ min: 0n, max: 600n }),
    isFinal: flag,
  }),
  fc.record({ kind: fc.constant('reverted' as const), isFinal: flag }),
  fc.record({ kind: fc.constant('abandoned' as const) }),
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('report' as const), leg: fc.nat(1), report }) },
  fc.record({
    kind: fc.constant('seize' as const),
    asset: fc.constantFrom(DAI, USDC),
    bucket: fc.constantFrom('available' as const, 'reserved' as const),
    part: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 2_000 }) }),
);

async function setUp() {
  const { ledger, settlements } = createMemoryStores();
  const wallet = walletOf('atlas');
  const deposits = [tokenAmount(DAI, 700n)];
  const desk = expectOk(parseDeskId('desk'));
  expectOk(await openAccount(ledger, { account: ATLAS, desk, wallets: [wallet], deposits }, NOW));
  const request = { input: tokenAmount(DAI, 500n), output: RELAYER.to };
  const quote = expectOk(quoteRoute(GRAPH, request, NOW));
  const command = { account: ATLAS, wallet, isContractWallet: false, quote, terms: USUAL_TERMS };
  expectOk(await acceptQuote({ settlements, graph: GRAPH, network: NETWORK }, command, NOW));
  let now = NOW;
  const keys = { logs: [], transfers: [], wallets: [], accounts: [ATLAS] };
  const held = async (asset: AssetId, bucket: 'available' | 'reserved' | 'seized') =>
    balanceOf(
      (await peek(ledger, { accounts: [ATLAS] })).balances,
      { kind: 'desk', account: ATLAS, bucket },
      asset,
    );
  const apply = async (each: Happening): Promise<void> => {
    if (each.kind === 'pass') now = addSeconds(now, each.seconds);
    if (each.kind === 'seize') {
      const raw = (await held(each.asset, each.bucket)) / BigInt(each.part);
      if (raw === 0n) return;
      await ledger.transact(keys, (snapshot) => {
        const books = new WorkingBooks(snapshot);
        const cause = { reference: 'seizure', at: now };
        expectOk(books.post([expectOk(seize(ATLAS, each.bucket, tokenAmount(each.asset, raw), cause))]));
        books.endStep(cause);
        return { changes: books.changes(), outcome: undefined };
      });
    }
    if (each.kind === 'report') {
      const attempts = (await settlements.find(quote.id))?.settlement.attempts[each.leg] ?? [];
      const attempt = attempts.length - 1;
      await reportLeg(
        settlements,
        { account: ATLAS, quote: quote.id, leg: each.leg, attempt, report: each.report },
        now,
      );
    }
    await followSettlements(settlements, { maximum: 10, isWithEnded: true }, now);
  };
  return { apply, held, record: () => settlements.find(quote.id) };
}

describe('the books of a settlement', () => {
  it('hold what it was told, whatever is reported, corrected and seized in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (happenings) => {
        const { apply, held, record } = await setUp();
        for (const each of happenings) {
          await apply(each);
          const known = await record();
          for (const [asset, before] of [
            [DAI, 700n],
            [USDC, 0n],
          ] as const) {
            const booked = known?.booked.find((amount) => amount.asset === asset)?.raw ?? 0n;
            const buckets = [
              await held(asset, 'available'),
              await held(asset, 'reserved'),
              await held(asset, 'seized'),
            ] as const;
            // Nothing appears or is lost but what the desk reported.
            expect(buckets.reduce((sum, raw) => sum + raw, 0n)).toBe(before + booked);
            if (known?.settlement.outcome !== undefined) expect(buckets[1]).toBe(0n);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
