import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptQuote, NEWEST_QUOTE, type PriceState } from '@causeway/domain/pricing';
import { addSeconds, decimal } from '@causeway/domain/units';
import { encodeRiskPolicy } from '@causeway/adapters/wire';
import { housePolicy } from '../../../test/fixtures/margin.js';
import { runApi, type RunningApi } from './testing/running-api.js';
import { ACTION, NOW, OP_USDC } from './testing/sample.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());

async function data(query: string): Promise<Record<string, unknown>> {
  const answer = await api.query(query);
  expect(answer.errors).toBeUndefined();
  return answer.data ?? {};
}

describe('prices', () => {
  const quote = (symbol: string, source: string, price: string, second: number) => ({
    ...{ symbol, source, price: decimal(price), time: addSeconds(NOW, second), confidence: decimal('2') },
  });
  const state = (...quotes: ReturnType<typeof quote>[]) =>
    quotes.reduce<PriceState | undefined>(
      (known, one) => acceptQuote(known, one, NEWEST_QUOTE, one.time) ?? known,
      undefined,
    ) as PriceState;

  it('says what each price is formed from and what it may be used for', async () => {
    api.memory.priceBoard = {
      states: [
        state(quote('USDC', 'a', '0.9999', 0)),
        state(quote('BTC-PERP', 'a', '41000', 3), quote('BTC-PERP', 'b', '41010', 5)),
      ],
    };
    const answer = await data(`{
      prices {
        symbol price time ageSeconds confidence average
        quotes { source price confidence ageSeconds isCounted }
        validity { action isUsable faults } trippedBreakers { kind since calmSince }
      }
    }`);
    const usable = ['OPENING', 'WITHDRAWING', 'LIQUIDATING'].map((action) => ({
      action,
      isUsable: true,
      faults: [],
    }));
    expect(answer['prices']).toEqual([
      {
        symbol: 'BTC-PERP',
        price: '41010',
        time: new Date(NOW + 5_000).toISOString(),
        ageSeconds: 0,
        confidence: '2',
        average: '41000',
        quotes: [
          { source: 'a', price: '41000', confidence: '2', ageSeconds: 2, isCounted: false },
          { source: 'b', price: '41010', confidence: '2', ageSeconds: 0, isCounted: true },
        ],
        validity: usable,
        trippedBreakers: [],
      },
      expect.objectContaining({ symbol: 'USDC', price: '0.9999', ageSeconds: 5 }),
    ]);
    expect(await data('{ prices(symbols: ["USDC"]) { symbol } }')).toEqual({ prices: [{ symbol: 'USDC' }] });
  });
});

describe('systemicRisk', () => {
  it('measures what fails together', async () => {
    const answer = await data(`{
      systemicRisk {
        accounts priceVector policyVersion crossed { threshold }
        dimensions { dimension value concentration subjects { subject accounts value counted share breaches shortfall } }
      }
    }`);
    // Three accounts with 12,000 USDC each on OP Mainnet, a sixth of it in transit, and 41,000 of notional.
    expect(answer['systemicRisk']).toMatchObject({
      accounts: 3,
      priceVector: 'prices-41000',
      policyVersion: 1,
      crossed: [],
      dimensions: [
        { dimension: 'LAYER', value: '36000', concentration: '1', subjects: [{ accounts: 3, breaches: 3 }] },
        { dimension: 'BRIDGE', value: '6000', subjects: [{ subject: 'across', breaches: 0 }] },
        { dimension: 'ASSET', value: '36000', subjects: [{ subject: 'USDC', share: '1', breaches: 0 }] },
        { dimension: 'VENUE', value: '123000', subjects: [{ subject: 'eip155:10/BTC-PERP' }] },
      ],
    });
  });
});

describe('stressTest', () => {
  const FIELDS =
    'accounts alreadyBreached equityLost rounds shortfall fundUsed socialised drops { family } breaches { account round equityBefore equityAfter maintenanceMargin }';

  it('says who would breach, and by how much', async () => {
    const answer = await data(`{
      stressTest(input: { haltedLayers: ["eip155:10"], priceShocks: [{ symbol: "BTC-PERP", change: "-0.02" }] }) { ${FIELDS} }
    }`);
    // All collateral is on the layer; 41,000 × 0.98 = 40,180 leaves a profit of 180 there, which does not count.
    const breach = { round: 0, equityBefore: '10405', equityAfter: '0', maintenanceMargin: '2009' };
    expect(answer['stressTest']).toEqual({
      accounts: 3,
      alreadyBreached: 0,
      equityLost: '31215',
      rounds: 0,
      shortfall: '0',
      fundUsed: '0',
      socialised: '0',
      drops: [],
      breaches: ['atlas-main', 'atlas-second', 'boreas-main'].map((account) => ({ account, ...breach })),
    });
  });

  it.each([
    ['haltedLayers: ["eip155:4242"]', 'UNKNOWN_CHAIN', 'input.haltedLayers.0'],
    ['failedBridges: ["nobody"]', 'UNKNOWN_BRIDGE', 'input.failedBridges.0'],
    ['priceShocks: [{ symbol: "USDC", change: "-1.1" }]', 'INVALID_CHANGE', 'input.priceShocks.0.change'],
    ['insuranceFund: "-1"', 'INVALID_AMOUNT', 'input.insuranceFund'],
  ])('refuses %s', async (input, code, field) => {
    const { errors } = await api.query(`{ stressTest(input: { ${input} }) { accounts } }`);
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
  });
});

describe('systemicActions', () => {
  it('gives the actions in force with what triggered them', async () => {
    expect(await data('{ systemicActions { threshold } }')).toEqual({ systemicActions: [] });
    api.memory.actions = [ACTION];
    const answer = await data(`{
      systemicActions {
        threshold dimension subject measure value action haircut since affected
        evidence { priceVector policyVersion accounts }
      }
    }`);
    api.memory.actions = [];
    expect(answer['systemicActions']).toEqual([
      {
        threshold: 'half on one layer',
        dimension: 'LAYER',
        subject: 'eip155:10',
        measure: 'SHARE',
        value: '0.6',
        action: 'RAISE_HAIRCUT',
        haircut: '0.05',
        since: new Date(NOW).toISOString(),
        affected: ['atlas-main'],
        evidence: { priceVector: '0:3', policyVersion: 1, accounts: 3 },
      },
    ]);
  });
});

describe('systemicActionHistory', () => {
  it('gives what tripped and cleared, by what it is about and by pages', async () => {
    const tripped = { kind: 'tripped' as const, action: ACTION, value: ACTION.value, at: NOW };
    const cleared = { ...tripped, kind: 'cleared' as const, value: decimal('0.1'), at: addSeconds(NOW, 60) };
    for (const [revision, step] of [tripped, cleared].entries()) {
      await api.memory.systemicRisk.replace(
        revision,
        [],
        [
          {
            ...{ stream: 'systemic-risk', key: 'systemic-risk' },
            event: { type: 'systemic-risk.changed', steps: [step], inForce: [], at: step.at },
          },
        ],
      );
    }
    const page = (about: string) => `{ systemicActionHistory(${about}) {
      edges { cursor node { seq kind at value action { threshold subject affected } } }
      pageInfo { hasNextPage }
    } }`;
    const newest = await data(page('first: 1, filter: { dimension: LAYER, subject: "eip155:10" }'));
    expect(newest['systemicActionHistory']).toEqual({
      edges: [
        {
          cursor: '2.1',
          node: {
            seq: 2,
            kind: 'CLEARED',
            at: new Date(cleared.at).toISOString(),
            value: '0.1',
            action: { threshold: 'half on one layer', subject: 'eip155:10', affected: ['atlas-main'] },
          },
        },
      ],
      pageInfo: { hasNextPage: true },
    });
    const older = await data(page('first: 1, after: "2.1"'));
    expect(older['systemicActionHistory']).toMatchObject({
      edges: [{ cursor: '1.1', node: { kind: 'TRIPPED' } }],
      pageInfo: { hasNextPage: false },
    });
    const until = new Date(NOW).toISOString();
    expect(await data(page(`filter: { until: "${until}", kind: TRIPPED }`))).toMatchObject({
      systemicActionHistory: { edges: [] },
    });
  });

  it('refuses what is no cursor of it', async () => {
    const { errors } = await api.query('{ systemicActionHistory(after: "atlas") { edges { cursor } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR', field: 'after' } }]);
  });
});

describe('gates', () => {
  const ask = (input: string) => `{ gates(input: { account: "atlas-main", ${input} }) {
    isPermitted asOf holds { reason subject since until }
  } }`;

  it('says what holds an action back, and until when', async () => {
    const moving = ask(
      `action: MOVE_COLLATERAL, assets: ["${OP_USDC}"], layers: ["eip155:42161"], bridges: ["across"]`,
    );
    expect((await data(moving))['gates']).toEqual({
      isPermitted: false,
      asOf: null,
      holds: [
        {
          reason: 'BRIDGE_FROZEN',
          subject: 'across',
          since: null,
          until:
            'the last alert on the bridge is explained or closed, and no systemic-risk action freezes it',
        },
      ],
    });
  });

  it('permits what lowers risk', async () => {
    const reducing = ask('action: REDUCE_POSITION, venues: [{ instrument: "BTC-PERP", chain: "eip155:10" }]');
    expect((await data(reducing))['gates']).toEqual({ isPermitted: true, asOf: null, holds: [] });
  });

  it.each([
    ['layers: ["eip155:4242"]', 'UNKNOWN_CHAIN', 'input.layers.0'],
    ['assets: ["eip155:10/erc20:0x00"]', 'UNKNOWN_ASSET', 'input.assets.0'],
    ['bridges: ["", "a b"]', 'INVALID_IDENTIFIER', 'input.bridges.0'],
    ['venues: [{ instrument: "X", chain: "moon" }]', 'INVALID_IDENTIFIER', 'input.venues.0.chain'],
  ])('refuses %s', async (input, code, field) => {
    const { errors } = await api.query(ask(`action: WITHDRAW, ${input}`));
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
  });
});

describe('insuranceFund', () => {
  const QUERY = `{ insuranceFund {
    account asset balance minimum isBelowMinimum value holdings { asset bucket quantity } uses { case settlement }
  } }`;

  it('is null while the policy names none', async () => {
    expect(await data(QUERY)).toEqual({ insuranceFund: null });
  });

  it('shows what it holds and what moved it', async () => {
    const liquidation = { ...housePolicy.liquidation, insuranceFund: 'atlas-second' } as NonNullable<
      typeof housePolicy.liquidation
    >;
    api.memory.priceBoard = { states: [], policy: { ...housePolicy, liquidation } };
    const answer = await data(QUERY);
    api.memory.priceBoard = { states: [] };
    expect(answer['insuranceFund']).toEqual({
      account: 'atlas-second',
      asset: OP_USDC,
      balance: '10000',
      minimum: '10000',
      isBelowMinimum: false,
      value: '12000',
      holdings: [
        { asset: OP_USDC, bucket: 'AVAILABLE', quantity: '10000' },
        { asset: OP_USDC, bucket: 'IN_TRANSIT', quantity: '2000' },
      ],
      uses: [],
    });
  });
});

describe('simulatePolicy', () => {
  const QUERY = `query ($document: JSON!, $accounts: [ID!]) {
    simulatePolicy(document: $document, accounts: $accounts) {
      policyName accounts changed present { healthy liquidated undecided } proposed { healthy undecided }
      told { account present { outcome equity health } proposed { outcome equity maintenanceMargin } }
    }
  }`;

  it('shows accounts under a proposed policy beside the one in force', async () => {
    const quoted = (symbol: string, value: string) =>
      acceptQuote(
        undefined,
        { symbol, price: decimal(value), time: NOW, source: 'a' },
        NEWEST_QUOTE,
        NOW,
      ) as PriceState;
    api.memory.priceBoard = { states: [quoted('USDC', '1'), quoted('BTC-PERP', '30000')] };
    const document = encodeRiskPolicy(housePolicy);
    const answer = await api.query(QUERY, { document, accounts: ['atlas-main'] });
    api.memory.priceBoard = { states: [] };
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['simulatePolicy']).toMatchObject({
      policyName: housePolicy.name,
      accounts: 1,
      changed: 1,
      present: { healthy: 1, liquidated: 0, undecided: 0 },
      told: [{ account: 'atlas-main', present: { outcome: 'HEALTHY', equity: '10405' } }],
    });
  });

  it('refuses a document that is none, and accounts that are not there', async () => {
    const refused = await api.query(QUERY, { document: { schema: 'causeway.margin-policy/2' } });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'INVALID_DOCUMENT' } }]);
    const document = encodeRiskPolicy(housePolicy);
    const unknown = await api.query(QUERY, { document, accounts: ['nobody'] });
    expect(unknown.errors).toMatchObject([{ extensions: { code: 'UNKNOWN_ACCOUNT', field: 'accounts.0' } }]);
  });
});
