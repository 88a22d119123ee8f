import {
  deposit,
  payFromSeized,
  receiveIntoSeized,
  returnSeized,
  seize,
  transferSeized,
  withdraw,
  type Posting,
  type PostingCause,
  type SeizableBucket,
} from '@causeway/domain/ledger';
import type { Position } from '@causeway/domain/margin';
import {
  Decimal,
  divDown,
  divUp,
  expectOk,
  sum,
  tokenAmount,
  type AccountId,
  type AssetId,
  type CaseId,
  type ChainId,
  type InstrumentId,
  type PolicyVersion,
  type Result,
} from '@causeway/domain/units';
import type { LossAllocation } from '../liquidation-policy.js';
import type {
  AllocationEvidence,
  AllocationLine,
  AllocationSource,
  AllocationUse,
} from './allocation-evidence.js';
import { deleverage, type Deleveraging, type OppositePosition } from './deleverage.js';
import { socialise, type LossBearer } from './socialise.js';

/** A part of a position that was closed at a price. */
export interface LiquidationFill {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Signed change of size: negative sells a long. */
  readonly sizeChange: Decimal;
  readonly price: Decimal;
  readonly entryPrice: Decimal;
  /** Whether nobody took it, so that opposite positions are closed with it, at the mark price in `price`. */
  readonly isDeleveraged: boolean;
}

/** Seized collateral and what it became. */
export interface CollateralSale {
  readonly asset: AssetId;
  readonly bucket: SeizableBucket;
  readonly raw: bigint;
  /** Base units of the settlement asset; `raw` itself for the settlement asset. */
  readonly proceeds: bigint;
}

/** What a settlement is computed from. */
export interface SettlementInputs {
  readonly case: CaseId;
  readonly settlement: number;
  readonly account: AccountId;
  readonly policyVersion: PolicyVersion;
  readonly fills: readonly LiquidationFill[];
  readonly sales: readonly CollateralSale[];
  readonly asset: { readonly id: AssetId; readonly decimals: number; readonly price: Decimal };
  readonly liquidationFee: Decimal;
  readonly fund: { readonly account: AccountId; readonly available: bigint };
  readonly lossAllocation: LossAllocation;
  /** Positions of other accounts, for deleveraging. */
  readonly opposite: readonly OppositePosition[];
  /** Other accounts with positions in what was closed, for socialisation. */
  readonly bearers: readonly LossBearer[];
  readonly cause: PostingCause;
}

/** What a settlement does: moves in the books, changes of others' positions, and how it was computed. */
export interface Settlement {
  readonly postings: readonly Posting[];
  readonly deleveragings: readonly Deleveraging[];
  readonly evidence: AllocationEvidence;
}

/**
 * Pays for what a liquidation closed, in this order:
 *
 * 1. The account: what its seized collateral brought and what closing gained pays the loss, then the liquidation fee
 *    to the insurance fund as far as it goes (dYdX v4 takes the fee the same way, from what is above bankruptcy); the
 *    rest is the account's again.
 * 2. The insurance fund, as far as it goes.
 * 3. By the policy: the positions that were closed against the deleveraged part forgo profit in proportion to their
 *    size, which closes them at the price at which nothing more is lost (dYdX v4, BitMEX); or all accounts with a
 *    position in the instrument pay in proportion to its notional (Drift v2).
 * 4. What nobody can bear is `unpaid`.
 *
 * Where it is the fund itself that is liquidated, it owes itself no fee and insures nothing: all it has is its own.
 *
 * The loss is rounded up to a base unit, profits down. Every unit that moves has one source and one use: the
 * evidence's sources and uses come to the same, and the postings move the same number from one ledger account to
 * another for each asset.
 */
export function settleLiquidation(inputs: SettlementInputs): Settlement {
  const { asset, fills, sales, liquidationFee } = inputs;
  const isOfFund = inputs.account === inputs.fund.account;
  const fund = isOfFund ? { ...inputs.fund, available: 0n } : inputs.fund;
  const unitsOf = (usd: Decimal, divide: typeof divDown) =>
    BigInt(divide(usd, asset.price, asset.decimals).mul(new Decimal(10).pow(asset.decimals)).toFixed(0));
  const pnl = sum(fills.map(pnlOf));
  const notional = sum(fills.map(({ sizeChange, price }) => sizeChange.abs().mul(price)));
  const loss = pnl.lt(0) ? unitsOf(pnl.neg(), divUp) : 0n;
  const profit = pnl.gt(0) ? unitsOf(pnl, divDown) : 0n;
  const fee = isOfFund ? 0n : unitsOf(notional.mul(liquidationFee), divUp);

  const proceeds = sales.reduce((total, sale) => total + sale.proceeds, 0n);
  const own = proceeds + profit;
  const paid = least(loss, own);
  const feePaid = least(fee, own - paid);
  const returned = own - paid - feePaid;
  const fundPaid = least(loss - paid, fund.available);
  const rest = loss - paid - fundPaid;

  const deleveragings = deleverage(inputs, rest, (usd) => unitsOf(usd, divDown));
  const forgone = deleveragings.reduce((total, { borne }) => total + borne, 0n);
  const others = inputs.bearers.filter(
    (one) => one.account !== inputs.account && one.account !== fund.account,
  );
  const charges = socialise({ ...inputs, bearers: others }, rest - forgone);
  const charged = charges.reduce((total, { raw }) => total + raw, 0n);
  const unpaid = rest - forgone - charged;

  const account = inputs.account;
  const sources: readonly AllocationLine<AllocationSource>[] = [
    { kind: 'collateral', account, raw: proceeds },
    { kind: 'profit', account, raw: profit },
    { kind: 'insurance-fund', account: fund.account, raw: fundPaid },
    ...deleveragings.map(({ position, borne }) => line('deleveraging', position.account, borne)),
    ...charges.map((charge) => line('socialisation', charge.account, charge.raw)),
  ];
  const uses: readonly AllocationLine<AllocationUse>[] = [
    { kind: 'venue', raw: loss - unpaid },
    { kind: 'liquidation-fee', account: fund.account, raw: feePaid },
    { kind: 'returned', account, raw: returned },
  ];
  return {
    postings: [
      ...ownPostings(inputs, { profit, paid, feePaid, returned }),
      ...otherPostings(inputs, fundPaid, deleveragings, charges),
    ],
    deleveragings,
    evidence: {
      case: inputs.case,
      settlement: inputs.settlement,
      account,
      at: inputs.cause.at,
      policyVersion: inputs.policyVersion,
      settlementAsset: asset.id,
      settlementPrice: asset.price,
      loss,
      fee,
      sources: sources.filter(({ raw }) => raw > 0n),
      uses: uses.filter(({ raw }) => raw > 0n),
      deleveraged: deleveragings.map(evidenceOf),
      fundBefore: fund.available,
      fundAfter: fund.available + feePaid - fundPaid,
      unpaid,
    },
  };
}

function pnlOf({ sizeChange, price, entryPrice }: LiquidationFill): Decimal {
  return sizeChange.neg().mul(price.sub(entryPrice));
}

function evidenceOf({ position, sizeChange, profit, borne, rank }: Deleveraging) {
  const { account, instrument, chain, markPrice } = position;
  return { account, instrument, chain, sizeChange, markPrice, rank, profit, borne };
}

/** The account's own units: seized, sold for the settlement asset, and then paid out or given back. */
function ownPostings(
  { account, asset, sales, fund, cause }: SettlementInputs,
  flows: {
    readonly profit: bigint;
    readonly paid: bigint;
    readonly feePaid: bigint;
    readonly returned: bigint;
  },
): readonly Posting[] {
  const settled = (raw: bigint) => tokenAmount(asset.id, raw);
  const postings: Posting[] = [];
  for (const sale of sales) {
    const amount = tokenAmount(sale.asset, sale.raw);
    postings.push(...moved(sale.raw, () => seize(account, sale.bucket, amount, cause)));
    if (sale.asset === asset.id) continue;
    postings.push(...moved(sale.raw, () => payFromSeized(account, amount, cause)));
    postings.push(...moved(sale.proceeds, () => receiveIntoSeized(account, settled(sale.proceeds), cause)));
  }
  const { profit, paid, feePaid, returned } = flows;
  return [
    ...postings,
    ...moved(profit, () => receiveIntoSeized(account, settled(profit), cause)),
    ...moved(paid, () => payFromSeized(account, settled(paid), cause)),
    ...moved(feePaid, () => transferSeized(account, fund.account, settled(feePaid), cause)),
    ...moved(returned, () => returnSeized(account, settled(returned), cause)),
  ];
}

/** The fund and others: what they pay leaves the books for the venue; what a closed position gains comes in. */
function otherPostings(
  { asset, fund, cause }: SettlementInputs,
  fundPaid: bigint,
  deleveragings: readonly Deleveraging[],
  charges: readonly { readonly account: AccountId; readonly raw: bigint }[],
): readonly Posting[] {
  const settled = (raw: bigint) => tokenAmount(asset.id, raw);
  return [
    ...moved(fundPaid, () => withdraw(fund.account, settled(fundPaid), cause)),
    ...deleveragings.flatMap(({ position, profit, borne }) => {
      const net = profit - borne;
      return net > 0n
        ? moved(net, () => deposit(position.account, settled(net), cause))
        : moved(-net, () => withdraw(position.account, settled(-net), cause));
    }),
    ...charges.flatMap(({ account, raw }) => moved(raw, () => withdraw(account, settled(raw), cause))),
  ];
}

function moved(raw: bigint, make: () => Result<Posting>): readonly Posting[] {
  return raw === 0n ? [] : [expectOk(make())];
}

function line<Kind extends string>(kind: Kind, account: AccountId, raw: bigint): AllocationLine<Kind> {
  return { kind, account, raw };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The positions of an account once parts of them are closed; those that are closed whole are left out. */
export function positionsAfter(
  positions: readonly Position[],
  changes: readonly {
    readonly instrument: InstrumentId;
    readonly chain: ChainId;
    readonly sizeChange: Decimal;
  }[],
): readonly Position[] {
  return positions
    .map((position) => {
      const own = changes.filter(
        ({ instrument, chain }) => instrument === position.instrument && chain === position.chain,
      );
      return own.length === 0
        ? position
        : { ...position, size: position.size.add(sum(own.map(({ sizeChange }) => sizeChange))) };
    })
    .filter(({ size }) => !size.isZero());
}
