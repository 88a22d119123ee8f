import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refused } from './testing/in-memory-ports.js';
import { runApi, type RunningApi } from './testing/running-api.js';
import { ARBITRUM_USDC, NOW, OP_USDC, TRANSFER } from './testing/sample.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.memory.refusal = undefined;
  api.memory.readFailure = undefined;
});

/** The data of an answer that must have no errors. */
async function data(query: string, variables?: object): Promise<Record<string, unknown>> {
  const answer = await api.query(query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data ?? {};
}

describe('account', () => {
  const QUERY = `query ($id: ID!) {
    account(id: $id) {
      id desk asOfSeq
      margin {
        equity initialMargin maintenanceMargin freeCollateral health band collateralValue accountValue unrealisedPnl
        inTransit { value collateralValue holdings { transfer credit bucket } }
        layers { chain name collateralValue } assets { family quantity }
        positions { instrument size markPrice notional } gaps { code subject }
        evidence { accountSeq priceVector policyVersion }
      }
      openCase { id }
    }
  }`;

  it('gives the margin over all layers, in transit, and what it was computed from', async () => {
    // 10,000 × 0.9 × 0.95 = 8,550 and in transit 2,000 × 0.9 × 0.95 × 0.5 = 855; PnL 1 × (41,000 − 40,000).
    expect((await data(QUERY, { id: 'atlas-main' }))['account']).toEqual({
      id: 'atlas-main',
      desk: 'atlas',
      asOfSeq: 0,
      margin: {
        accountValue: '13000',
        collateralValue: '9405',
        unrealisedPnl: '1000',
        equity: '10405',
        initialMargin: '4100',
        maintenanceMargin: '2050',
        freeCollateral: '6305',
        health: expect.stringMatching(/^5\.0756\d*$/) as unknown,
        band: 'HEALTHY',
        inTransit: {
          value: '2000',
          collateralValue: '855',
          holdings: [{ transfer: TRANSFER.id, credit: '0.5', bucket: 'IN_TRANSIT' }],
        },
        layers: [{ chain: 'eip155:10', name: 'OP Mainnet', collateralValue: '9405' }],
        assets: [{ family: 'USDC', quantity: '12000' }],
        positions: [{ instrument: 'BTC-PERP', size: '1', markPrice: '41000', notional: '41000' }],
        gaps: [],
        evidence: { accountSeq: 4, priceVector: 'prices-41000', policyVersion: 1 },
      },
      openCase: null,
    });
  });

  it('answers the same once the operation is compiled', async () => {
    const answers = [];
    for (let run = 0; run < 4; run += 1) answers.push(await data(QUERY, { id: 'atlas-main' }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('is null for an account that does not exist', async () => {
    expect(await data(QUERY, { id: 'nobody' })).toEqual({ account: null });
  });

  it('names the argument that is not an id', async () => {
    const { status, errors } = await api.query(QUERY, { id: 'Not An Id' });
    expect(status).toBe(200);
    expect(errors).toMatchObject([
      { path: ['account'], extensions: { code: 'INVALID_IDENTIFIER', field: 'id' } },
    ]);
  });
});

describe('accounts', () => {
  const QUERY = `query ($first: Int, $after: String, $filter: AccountFilter) {
    accounts(first: $first, after: $after, filter: $filter) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

  it('goes from page to page by cursor', async () => {
    expect(await data(QUERY, { first: 2 })).toEqual({
      accounts: {
        edges: [
          { cursor: 'atlas-main', node: { id: 'atlas-main' } },
          { cursor: 'atlas-second', node: { id: 'atlas-second' } },
        ],
        pageInfo: {
          hasNextPage: true,
          hasPreviousPage: false,
          startCursor: 'atlas-main',
          endCursor: 'atlas-second',
        },
      },
    });
    expect(await data(QUERY, { first: 2, after: 'atlas-second' })).toMatchObject({
      accounts: {
        edges: [{ cursor: 'boreas-main' }],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
    });
  });

  it('has no cursors on an empty page', async () => {
    expect(await data(QUERY, { first: 2, filter: { desk: 'nobody' } })).toEqual({
      accounts: {
        edges: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
    });
  });

  it('refuses a cursor that no store can look for', async () => {
    const { errors } = await api.query(QUERY, { first: 1, after: 'a\0' });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_IDENTIFIER', field: 'after' } }]);
  });

  it.each(['transfer', 'liquidationCase'])(
    'refuses an id of a %s that no store can look for',
    async (field) => {
      const { errors } = await api.query(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id: 'a\0' });
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_IDENTIFIER', field: 'id' } }]);
    },
  );

  it.each([0, -1, 101])('refuses a page of %p', async (first) => {
    const { errors } = await api.query(QUERY, { first });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_PAGE_SIZE', field: 'first' } }]);
  });

  it.each([
    [{ desk: '' }, 'filter.desk'],
    [{ chain: 'optimism' }, 'filter.chain'],
  ])('refuses the filter %j', async (filter, field) => {
    const { errors } = await api.query(QUERY, { filter });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_IDENTIFIER', field } }]);
  });
});

describe('transfers, cases, policies, network and dead letters', () => {
  it('gives a transfer with exact amounts in base units and whole tokens', async () => {
    const query = `query ($id: ID!) {
      transfer(id: $id) { stage sent { raw quantity symbol asset } received { raw } initiatedAt history { eventName } }
    }`;
    expect(await data(query, { id: TRANSFER.id })).toEqual({
      transfer: {
        stage: 'INITIATED',
        sent: { raw: '2000000000', quantity: '2000', symbol: 'USDC', asset: OP_USDC },
        received: null,
        initiatedAt: '2022-01-21T14:05:00.000Z',
        history: [{ eventName: 'FundsDeposited' }],
      },
    });
  });

  it('filters transfers by stage', async () => {
    const query = `query ($stage: TransferStage!) { transfers(filter: { stage: $stage }) { edges { node { id } } } }`;
    expect(await data(query, { stage: 'IN_CHALLENGE' })).toEqual({ transfers: { edges: [] } });
    expect(await data(query, { stage: 'INITIATED' })).toEqual({
      transfers: { edges: [{ node: { id: TRANSFER.id } }] },
    });
  });

  it('says how a transfer stands to its timetable, and filters by it', async () => {
    const query = `query ($punctuality: Punctuality!) { transfers(filter: { punctuality: $punctuality }) { edges { node {
      punctuality since expectedAt lateAt stuckAt nextStep { kind possibleAt } fills { at received { raw } } returned { raw }
    } } } }`;
    expect(await data(query, { punctuality: 'CLAIMABLE' })).toEqual({ transfers: { edges: [] } });
    expect(await data(query, { punctuality: 'LATE' })).toEqual({
      transfers: {
        edges: [
          {
            node: {
              punctuality: 'LATE',
              since: '2022-01-21T14:06:02.000Z',
              expectedAt: '2022-01-21T14:05:01.000Z',
              lateAt: '2022-01-21T14:06:02.000Z',
              stuckAt: '2022-01-21T15:05:00.000Z',
              nextStep: { kind: 'DELIVER', possibleAt: '2022-01-21T14:05:00.000Z' },
              fills: [],
              returned: null,
            },
          },
        ],
      },
    });
  });

  it('gives a liquidation case with its plan and evidence', async () => {
    const query = `{ liquidationCase(id: "atlas-main/1") {
      stage plan { reductions { sizeChange } seizures { chain amount { raw quantity } value } healthAfter shortfall }
      history { stage evidence { health policyVersion } }
    } liquidationCases(filter: { desk: "atlas", stage: LIQUIDATING }) { edges { cursor } } }`;
    expect(await data(query)).toEqual({
      liquidationCase: {
        stage: 'LIQUIDATING',
        plan: {
          reductions: [{ sizeChange: '-0.5' }],
          seizures: [{ chain: 'eip155:10', amount: { raw: '1500000', quantity: '1.5' }, value: '1.5' }],
          healthAfter: '1.8',
          shortfall: '0',
        },
        history: [{ stage: 'LIQUIDATING', evidence: { health: '0.6', policyVersion: 1 } }],
      },
      liquidationCases: { edges: [{ cursor: 'atlas-main/1' }] },
    });
  });

  it('explains the margin of an account, rule by rule', async () => {
    const { marginExplanation } = await data(
      '{ marginExplanation(account: "atlas-main") { margin { equity } steps { rule path figure formula output rounding { direction places } } } }',
    );
    const { margin, steps } = marginExplanation as {
      readonly margin: { readonly equity: string };
      readonly steps: readonly Record<string, unknown>[];
    };
    expect(steps).toContainEqual({
      rule: 'layer-haircut',
      path: '/margin/collateral/1',
      figure: 'weight',
      formula: 'before × (1 − haircut)',
      output: '0.855',
      rounding: null,
    });
    expect(steps).toContainEqual(
      expect.objectContaining({ rule: 'totals', figure: 'equity', output: margin.equity }),
    );
    const only = await data(
      '{ marginExplanation(account: "atlas-main", rules: ["margin-rates"]) { steps { rule } } }',
    );
    expect(only).toEqual({
      marginExplanation: { steps: [{ rule: 'margin-rates' }, { rule: 'margin-rates' }] },
    });
    expect(await data('{ marginExplanation(account: "nobody") { steps { rule } } }')).toEqual({
      marginExplanation: null,
    });
  });

  it('gives the policy in effect and its history', async () => {
    const fields = 'version status name proposedBy activatedAt warningHealth rules { path rule parameters }';
    const policy = {
      version: 1,
      status: 'ACTIVE',
      name: 'sample',
      proposedBy: 'ada',
      activatedAt: '2022-01-21T14:05:00.000Z',
      warningHealth: '1.5',
      rules: [
        { path: '/margin/collateral/0', rule: 'asset-haircut', parameters: { haircuts: { USDC: '0.1' } } },
        {
          path: '/margin/collateral/1',
          rule: 'layer-haircut',
          parameters: { haircuts: { 'eip155:10': '0.05' }, otherwise: '0.5' },
        },
        {
          path: '/margin/collateral/2',
          rule: 'in-transit-credit',
          parameters: { credits: [{ mechanism: 'bonded-relayer', stage: 'initiated', credit: '0.5' }] },
        },
        {
          path: '/margin/positions/0',
          rule: 'margin-rates',
          parameters: { rates: { 'BTC-PERP': { initial: '0.1', maintenance: '0.05' } } },
        },
        {
          path: '/margin/health',
          rule: 'health-ratio',
          parameters: { warning: '1.5', liquidation: '1', target: '1.8' },
        },
      ],
    };
    expect(await data(`{ riskPolicy { ${fields} } riskPolicies { ${fields} } }`)).toEqual({
      riskPolicy: policy,
      riskPolicies: [policy],
    });
  });

  it('gives layers and bridges with their security', async () => {
    const { layers, bridges } = await data(
      '{ layers { chain security kind assets { symbol decimals } } bridges { id mechanism typicalLatency { medianSeconds } } }',
    );
    expect(layers).toContainEqual(
      expect.objectContaining({
        chain: 'eip155:10',
        security: 'OPTIMISTIC_CHALLENGE',
        kind: 'OPTIMISTIC_ROLLUP',
      }),
    );
    expect(layers).toContainEqual(
      expect.objectContaining({ chain: 'eip155:1', security: null, kind: 'SETTLEMENT_LAYER' }),
    );
    expect(bridges).toContainEqual(expect.objectContaining({ id: 'across', mechanism: 'BONDED_RELAYER' }));
  });

  it('gives how far a layer is known, and what of it is missing', async () => {
    const { layers } = await data(
      '{ layers { chain head { status latest safe finalised settled tip reorgs missing { from to } contradiction } } }',
    );
    expect(layers).toContainEqual({
      chain: 'eip155:10',
      head: {
        ...{ status: 'GAPPED', latest: '120', safe: '110', finalised: '100', settled: null },
        ...{ tip: '112', reorgs: 2, missing: { from: '113', to: '117' }, contradiction: null },
      },
    });
    expect(layers).toContainEqual({ chain: 'eip155:1', head: null });
  });

  it('gives dead letters with their reason', async () => {
    const query = '{ deadLetters(status: WAITING) { edges { node { id code message offset status } } } }';
    expect(await data(query)).toEqual({
      deadLetters: {
        edges: [
          {
            node: {
              id: 'letter-1',
              code: 'MALFORMED_LOG',
              message: 'data is 3 bytes long',
              offset: '1099511627776',
              status: 'WAITING',
            },
          },
        ],
      },
    });
  });
});

describe('quote', () => {
  const QUERY = `query ($input: QuoteInput!) {
    quote(input: $input) { id graphVersion expiresAt input { raw } output { raw quantity } legs { edge output { raw } } latency { medianSeconds } security certificate { lower { raw } upper { raw } gap } }
  }`;
  const request = { input: { asset: OP_USDC, amount: '1000.5' }, output: ARBITRUM_USDC };

  it('gives a route with exact amounts', async () => {
    const answer = await data(QUERY, { input: { ...request, minimumSecurity: 'BONDED_RELAYER' } });
    expect(answer['quote']).toEqual({
      id: '0'.repeat(64),
      graphVersion: 'graph-1',
      expiresAt: new Date(NOW + 30_000).toISOString(),
      input: { raw: '1000500000' },
      output: { raw: '1000499000', quantity: '1000.499' },
      legs: [{ edge: 'across-usdc', output: { raw: '1000499000' } }],
      latency: { medianSeconds: 3 },
      security: 'BONDED_RELAYER',
      certificate: { lower: { raw: '1000499000' }, upper: { raw: '1000500000' }, gap: '0.001' },
    });
    expect(api.memory.received.at(-1)).toMatchObject({
      input: { asset: OP_USDC, raw: 1_000_500_000n },
      minimumSecurity: 'bonded-relayer',
    });
  });

  it('gives the front of amount, arrival and security', async () => {
    const answer = await data(
      `query ($input: QuoteInput!) {
        routeFront(input: $input) { isComplete points { deadlineSeconds minimumSecurity quote { output { raw } } } }
      }`,
      { input: request },
    );
    expect(answer['routeFront']).toEqual({
      isComplete: true,
      points: [{ deadlineSeconds: 9, minimumSecurity: null, quote: { output: { raw: '1000499000' } } }],
    });
  });

  it('repeats the quote of a point that arrives at once', async () => {
    await data(QUERY, { input: { ...request, deadlineSeconds: 0 } });
    expect(api.memory.received.at(-1)).toMatchObject({ deadlineSeconds: 0 });
  });

  it('asks for the least input when an output is given', async () => {
    await data(QUERY, {
      input: {
        inputAsset: OP_USDC,
        outputAmount: { asset: ARBITRUM_USDC, amount: '25' },
        allowedBridges: ['across'],
        exposureCaps: [{ bridge: 'across', maximumInput: '7.5' }],
      },
    });
    expect(api.memory.received.at(-1)).toEqual({
      input: OP_USDC,
      output: { asset: ARBITRUM_USDC, raw: 25_000_000n },
      allowedBridges: ['across'],
      forbiddenBridges: [],
      exposureCaps: [{ bridge: 'across', maximumInput: 7_500_000n }],
    });
  });

  it.each([
    [{ inputAsset: OP_USDC }, 'INVALID_REQUEST', 'input'],
    [{ output: null }, 'INVALID_REQUEST', 'input'],
    [
      { exposureCaps: [{ bridge: 'across', maximumInput: '0.0000001' }] },
      'EXCESS_DIGITS',
      'input.exposureCaps.0.maximumInput',
    ],
    [{ input: { asset: OP_USDC, amount: '1.0000001' } }, 'EXCESS_DIGITS', 'input.input.amount'],
    [{ input: { asset: 'eip155:10/slip44:1', amount: '1' } }, 'UNKNOWN_ASSET', 'input.input.asset'],
    [{ output: 'usdc' }, 'INVALID_IDENTIFIER', 'input.output'],
    [{ forbiddenBridges: ['nowhere'] }, 'UNKNOWN_BRIDGE', 'input.forbiddenBridges.0'],
    [{ maximumLegs: 0 }, 'INVALID_LIMIT', 'input.maximumLegs'],
    [{ deadlineSeconds: -1 }, 'INVALID_LIMIT', 'input.deadlineSeconds'],
  ])('refuses %j', async (change, code, field) => {
    const { errors } = await api.query(QUERY, { input: { ...request, ...change } });
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
  });

  it("passes on the router's own refusal", async () => {
    api.memory.refusal = refused('NO_ROUTE', 'no route from here to there', 'output');
    const { errors } = await api.query(QUERY, { input: request });
    expect(errors).toMatchObject([
      { message: 'no route from here to there', extensions: { code: 'NO_ROUTE', field: 'input.output' } },
    ]);
  });
});
