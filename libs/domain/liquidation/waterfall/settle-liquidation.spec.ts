import { describe, expect, it } from '@jest/globals';
import { applyPostings, balancesOf } from '@causeway/domain/ledger';
import {
  decimal,
  type AccountId,
  type CaseId,
  type PolicyVersion,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import {
  account,
  ETHER_ON_OPTIMISM,
  ETHEREUM,
  OPTIMISM,
  position,
  USDC_ON_ETHEREUM,
} from '../example-breach.js';
import { undeleveragedSize, type OppositePosition } from './deleverage.js';
import {
  positionsAfter,
  settleLiquidation,
  type LiquidationFill,
  type SettlementInputs,
} from './settle-liquidation.js';

const DOLLAR = 1_000_000n;
const bitcoin = position('BTC-PERP', '1', '1').instrument;

function fill(sizeChange: string, price: string, entryPrice: string, isDeleveraged = false): LiquidationFill {
  return {
    instrument: bitcoin,
    chain: OPTIMISM,
    sizeChange: decimal(sizeChange),
    price: decimal(price),
    entryPrice: decimal(entryPrice),
    isDeleveraged,
  };
}

const base: SettlementInputs = {
  case: 'atlas-main/1' as CaseId,
  settlement: 1,
  account: 'atlas-main' as AccountId,
  policyVersion: 1 as PolicyVersion,
  fills: [],
  sales: [],
  asset: { id: USDC_ON_ETHEREUM, decimals: 6, price: decimal('1') },
  liquidationFee: decimal('0.005'),
  fund: { account: 'insurance-fund' as AccountId, available: 1_000n * DOLLAR },
  lossAllocation: { method: 'deleverage', ranking: 'profit-and-leverage' },
  opposite: [],
  bearers: [],
  cause: { reference: 'atlas-main/1/1', at: 5 as UnixMilliseconds },
};

const seized = (raw: bigint) => ({
  asset: USDC_ON_ETHEREUM,
  bucket: 'available' as const,
  raw,
  proceeds: raw,
});

describe('settleLiquidation', () => {
  it('pays the loss, then the fee, and gives the rest back', () => {
    // 2 BTC from 50,000 sold at 46,000: 8,000 lost, 460 of fee
    const { evidence, postings } = settleLiquidation({
      ...base,
      fills: [fill('-2', '46000', '50000')],
      sales: [seized(9_000n * DOLLAR)],
    });
    expect(evidence).toMatchObject({
      loss: 8_000n * DOLLAR,
      fee: 460n * DOLLAR,
      sources: [{ kind: 'collateral', raw: 9_000n * DOLLAR }],
      uses: [
        { kind: 'venue', raw: 8_000n * DOLLAR },
        { kind: 'liquidation-fee', account: 'insurance-fund', raw: 460n * DOLLAR },
        { kind: 'returned', account: 'atlas-main', raw: 540n * DOLLAR },
      ],
      fundBefore: 1_000n * DOLLAR,
      fundAfter: 1_460n * DOLLAR,
      unpaid: 0n,
    });
    expect(postings).toHaveLength(4);
  });

  it('takes the fee only from what is above bankruptcy', () => {
    const { evidence } = settleLiquidation({
      ...base,
      fills: [fill('-2', '46000', '50000')],
      sales: [seized(8_100n * DOLLAR)],
    });
    expect(evidence).toMatchObject({ fundAfter: 1_100n * DOLLAR, unpaid: 0n });
    expect(evidence.uses.map(({ kind }) => kind)).toEqual(['venue', 'liquidation-fee']);
  });

  it('lets the fund pay what the account cannot, and says what nobody pays', () => {
    const fills = [fill('-2', '46000', '50000')];
    expect(settleLiquidation({ ...base, fills, sales: [seized(7_500n * DOLLAR)] }).evidence).toMatchObject({
      sources: [{ kind: 'collateral' }, { kind: 'insurance-fund', raw: 500n * DOLLAR }],
      fundAfter: 500n * DOLLAR,
    });
    expect(settleLiquidation({ ...base, fills }).evidence).toMatchObject({
      fundAfter: 0n,
      unpaid: 7_000n * DOLLAR,
    });
  });

  it('rounds a loss up to the base unit and a profit down', () => {
    const asset = { ...base.asset, price: decimal('0.9999') };
    const loss = settleLiquidation({ ...base, asset, fills: [fill('-1', '1', '2')] }).evidence;
    // 1 / 0.9999 = 1.000100010001…
    expect(loss.loss).toBe(1_000_101n);
    const profit = settleLiquidation({ ...base, asset, fills: [fill('-1', '2', '1')] }).evidence;
    expect(profit.sources).toEqual([{ kind: 'profit', account: 'atlas-main', raw: 1_000_100n }]);
  });

  it('sells what is not in the settlement asset', () => {
    const sale = {
      asset: ETHER_ON_OPTIMISM,
      bucket: 'reserved' as const,
      raw: 5n,
      proceeds: 8_000n * DOLLAR,
    };
    const { postings } = settleLiquidation({ ...base, fills: [fill('-2', '46000', '50000')], sales: [sale] });
    expect(postings.map(({ asset, raw, to }) => [asset, raw, to.kind])).toEqual([
      [ETHER_ON_OPTIMISM, 5n, 'desk'],
      [ETHER_ON_OPTIMISM, 5n, 'outside'],
      [USDC_ON_ETHEREUM, 8_000n * DOLLAR, 'desk'],
      [USDC_ON_ETHEREUM, 8_000n * DOLLAR, 'outside'],
    ]);
  });

  it('closes opposite positions at the bankruptcy price', () => {
    const short = (name: string, size: string, entry: string): OppositePosition => ({
      account: name as AccountId,
      instrument: bitcoin,
      chain: OPTIMISM,
      size: decimal(size),
      entryPrice: decimal(entry),
      markPrice: decimal('40000'),
      equity: decimal('50000'),
      available: 0n,
    });
    // Nobody buys 2 BTC from 50,000 at 40,000: 20,000 lost, of which 15,000 are paid. Sold at 42,500, they lose 15,000:
    // that is what the shorts get. 1.5 of the first are closed before 0.5 of the second, which gained less.
    const { evidence } = settleLiquidation({
      ...base,
      fills: [fill('-2', '40000', '50000', true)],
      sales: [seized(14_000n * DOLLAR)],
      opposite: [
        short('dunes', '-1', '45000'),
        short('cascade', '-1.5', '48000'),
        short('east', '1', '30000'),
      ],
    });
    expect(
      evidence.deleveraged.map(({ account: who, sizeChange, profit, borne }) => [
        who,
        sizeChange.toFixed(),
        profit,
        borne,
      ]),
    ).toEqual([
      ['cascade', '1.5', 12_000n * DOLLAR, 3_750n * DOLLAR],
      ['dunes', '0.5', 2_500n * DOLLAR, 1_250n * DOLLAR],
    ]);
    expect(evidence).toMatchObject({ fundAfter: 0n, unpaid: 0n });
  });

  /** https://www.bitmex.com/app/autoDeleveragingExamples: a short of 20 against longs of the ranks given. */
  it('closes the accounts of the published queue', () => {
    const rows = [
      ['1', '10', 3],
      ['2', '10', 6],
      ['3', '20', 1],
      ['4', '30', 4],
      ['5', '20', 5],
      ['6', '10', 2],
    ] as const;
    // A profit of 10 % on an equity of notional × 0.1 / rank has that rank.
    const opposite = rows.map(([name, size, rank]): OppositePosition => ({
      account: name as AccountId,
      instrument: bitcoin,
      chain: ETHEREUM,
      size: decimal(size),
      entryPrice: decimal('600'),
      markPrice: decimal('660'),
      equity: decimal(size).mul('66').div(rank),
      available: 0n,
    }));
    const bought = { ...fill('20', '660', '650', true), chain: ETHEREUM };
    const { evidence, deleveragings } = settleLiquidation({ ...base, fills: [bought], opposite });
    expect(evidence.deleveraged.map(({ account: who, sizeChange }) => [who, sizeChange.toFixed()])).toEqual([
      ['2', '-10'],
      ['5', '-10'],
    ]);
    expect(undeleveragedSize(bought, [bought], deleveragings).toFixed()).toBe('0');
    const more = { ...bought, sizeChange: decimal('5') };
    expect(undeleveragedSize(bought, [bought, more], deleveragings).toFixed()).toBe('5');
  });

  it('lets the fund insure others and not itself', () => {
    const { evidence, postings } = settleLiquidation({
      ...base,
      fund: { account: base.account, available: 500n * DOLLAR },
      fills: [fill('-1', '49600', '50000')],
      sales: [{ asset: base.asset.id, bucket: 'available', raw: 300n * DOLLAR, proceeds: 300n * DOLLAR }],
      opposite: [],
    });
    expect(evidence).toMatchObject({ fee: 0n, fundBefore: 0n, fundAfter: 0n, unpaid: 100n * DOLLAR });
    expect(evidence.sources).toEqual([{ kind: 'collateral', account: base.account, raw: 300n * DOLLAR }]);
    const own = { kind: 'desk', account: base.account, bucket: 'available' } as const;
    const books = balancesOf([{ account: own, asset: base.asset.id, raw: 500n * DOLLAR }]);
    expect(applyPostings(books, postings)).toMatchObject({ ok: true });
  });

  it('closes no position beyond its size, in however many parts the other side was reported', () => {
    const short: OppositePosition = {
      account: 'cascade' as AccountId,
      instrument: bitcoin,
      chain: ETHEREUM,
      size: decimal('-1.5'),
      entryPrice: decimal('660'),
      markPrice: decimal('600'),
      equity: decimal('1000'),
      available: 0n,
    };
    const sold = { ...fill('-1', '600', '650', true), chain: ETHEREUM };
    const { deleveragings } = settleLiquidation({ ...base, fills: [sold, sold], opposite: [short] });
    expect(deleveragings.map(({ sizeChange }) => sizeChange.toFixed())).toEqual(['1.5']);
    expect(undeleveragedSize(sold, [sold, sold], deleveragings).toFixed()).toBe('0.5');
  });

  it('socialises by notional, never more than an account has', () => {
    const bearer = (name: string, notional: string, dollars: bigint) => ({
      account: name as AccountId,
      notional: decimal(notional),
      available: dollars * DOLLAR,
    });
    const { evidence } = settleLiquidation({
      ...base,
      fund: { ...base.fund, available: 0n },
      lossAllocation: { method: 'socialise' },
      fills: [fill('-1', '49900', '50000')],
      bearers: [
        bearer('cascade', '300', 1_000n),
        bearer('dunes', '100', 10n),
        bearer('atlas-main', '900', 1_000n),
      ],
    });
    expect(evidence.sources).toEqual([
      { kind: 'socialisation', account: 'cascade', raw: 90n * DOLLAR },
      { kind: 'socialisation', account: 'dunes', raw: 10n * DOLLAR },
    ]);
  });
});

describe('positionsAfter', () => {
  it('reduces what was closed and drops what is gone', () => {
    const held = account([], [position('BTC-PERP', '2', '50000'), position('ETH-PERP', '-1', '3000')]);
    const after = positionsAfter(held.positions, [
      { instrument: bitcoin, chain: OPTIMISM, sizeChange: decimal('-0.5') },
      { instrument: position('ETH-PERP', '1', '1').instrument, chain: OPTIMISM, sizeChange: decimal('1') },
    ]);
    expect(after.map(({ instrument, size }) => [instrument, size.toFixed()])).toEqual([['BTC-PERP', '1.5']]);
  });
});
