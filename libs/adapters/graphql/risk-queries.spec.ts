import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptQuote, NEWEST_QUOTE, type PriceState } from '@causeway/domain/pricing';
import { addSeconds, decimal } from '@causeway/domain/units';
import { runApi, type RunningApi } from './testing/running-api.js';
import { NOW } from './testing/sample.js';

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
