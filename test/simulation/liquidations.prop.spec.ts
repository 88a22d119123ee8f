import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores, type MemoryStores } from '@causeway/adapters/store-memory';
import { applyEngineInput, EngineMemory } from '@causeway/application/margin-engine';
import type { MarginInputs, PageRequest, PartitionLease } from '@causeway/application/ports';
import { openAccount } from '@causeway/application/open-account';
import { setPositions } from '@causeway/application/set-positions';
import { executeSettlement, type SettleLiquidationCommand } from '@causeway/application/settle-liquidation';
import type { Balance } from '@causeway/domain/ledger';
import type { AllocationEvidence, LossAllocation } from '@causeway/domain/liquidation';
import { evaluateMargin } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import { buildGraph, type LiquidityEdge } from '@causeway/domain/routing';
import {
  decimal,
  expectOk,
  sum,
  tokenAmount,
  type AccountId,
  type AssetId,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { accountToOpen, position } from '../fixtures/accounts.js';
import { ACROSS, ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn } from '../fixtures/bridge-events.js';
import { directory as assets, housePolicy, price } from '../fixtures/margin.js';

const FUND = 'insurance-fund' as AccountId;
const DESKS = ['atlas-main', 'borealis-main', 'cygnus-main', 'dunes-main'] as unknown as readonly AccountId[];
const SETTLEMENT = usdcOn(OPTIMISM);
const ELSEWHERE = usdcOn(ETHEREUM);
const ASSETS = [SETTLEMENT, ELSEWHERE];

/** The one way to where losses are paid: a fee of 0.1 % and of 2 USDC. */
const WAY: LiquidityEdge = {
  kind: 'linear-bridge',
  id: 'way',
  from: ELSEWHERE,
  to: SETTLEMENT,
  bridge: ACROSS,
  latency: { lowerQuartileSeconds: 1, medianSeconds: 2, upperQuartileSeconds: 3 },
  security: 'bonded-relayer',
  minimumInput: 1_000_000n,
  capacity: 10n ** 12n,
  fixedCost: 2_000_000n,
  feeMillionths: 1_000n,
  rateNumerator: 1n,
  rateDenominator: 1n,
  observedAt: 0 as UnixMilliseconds,
};
const directory = { ...assets, liquidity: expectOk(buildGraph('one way', [WAY])) };

function policyWith(lossAllocation: LossAllocation): RiskPolicy {
  const { liquidation } = housePolicy;
  if (liquidation === undefined) throw new Error('the house policy has no liquidation section');
  return { ...housePolicy, liquidation: { ...liquidation, lossAllocation } };
}

interface Book {
  readonly here: number;
  readonly elsewhere: number;
  readonly bitcoin: number;
  readonly entry: number;
}

/** What an executor reports of a plan: how far the venue's price was off the mark, or that nobody took the part. */
type Execution = { readonly slippage: number } | 'untaken';

/** Books, an engine and an executor: everything between a price and where the last unit went. */
class Market {
  private readonly read = new Map<AccountId, number>();
  private readonly memory: EngineMemory;
  second = 1;

  private constructor(
    readonly stores: MemoryStores,
    private readonly lease: PartitionLease,
    checkpoint: ConstructorParameters<typeof EngineMemory>[1],
  ) {
    this.memory = new EngineMemory(0, checkpoint, directory);
  }

  static async open(books: readonly Book[], fund: number, allocation: LossAllocation): Promise<Market> {
    const stores = createMemoryStores();
    const lease = await stores.engines.claim(0, 'ada', FIRST_MOMENT, 60);
    if (lease === undefined) throw new Error('nobody else is there');
    const market = new Market(stores, lease, await stores.engines.load(0));
    await market.apply({ kind: 'policy', policy: policyWith(allocation), at: FIRST_MOMENT });
    await market.tick('USDC', '1');
    await market.tick('BTC-PERP', '40000');
    await market.deposit(FUND, fund, 0);
    for (const [index, account] of DESKS.entries()) {
      const { here, elsewhere, bitcoin, entry } = books[index] ?? {
        here: 0,
        elsewhere: 0,
        bitcoin: 0,
        entry: 1,
      };
      await market.deposit(account, here, elsewhere);
      const positions = bitcoin === 0 ? [] : [position(String(bitcoin / 10), String(entry))];
      expectOk(await setPositions(stores.ledger, { account, positions }, FIRST_MOMENT));
    }
    await market.follow();
    return market;
  }

  async tick(symbol: string, value: string): Promise<void> {
    this.second += 1;
    await this.apply({ kind: 'price', price: price(symbol, value, this.second) });
  }

  balances(): readonly Balance[] {
    return this.stores.ledger.allBalances();
  }

  sizes(): Decimal {
    return sum(DESKS.flatMap((id) => (this.known(id)?.account.positions ?? []).map(({ size }) => size)));
  }

  known(id: AccountId) {
    return this.memory.account(id);
  }

  /** Reports the present plan of an account as carried out; undefined without one, or where the books refuse. */
  async carryOut(
    id: AccountId,
    execution: Execution,
  ): Promise<
    { readonly command: SettleLiquidationCommand; readonly evidence: AllocationEvidence } | undefined
  > {
    const openCase = this.known(id)?.openCase;
    const plan = openCase?.plan;
    if (openCase === undefined || plan === undefined) return undefined;
    const done = this.stores.outbox.read(`liquidation/${id}/settlements`, 0, 1_000);
    const earlier = (await done).filter(
      ({ event }) => event.type === 'liquidation.settled' && event.evidence.case === openCase.id,
    );
    const closed = plan.reductions.map(({ instrument, chain, sizeChange, markPrice }) => ({
      instrument,
      chain,
      sizeChange,
      ...(execution === 'untaken'
        ? {}
        : { price: markPrice.mul(decimal('1').add(decimal(String(execution.slippage)).div(1_000))) }),
    }));
    const sales = plan.seizures.map(({ asset, bucket, raw, conversion }) => ({
      asset,
      bucket,
      raw,
      proceeds: conversion?.proceeds ?? raw,
    }));
    if (closed.length + sales.length === 0) return undefined;
    const command = { case: openCase.id, settlement: earlier.length + 1, closed, sales };
    const at = (FIRST_MOMENT + this.second * 1_000) as UnixMilliseconds;
    const settled = await executeSettlement(this.ports(), command, at);
    await this.follow();
    return settled.ok ? { command, evidence: settled.value } : undefined;
  }

  private ports(): Parameters<typeof executeSettlement>[0] {
    const policy = this.memory.policy();
    if (policy === undefined) throw new Error('no policy');
    const inputsOf = (id: AccountId): readonly [AccountId, MarginInputs][] => {
      const known = this.known(id);
      if (known === undefined) return [];
      return [[id, { account: known.account, prices: this.memory.priceVector(), policy, asOfSeq: 1 }]];
    };
    return {
      ledger: this.stores.ledger,
      directory,
      evaluate: ({ account, prices }) => evaluateMargin(account, prices, policy.margin, directory),
      reads: {
        case: (id) => {
          const openCases = DESKS.flatMap((account) => this.known(account)?.openCase ?? []);
          return Promise.resolve(openCases.find((one) => one.id === id));
        },
        marginInputs: (ids) => Promise.resolve(new Map(ids.flatMap(inputsOf))),
        accounts: (_: object, { after }: PageRequest) =>
          Promise.resolve({
            rows: after === undefined ? DESKS.flatMap(inputsOf).map(([, inputs]) => inputs) : [],
            hasNextPage: false,
          }),
      },
    };
  }

  private async deposit(account: AccountId, here: number, elsewhere: number): Promise<void> {
    const deposits = [tokenAmount(SETTLEMENT, BigInt(here)), tokenAmount(ELSEWHERE, BigInt(elsewhere))];
    const command = { ...accountToOpen(account), deposits: deposits.filter(({ raw }) => raw > 0n) };
    expectOk(await openAccount(this.stores.ledger, command, FIRST_MOMENT));
  }

  /** Gives the engine what the books said of accounts since it was last told. */
  private async follow(): Promise<void> {
    for (const id of DESKS) {
      const events = await this.stores.outbox.read(`account/${id}`, this.read.get(id) ?? 0, 1_000);
      for (const { seq, event } of events) {
        this.read.set(id, seq);
        if (event.type !== 'account.changed') continue;
        await this.apply({ kind: 'account', account: event.account, cause: event.cause });
      }
    }
  }

  private async apply(input: Parameters<typeof applyEngineInput>[1]): Promise<void> {
    applyEngineInput(this.memory, input, directory);
    await this.stores.engines.commit(this.lease, this.memory.takeChanges());
  }
}

const total = (values: readonly bigint[]) => values.reduce((all, one) => all + one, 0n);

/** Units of an asset that accounts hold, the fund included. */
function heldByAccounts(balances: readonly Balance[], asset: AssetId): bigint {
  return total(
    balances.flatMap(({ account, asset: held, raw }) =>
      account.kind === 'desk' && held === asset ? [raw] : [],
    ),
  );
}

/** What a settlement brings accounts together from outside, by its report and its evidence. */
function broughtIn(
  { sales }: SettleLiquidationCommand,
  { sources, uses, deleveraged }: AllocationEvidence,
  asset: AssetId,
): bigint {
  const sold = total(sales.flatMap((one) => (one.asset === asset ? [one.raw] : [])));
  if (asset !== SETTLEMENT) return -sold;
  const profits = total(sources.flatMap(({ kind, raw }) => (kind === 'profit' ? [raw] : [])));
  const paid = total(uses.flatMap(({ kind, raw }) => (kind === 'venue' ? [raw] : [])));
  const closed = total(deleveraged.map(({ profit }) => profit));
  return total(sales.map(({ proceeds }) => proceeds)) - sold + profits - paid + closed;
}

const book = fc.record({
  here: fc.integer({ min: 0, max: 12_000_000_000 }),
  elsewhere: fc.integer({ min: 0, max: 8_000_000_001 }),
  bitcoin: fc.integer({ min: -25, max: 25 }),
  entry: fc.integer({ min: 36_000, max: 44_000 }),
});
const execution: fc.Arbitrary<Execution> = fc.oneof(
  fc.record({ slippage: fc.integer({ min: -30, max: 10 }) }),
  fc.constant('untaken' as const),
);
const step = fc.record({
  bitcoin: fc.integer({ min: 22_000, max: 62_000 }),
  executions: fc.array(fc.tuple(fc.constantFrom(...DESKS), execution), { minLength: 2, maxLength: 6 }),
});
const allocation: fc.Arbitrary<LossAllocation> = fc.constantFrom(
  { method: 'deleverage', ranking: 'profit-and-leverage' },
  { method: 'deleverage', ranking: 'profit-times-notional' },
  { method: 'socialise' },
);

describe('prices, plans, settlements and bankruptcies of any books', () => {
  jest.setTimeout(120_000);

  it('move every unit of every asset from somebody to somebody, as the evidence says', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(book, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 5_000_000_000 }),
        allocation,
        fc.array(step, { minLength: 3, maxLength: 8 }),
        async (books, fund, method, steps) => {
          const market = await Market.open(books, fund, method);
          for (const { bitcoin, executions } of steps) {
            await market.tick('BTC-PERP', String(bitcoin));
            for (const [id, how] of executions) {
              const [before, sizesBefore] = [market.balances(), market.sizes()];
              const settled = await market.carryOut(id, how);
              const after = market.balances();
              for (const asset of ASSETS) {
                const all = after.flatMap((one) => (one.asset === asset ? [one.raw] : []));
                expect(total(all)).toBe(0n);
                const change = heldByAccounts(after, asset) - heldByAccounts(before, asset);
                const told = settled === undefined ? 0n : broughtIn(settled.command, settled.evidence, asset);
                expect(change).toBe(told);
              }
              for (const { account, raw } of after) {
                if (account.kind !== 'desk') continue;
                expect(raw > 0n && account.bucket !== 'seized').toBe(true);
              }
              if (settled === undefined) continue;
              const { command, evidence } = settled;
              const taken = sum(command.closed.flatMap((one) => ('price' in one ? [one.sizeChange] : [])));
              expect(market.sizes().sub(sizesBefore).toFixed()).toBe(taken.toFixed());
              const spent = (lines: readonly { readonly raw: bigint }[]) =>
                total(lines.map(({ raw }) => raw));
              expect(spent(evidence.sources)).toBe(spent(evidence.uses));
              for (const { kind } of [...evidence.sources, ...evidence.uses]) seen.add(kind);
              seen.add(evidence.unpaid > 0n ? 'unpaid' : 'paid');
              const last = (await market.stores.outbox.read(`liquidation/${id}`, 0, 1_000)).at(-1)?.event;
              if (last?.type === 'liquidation.changed') seen.add(last.case.stage);
            }
          }
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
    // The books drawn go through every part of the waterfall.
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'bankrupt',
        'collateral',
        'deleveraging',
        'insurance-fund',
        'liquidation-fee',
        'recovered',
        'socialisation',
        'venue',
      ]),
    );
  });
});
