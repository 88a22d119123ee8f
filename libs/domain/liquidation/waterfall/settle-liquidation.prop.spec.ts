import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  applyPostings,
  balanceOf,
  balancesOf,
  type Balance,
  type Balances,
  type LedgerAccount,
} from '@causeway/domain/ledger';
import {
  decimal,
  type AccountId,
  type AssetId,
  type CaseId,
  type Decimal,
  type PolicyVersion,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { ETHER_ON_OPTIMISM, ETHEREUM, OPTIMISM, position, USDC_ON_ETHEREUM } from '../example-breach.js';
import type { OppositePosition } from './deleverage.js';
import {
  settleLiquidation,
  type CollateralSale,
  type LiquidationFill,
  type SettlementInputs,
} from './settle-liquidation.js';

const ACCOUNT = 'atlas-main' as AccountId;
const FUND = 'insurance-fund' as AccountId;
const OTHERS = ['borealis', 'cascade', 'dunes'] as unknown as readonly AccountId[];
const ASSETS = [USDC_ON_ETHEREUM, ETHER_ON_OPTIMISM];

const units = fc.bigInt({ min: 0n, max: 5_000_000_000n });
const price = fc.integer({ min: 1_000, max: 3_000 }).map((whole) => decimal(String(whole)));
const size = fc
  .tuple(fc.constantFrom(-1, 1), fc.integer({ min: 1, max: 3_000 }))
  .map(([side, thousandths]) => decimal(String(side * thousandths)).mul('0.001'));

const available = (account: AccountId): LedgerAccount => ({ kind: 'desk', account, bucket: 'available' });

interface Drawn {
  readonly balances: Balances;
  readonly inputs: SettlementInputs;
}

const fills: fc.Arbitrary<readonly LiquidationFill[]> = fc.array(
  fc
    .record({
      size,
      price,
      entry: price,
      chain: fc.constantFrom(ETHEREUM, OPTIMISM),
      isDeleveraged: fc.boolean(),
    })
    .map((drawn) => ({
      instrument: position('BTC-PERP', '1', '1').instrument,
      chain: drawn.chain,
      sizeChange: drawn.size,
      price: drawn.price,
      entryPrice: drawn.entry,
      isDeleveraged: drawn.isDeleveraged,
    })),
  { minLength: 1, maxLength: 4 },
);

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    usdc: units,
    ether: units,
    fund: units,
    others: fc.tuple(units, units, units),
    fills,
    soldUsdc: fc.bigInt({ min: 0n, max: 100n }),
    soldEther: fc.bigInt({ min: 0n, max: 100n }),
    etherPrice: fc.bigInt({ min: 0n, max: 3n }),
    opposite: fc.array(
      fc.record({
        owner: fc.integer({ min: 0, max: 2 }),
        size,
        entry: price,
        mark: price,
        equity: price,
        chain: fc.constantFrom(ETHEREUM, OPTIMISM),
      }),
      { maxLength: 5 },
    ),
    method: fc.constantFrom(
      { method: 'deleverage', ranking: 'profit-and-leverage' } as const,
      { method: 'deleverage', ranking: 'profit-times-notional' } as const,
      { method: 'socialise' } as const,
    ),
  })
  .map((one) => {
    const purse = (index: number) => one.others[index] ?? 0n;
    const sales: CollateralSale[] = [
      {
        asset: USDC_ON_ETHEREUM,
        bucket: 'available',
        raw: (one.usdc * one.soldUsdc) / 100n,
        proceeds: (one.usdc * one.soldUsdc) / 100n,
      },
      {
        asset: ETHER_ON_OPTIMISM,
        bucket: 'available',
        raw: (one.ether * one.soldEther) / 100n,
        proceeds: ((one.ether * one.soldEther) / 100n) * one.etherPrice,
      },
    ];
    const rows: readonly Balance[] = [
      { account: available(ACCOUNT), asset: USDC_ON_ETHEREUM, raw: one.usdc },
      { account: available(ACCOUNT), asset: ETHER_ON_OPTIMISM, raw: one.ether },
      { account: available(FUND), asset: USDC_ON_ETHEREUM, raw: one.fund },
      ...OTHERS.map((account, index) => ({
        account: available(account),
        asset: USDC_ON_ETHEREUM,
        raw: purse(index),
      })),
    ];
    const opposite = one.opposite.map(
      ({ owner, size: held, entry, mark, equity, chain }): OppositePosition => ({
        account: OTHERS[owner] ?? ACCOUNT,
        instrument: position('BTC-PERP', '1', '1').instrument,
        chain,
        size: held,
        entryPrice: entry,
        markPrice: mark,
        equity,
        available: purse(owner),
      }),
    );
    const inputs: SettlementInputs = {
      case: 'atlas-main/1' as CaseId,
      settlement: 1,
      account: ACCOUNT,
      policyVersion: 1 as PolicyVersion,
      fills: one.fills,
      sales: sales.filter(({ raw }) => raw > 0n),
      asset: { id: USDC_ON_ETHEREUM, decimals: 6, price: decimal('0.9998') },
      liquidationFee: decimal('0.004'),
      fund: { account: FUND, available: one.fund },
      lossAllocation: one.method,
      opposite,
      bearers: OTHERS.map((account, index) => ({
        account,
        notional: decimal(String(index + 1)),
        available: purse(index),
      })),
      cause: { reference: 'settlement', at: 0 as UnixMilliseconds },
    };
    return { balances: balancesOf(rows), inputs };
  });

function totals(balances: Balances): readonly bigint[] {
  return ASSETS.map((asset: AssetId) =>
    [...balances.byOwner.values()]
      .flatMap((group) => [...group.values()])
      .filter((row) => row.asset === asset)
      .reduce((sum, { raw }) => sum + raw, 0n),
  );
}

describe('any settlement', () => {
  it('moves every unit from somebody to somebody, and leaves nothing seized', () => {
    fc.assert(
      fc.property(drawn, ({ balances, inputs }) => {
        const { postings } = settleLiquidation(inputs);
        const after = applyPostings(balances, postings);
        if (!after.ok) throw new Error(after.failure.message);
        expect(totals(after.value)).toEqual(totals(balances));
        for (const asset of ASSETS) {
          const seized: LedgerAccount = { kind: 'desk', account: ACCOUNT, bucket: 'seized' };
          expect(balanceOf(after.value, seized, asset)).toBe(0n);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says where every unit came from and went to, as the books have it', () => {
    fc.assert(
      fc.property(drawn, ({ balances, inputs }) => {
        const { postings, evidence } = settleLiquidation(inputs);
        const after = applyPostings(balances, postings);
        if (!after.ok) throw new Error(after.failure.message);
        const total = (lines: readonly { readonly raw: bigint }[]) =>
          lines.reduce((sum, { raw }) => sum + raw, 0n);
        expect(total(evidence.sources)).toBe(total(evidence.uses));
        const paid = total(evidence.uses.filter(({ kind }) => kind === 'venue'));
        expect(paid + evidence.unpaid).toBe(evidence.loss);
        expect(balanceOf(after.value, available(FUND), USDC_ON_ETHEREUM)).toBe(evidence.fundAfter);
        const own = inputs.sales.find(({ asset }) => asset === USDC_ON_ETHEREUM)?.raw ?? 0n;
        const returned = total(evidence.uses.filter(({ kind }) => kind === 'returned'));
        expect(balanceOf(after.value, available(ACCOUNT), USDC_ON_ETHEREUM)).toBe(
          balanceOf(balances, available(ACCOUNT), USDC_ON_ETHEREUM) - own + returned,
        );
        for (const account of OTHERS) {
          const charged = total(
            evidence.sources.filter((line) => line.kind === 'socialisation' && line.account === account),
          );
          const closed = evidence.deleveraged.filter((one) => one.account === account);
          const gained = closed.reduce((sum, { profit, borne }) => sum + profit - borne, 0n);
          expect(balanceOf(after.value, available(account), USDC_ON_ETHEREUM)).toBe(
            balanceOf(balances, available(account), USDC_ON_ETHEREUM) - charged + gained,
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  it('closes no opposite position beyond its size', () => {
    fc.assert(
      fc.property(drawn, ({ inputs }) => {
        const closed = new Map<OppositePosition, Decimal>();
        for (const { position: one, sizeChange } of settleLiquidation(inputs).deleveragings) {
          closed.set(one, sizeChange.add(closed.get(one) ?? 0));
        }
        for (const [one, sizeChange] of closed) {
          expect(one.size.mul(sizeChange).lt(0)).toBe(true);
          expect(sizeChange.abs().lte(one.size.abs())).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('asks the account first, then the fund, then others', () => {
    fc.assert(
      fc.property(drawn, ({ inputs }) => {
        const { sources, uses, unpaid, fundAfter } = settleLiquidation(inputs).evidence;
        const kinds = new Set(sources.map(({ kind }) => kind));
        const others = kinds.has('deleveraging') || kinds.has('socialisation') || unpaid > 0n;
        if (kinds.has('insurance-fund') || others) {
          expect(uses.map(({ kind }) => kind).filter((kind) => kind !== 'venue')).toEqual([]);
        }
        if (others) expect(fundAfter).toBe(0n);
      }),
      { numRuns: 300 },
    );
  });
});
