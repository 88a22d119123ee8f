import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { requestPositions } from '@causeway/application/set-positions';
import type { MarginInputs } from '@causeway/application/ports';
import type { FollowedChain } from '@causeway/domain/finality';
import type { LiquidationCase } from '@causeway/domain/liquidation';
import { explainMargin, type MarginAccount } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import { certifiedSolver, type RouteRequest } from '@causeway/domain/routing';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import {
  addSeconds,
  expectOk,
  tokenAmount,
  type AccountId,
  type AssetFamily,
  type AssetId,
  type BridgeId,
  type CaseId,
  type ChainId,
  type InstrumentId,
} from '@causeway/domain/units';
import { ATLAS, open, position } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn } from '../../../test/fixtures/bridge-events.js';
import {
  accountAt,
  directory,
  evaluateUnderHouse,
  housePolicy,
  usable,
} from '../../../test/fixtures/margin.js';
import { action } from '../../../test/fixtures/systemic-actions.js';
import { relayerGraph } from '../../../test/fixtures/settlements.js';
import { checkGates, increasesOf, permitQuote, type GateQuestion } from './index.js';
import { momentsOfQuote } from './quote-moments.js';

const ACROSS = 'across' as BridgeId;
const FUND = 'insurance-fund' as AccountId;
const SETTLEMENT = 'eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85' as AssetId;
const UPTIME = { maximumLagSeconds: 600, layers: new Map() };

interface Situation {
  readonly account?: Partial<MarginInputs>;
  readonly fundDollars?: bigint;
  readonly frozen?: readonly BridgeId[];
  readonly actions?: readonly ActionInForce[];
  readonly record?: Readonly<Record<string, number>>;
  readonly contradicted?: ChainId;
  readonly isUnknown?: boolean;
}

const POLICY = {
  ...housePolicy,
  systemicRisk: { ...housePolicy.systemicRisk, uptime: UPTIME },
} as RiskPolicy;
const PRICES = { ...usable({ USDC: '1', 'BTC-PERP': '40000' }), asOf: addSeconds(FIRST_MOMENT, 1_000) };

const OLD_PRICES = {
  ...PRICES,
  prices: new Map(
    [...PRICES.prices].map(([symbol, price]) => [
      symbol,
      { ...price, validity: { opening: [], withdrawing: ['STALE' as const], liquidating: [] } },
    ]),
  ),
};

/** USDC may not be lent on. */
const unlent = {
  ...PRICES,
  limited: new Set(['USDC']),
  prices: new Map(
    [...PRICES.prices].map(([symbol, price]) => {
      const opening = symbol === 'USDC' ? ['STALE' as const] : [];
      return [symbol, { ...price, validity: { opening, withdrawing: [], liquidating: [] } }];
    }),
  ),
};

function portsIn({ account, fundDollars = 20_000n, frozen = [], actions = [], ...rest }: Situation) {
  const inputs = (held: MarginAccount): MarginInputs => ({
    account: held,
    prices: PRICES,
    policy: POLICY,
    asOfSeq: 1,
  });
  const fund: MarginAccount = {
    ...accountAt(1, { account: FUND, size: '0' }),
    holdings: [{ amount: tokenAmount(SETTLEMENT, fundDollars * 1_000_000n), bucket: 'available' }],
  };
  const known = new Map([
    [FUND, inputs(fund)],
    ...(rest.isUnknown === true ? [] : [[ATLAS, { ...inputs(accountAt(1)), ...account }] as const]),
  ]);
  const records = Object.entries(rest.record ?? {}).map(([chain, second]) => ({
    chain: chain as ChainId,
    since: FIRST_MOMENT,
    through: addSeconds(FIRST_MOMENT, second),
  }));
  const followed =
    rest.contradicted === undefined ? [] : [{ chain: rest.contradicted, status: 'contradicted' }];
  return {
    reads: {
      marginInputs: (ids: readonly AccountId[]) =>
        Promise.resolve(new Map([...known].filter(([id]) => ids.includes(id)))),
      prices: () => Promise.resolve({ states: [], policy: POLICY }),
      followedChains: () => Promise.resolve(followed as unknown as FollowedChain[]),
    },
    conservation: {
      frozenBridges: () => Promise.resolve(frozen),
      records: () => Promise.resolve(records),
    },
    systemicRisk: { actions: () => Promise.resolve({ revision: 1, actions }) },
    evaluate: ({ account: held, prices }: MarginInputs) => evaluateUnderHouse(held, prices),
    explain: ({ account: held, prices }: MarginInputs) =>
      explainMargin(held, prices, POLICY.margin, directory),
    directory,
  };
}

const WITHDRAWAL: GateQuestion = {
  account: ATLAS,
  action: 'withdraw',
  layers: [ETHEREUM],
  bridges: [],
  families: ['USDC' as AssetFamily],
  positions: [],
};
const INCREASE: GateQuestion = {
  ...WITHDRAWAL,
  action: 'increase-position',
  layers: [],
  families: [],
  positions: [position('1')],
};

async function told(situation: Situation, question: Partial<GateQuestion> = {}) {
  const { holds } = await checkGates(portsIn(situation), { ...WITHDRAWAL, ...question });
  return holds.map(({ reason, subject }) => (subject === undefined ? reason : `${reason} ${subject}`));
}

describe('checkGates', () => {
  it('permits what nothing holds back', async () => {
    const answer = await checkGates(portsIn({}), WITHDRAWAL);
    expect(answer).toEqual({ isPermitted: true, holds: [], asOf: PRICES.asOf });
  });

  it.each<[string, Situation, Partial<GateQuestion>]>([
    ['LAYER_IN_TROUBLE eip155:1', { record: { [ETHEREUM]: 399 } }, {}],
    ['LAYER_IN_TROUBLE eip155:1', { contradicted: ETHEREUM }, {}],
    ['LAYER_IN_TROUBLE eip155:1', { record: { [ETHEREUM]: 0 } }, INCREASE],
    ['BRIDGE_FROZEN across', { frozen: [ACROSS] }, { bridges: [ACROSS] }],
    [
      'BRIDGE_FROZEN across',
      { actions: [action('freeze-new-credit', 'bridge', ACROSS)] },
      { bridges: [ACROSS] },
    ],
    [
      'VENUE_FROZEN eip155:1/BTC-PERP',
      { actions: [action('freeze-new-credit', 'venue', `${ETHEREUM}/BTC-PERP`)] },
      INCREASE,
    ],
    [
      'PRICE_NOT_USABLE DOGE-PERP',
      {},
      { ...INCREASE, positions: [{ ...position('1'), instrument: 'DOGE-PERP' as InstrumentId }] },
    ],
    ['PRICE_NOT_USABLE USDC', { account: { prices: OLD_PRICES } }, {}],
    ['FUND_LOW', { fundDollars: 9_999n }, {}],
    ['MARGIN_SHORT', { account: { account: accountAt(1, { usdc: 1_500n }) } }, {}],
  ])('says %s', async (expected, situation, question) => {
    expect(await told(situation, question)).toEqual([expected]);
  });

  it('does not mind that what is taken away has no price, since it counts nothing', async () => {
    expect(await told({}, { families: ['ETH' as AssetFamily] })).toEqual([]);
  });

  it('does not mind a layer that is as far behind as the policy allows, or that is not touched', async () => {
    expect(await told({ record: { [ETHEREUM]: 400, [OPTIMISM]: 0 } })).toEqual([]);
  });

  it('says which case holds back, since when and until when', async () => {
    const openCase = {
      id: 'atlas-main/4' as CaseId,
      stage: 'liquidating',
      openedAt: FIRST_MOMENT,
      history: [
        { stage: 'warned', at: FIRST_MOMENT },
        { stage: 'liquidating', at: addSeconds(FIRST_MOMENT, 7) },
      ],
    } as unknown as LiquidationCase;
    const { holds } = await checkGates(portsIn({ account: { openCase } }), WITHDRAWAL);
    expect(holds).toEqual([
      {
        reason: 'BEING_LIQUIDATED',
        subject: 'atlas-main/4',
        since: addSeconds(FIRST_MOMENT, 7),
        until: 'the case ends',
      },
    ]);
  });

  it('holds an account that no engine knows yet to what does not depend on its margin', async () => {
    expect(await told({ isUnknown: true, frozen: [ACROSS] }, { bridges: [ACROSS] })).toEqual([
      'BRIDGE_FROZEN across',
    ]);
  });
});

describe('increasesOf', () => {
  it.each([
    ['2', true],
    ['1', false],
    ['0.5', false],
    ['0', false],
    ['-0.5', true],
  ])('from 1 to %s: %s', (size, isIncrease) => {
    expect(increasesOf([position('1')], [position(size)])).toHaveLength(isIncrease ? 1 : 0);
  });

  it('takes a position that was not there for an increase, unless it is none', () => {
    expect(increasesOf([], [position('1')])).toHaveLength(1);
    expect(increasesOf([], [position('0')])).toEqual([]);
  });
});

describe('requestPositions', () => {
  async function request(size: string, areExecuted = false) {
    const { ledger } = createMemoryStores();
    await open(ledger, ATLAS);
    const ports = { ...portsIn({ record: { [ETHEREUM]: 0 } }), ledger };
    const command = { account: ATLAS, positions: [position(size)], areExecuted };
    return requestPositions(ports, command, FIRST_MOMENT);
  }

  it('refuses what adds to risk, with the reasons', async () => {
    expect(await request('2')).toMatchObject({
      ok: false,
      failure: {
        code: 'ACTION_HELD_BACK',
        message: 'LAYER_IN_TROUBLE (eip155:1) until the record of the layer has caught up with the market',
        field: 'positions',
      },
    });
  });

  it('refuses a position that the margin does not suffice for, and says by how much and by which rule', async () => {
    const { ledger } = createMemoryStores();
    await open(ledger, ATLAS);
    // 20,000 × 0.97 = 19,400 of equity for 2,000 a bitcoin: nine of them, and no more.
    const ask = (size: string, situation: Situation = {}) =>
      requestPositions(
        { ...portsIn(situation), ledger },
        { account: ATLAS, positions: [position(size)], areExecuted: false },
        FIRST_MOMENT,
      );
    expect(await ask('9.700001')).toMatchObject({
      failure: {
        code: 'ACTION_HELD_BACK',
        message:
          'MARGIN_SHORT_AFTER (atlas-main, afterwards 0.002 USD short: equity 19400 of initial margin 19400.002 USD, ' +
          'by margin-rates (/margin/positions/0) on BTC-PERP on eip155:1) until the account would keep its initial margin',
        field: 'positions',
      },
    });
    expect(await ask('9.7', { account: { prices: OLD_PRICES } })).toMatchObject({ ok: true });
    expect(await ask('9.7', { account: { prices: unlent } })).toMatchObject({
      failure: { message: expect.stringContaining('afterwards 19400 USD short: equity 0') as unknown },
    });
  });

  it('takes what adds nothing, and what has been executed', async () => {
    expect(await request('0.5')).toMatchObject({ ok: true });
    expect(await request('2', true)).toMatchObject({ ok: true });
  });
});

describe('permitQuote', () => {
  const request: RouteRequest = { input: tokenAmount(usdcOn(ETHEREUM), 400n), output: usdcOn(OPTIMISM) };
  const graph = relayerGraph();
  const quote = expectOk(certifiedSolver.solve(graph, request, FIRST_MOMENT));
  const permit = (situation: Situation) => permitQuote({ ...portsIn(situation), graph }, ATLAS, quote);

  it('looks at the layers and bridges that the quote goes over', async () => {
    expect(await permit({})).toMatchObject({ ok: true });
    expect(await permit({ frozen: [ACROSS] })).toMatchObject({
      failure: { code: 'ACTION_HELD_BACK', field: 'quote' },
    });
    expect(await permit({ record: { [OPTIMISM]: 0 } })).toMatchObject({
      failure: { message: expect.stringContaining('LAYER_IN_TROUBLE (eip155:10)') as unknown },
    });
  });

  it('wants the initial margin while collateral is on its way, and when it has arrived', async () => {
    const moved: MarginAccount = {
      ...accountAt(1),
      holdings: [{ amount: tokenAmount(usdcOn(ETHEREUM), 2_061_856_000n), bucket: 'available' }],
    };
    const all: RouteRequest = { input: tokenAmount(usdcOn(ETHEREUM), 1_000n), output: usdcOn(OPTIMISM) };
    const thousand = expectOk(certifiedSolver.solve(graph, all, FIRST_MOMENT));
    const ask = (account: MarginAccount, policy = POLICY) =>
      permitQuote({ ...portsIn({ account: { account, policy } }), graph }, ATLAS, thousand);
    // 2,061.856 × 0.97 = 2,000.00032 of equity for 2,000: on its way a thousandth of a dollar counts 60 %, less than that.
    expect(await ask(moved)).toMatchObject({
      failure: {
        message: expect.stringMatching(
          /MARGIN_SHORT_AFTER \(atlas-main, while it is on its way 0\.\d+ USD short: .*in-transit-credit/,
        ) as unknown,
      },
    });
    const [held] = moved.holdings;
    if (held === undefined) throw new Error('there is a holding');
    const more = { ...held, amount: tokenAmount(usdcOn(ETHEREUM), 2_061_957_000n) };
    expect(await ask({ ...moved, holdings: [more] })).toMatchObject({ ok: true });
  });

  it('expects no more of a quote than of the collateral that the account has for it', async () => {
    const [onTheWay, arrived] = momentsOfQuote(accountAt(1, { usdc: 0n }), quote, graph, FIRST_MOMENT);
    expect(onTheWay?.account.holdings.at(-1)).toMatchObject({ amount: { raw: 0n }, bucket: 'in-transit' });
    expect(arrived?.account.holdings.at(-1)).toMatchObject({ amount: { raw: 0n }, bucket: 'available' });
    const whole = momentsOfQuote(accountAt(1), quote, graph, FIRST_MOMENT);
    expect(
      whole.map(({ moment, account }) => [moment, account.holdings.map(({ amount }) => amount)]),
    ).toEqual([
      ['in-transit', [tokenAmount(usdcOn(ETHEREUM), 19_999_999_600n), tokenAmount(usdcOn(OPTIMISM), 400n)]],
      ['arrived', [tokenAmount(usdcOn(ETHEREUM), 19_999_999_600n), tokenAmount(usdcOn(OPTIMISM), 400n)]],
    ]);
  });
});
