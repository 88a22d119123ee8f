import { expect, it } from '@jest/globals';
import type { MarginInputs, PageRequest } from '@causeway/application/ports';
import { setPositions } from '@causeway/application/set-positions';
import { executeSettlement, type SettleLiquidationCommand } from '@causeway/application/settle-liquidation';
import { holdingsOf } from '@causeway/domain/ledger';
import type { LiquidationCase, LiquidationPolicy } from '@causeway/domain/liquidation';
import { evaluateMargin, type MarginAccount } from '@causeway/domain/margin';
import type { PriceValidity } from '@causeway/domain/pricing';
import { decimal, expectOk, type AccountId, type CaseId } from '@causeway/domain/units';
import { ATLAS, BOREALIS, open, peek, position } from '../../fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, usdcOn } from '../../fixtures/bridge-events.js';
import { directory, housePolicy, usable } from '../../fixtures/margin.js';
import type { OpenStores } from './harness.js';

const DOLLAR = 1_000_000n;
const FUND = 'insurance-fund' as AccountId;
const CASE = 'atlas-main/1' as CaseId;

const STALE: PriceValidity = { opening: ['STALE'], withdrawing: ['STALE'], liquidating: ['STALE'] };

const liquidation: LiquidationPolicy = {
  sizing: [],
  minimumRemainder: decimal('0'),
  settlement: { asset: usdcOn(ETHEREUM), horizonSeconds: 3_600, minimumSecurity: 'external-validators' },
  costs: {
    liquidationFee: decimal('0.005'),
    closingCosts: new Map(),
    defaultClosingCost: decimal('0.001'),
  },
  insuranceFund: FUND,
  lossAllocation: { method: 'deleverage', ranking: 'profit-and-leverage' },
  breachEstimate: { deviations: decimal('1') },
  minimumFund: decimal('0'),
};

/** What a ledger store has to do with the settlement of a liquidation. */
export function settlementContract(opened: OpenStores): void {
  /** Atlas is long 2 BTC from 40,000, Borealis short 1 from 45,000; the price has fallen to 36,000. */
  async function setUp(stage: LiquidationCase['stage'] = 'liquidating', stale?: string) {
    const { ledger, outbox } = opened().stores;
    await open(ledger, ATLAS, 9_000n * DOLLAR);
    await open(ledger, BOREALIS, 1_000n * DOLLAR);
    await open(ledger, FUND, 500n * DOLLAR);
    expectOk(await setPositions(ledger, { account: ATLAS, positions: [position('2')] }, FIRST_MOMENT));
    const short = position('-1', '45000');
    expectOk(await setPositions(ledger, { account: BOREALIS, positions: [short] }, FIRST_MOMENT));
    const fresh = usable({ USDC: '1', 'BTC-PERP': '36000' });
    const limited = [...fresh.prices].map(([symbol, one]) =>
      symbol === stale ? ([symbol, { ...one, validity: STALE }] as const) : ([symbol, one] as const),
    );
    const prices = { ...fresh, prices: new Map(limited) };
    const accountOf = async (id: AccountId): Promise<MarginAccount> => {
      const { accounts, balances } = await peek(ledger, { accounts: [id] });
      const record = accounts.get(id);
      if (record === undefined) throw new Error(`${id} is not open`);
      return {
        ...record,
        holdings: holdingsOf(balances, id).map(({ amount, bucket }) => ({ amount, bucket })),
      };
    };
    const inputsOf = async (id: AccountId): Promise<MarginInputs> => ({
      account: await accountOf(id),
      prices,
      policy: { ...housePolicy, liquidation },
      asOfSeq: 1,
    });
    const held: LiquidationCase = {
      id: CASE,
      account: ATLAS,
      desk: (await accountOf(ATLAS)).desk,
      stage,
      openedAt: FIRST_MOMENT,
      updatedAt: FIRST_MOMENT,
      history: [],
    };
    const reads = {
      case: async (id: CaseId) => Promise.resolve(id === CASE ? held : undefined),
      marginInputs: async (ids: readonly AccountId[]) =>
        new Map(await Promise.all(ids.map(async (id) => [id, await inputsOf(id)] as const))),
      accounts: async (_: object, { after }: PageRequest) => ({
        rows: after === undefined ? [await inputsOf(ATLAS), await inputsOf(BOREALIS)] : [],
        hasNextPage: after === undefined,
      }),
    };
    const ports = {
      ledger,
      reads,
      directory,
      evaluate: (inputs: MarginInputs) =>
        evaluateMargin(inputs.account, inputs.prices, inputs.policy.margin, directory),
    };
    const settle = (command: Partial<SettleLiquidationCommand>) =>
      executeSettlement(
        ports,
        { case: CASE, settlement: 1, closed: [], sales: [], ...command },
        FIRST_MOMENT,
      );
    return { settle, accountOf, outbox };
  }

  const { instrument } = position('1');
  const sold = (sizeChange: string, at?: string) => ({
    instrument,
    chain: ETHEREUM,
    sizeChange: decimal(sizeChange),
    ...(at === undefined ? {} : { price: decimal(at) }),
  });
  const seized = (raw: bigint) => ({
    asset: usdcOn(ETHEREUM),
    bucket: 'available' as const,
    raw,
    proceeds: raw,
  });

  it('settles a liquidation in the books, once, and keeps who paid', async () => {
    const { settle, accountOf, outbox } = await setUp();
    // 2 BTC lose 4,000 each; the fee is 0.5 % of 72,000.
    const command = { closed: [sold('-2', '36000')], sales: [seized(8_500n * DOLLAR)] };
    const first = await settle(command);
    expect(first).toMatchObject({
      ok: true,
      value: { loss: 8_000n * DOLLAR, fee: 360n * DOLLAR, fundAfter: 860n * DOLLAR, unpaid: 0n },
    });
    expect(await settle(command)).toEqual(first);
    expect(await accountOf(ATLAS)).toMatchObject({
      positions: [],
      holdings: [{ amount: { raw: 640n * DOLLAR }, bucket: 'available' }],
    });
    expect(await accountOf(FUND)).toMatchObject({ holdings: [{ amount: { raw: 860n * DOLLAR } }] });
    const told = await outbox.read('liquidation/atlas-main/settlements', 0, 10);
    expect(told.map(({ seq, event }) => [seq, event.type])).toEqual([[1, 'liquidation.settled']]);
  });

  it('closes opposite positions with what nobody took', async () => {
    const { settle, accountOf } = await setUp();
    // 4,000 to the venue for one, 4,000 for the other, of which 500 come from the fund and 3,500 − … from the short.
    const settled = await settle({
      closed: [sold('-1', '36000'), sold('-1')],
      sales: [seized(5_000n * DOLLAR)],
    });
    expect(settled).toMatchObject({
      ok: true,
      value: {
        fundAfter: 0n,
        unpaid: 0n,
        deleveraged: [{ account: BOREALIS, profit: 9_000n * DOLLAR, borne: 2_500n * DOLLAR }],
      },
    });
    expect(await accountOf(BOREALIS)).toMatchObject({
      positions: [],
      holdings: [{ amount: { raw: 7_500n * DOLLAR } }],
    });
  });

  it('refuses what cannot be, naming the field, and changes nothing', async () => {
    const { settle, accountOf } = await setUp();
    const before = await accountOf(ATLAS);
    const refusals: readonly [Partial<SettleLiquidationCommand>, string, string | undefined][] = [
      [{ case: 'atlas-main/2' as CaseId, closed: [sold('-1', '1')] }, 'UNKNOWN_CASE', 'case'],
      [{}, 'INVALID_SETTLEMENT', 'closed'],
      [{ settlement: 2, closed: [sold('-1', '36000')] }, 'INVALID_SETTLEMENT', 'settlement'],
      [{ closed: [sold('1', '36000')] }, 'INVALID_SIZE', 'closed.0.sizeChange'],
      [{ closed: [sold('-1', '36000'), sold('-1.1', '36000')] }, 'INVALID_SIZE', 'closed.1.sizeChange'],
      [{ closed: [sold('-1', '0')] }, 'INVALID_PRICE', 'closed.0.price'],
      [{ sales: [seized(9_001n * DOLLAR)] }, 'INVALID_AMOUNT', 'sales.0.amount'],
      [{ closed: [sold('-2')] }, 'NOTHING_OPPOSITE', 'closed.0'],
    ];
    for (const [command, code, field] of refusals) {
      expect(await settle(command)).toMatchObject({ ok: false, failure: { code, field } });
    }
    expect(await accountOf(ATLAS)).toEqual(before);
  });

  it('counts no loss in what may not be used for liquidating', async () => {
    const { settle } = await setUp('liquidating', 'USDC');
    expect(await settle({ closed: [sold('-1', '36000')] })).toMatchObject({
      failure: { code: 'PRICE_NOT_USABLE' },
    });
  });

  it('closes nobody out at a mark that may not be used for liquidating', async () => {
    const { settle } = await setUp('liquidating', 'BTC-PERP');
    expect(await settle({ closed: [sold('-1')] })).toMatchObject({
      failure: { code: 'PRICE_NOT_USABLE', field: 'closed.0.price' },
    });
    const reported = { closed: [sold('-1', '36000')], sales: [seized(5_000n * DOLLAR)] };
    expect(await settle(reported)).toMatchObject({ ok: true });
  });

  it('settles only what is being liquidated', async () => {
    const { settle } = await setUp('recovered');
    expect(await settle({ closed: [sold('-1', '36000')] })).toMatchObject({
      failure: { code: 'NOT_LIQUIDATING' },
    });
  });
}
