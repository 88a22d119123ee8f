import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { RiskBookReads } from '@causeway/application/ports';
import { NETWORK } from '@causeway/domain/network';
import type { RiskPolicy } from '@causeway/domain/policy';
import { issuersIn, UNSTATED_SYSTEMIC_POLICY, type SystemicThreshold } from '@causeway/domain/systemic-risk';
import { addSeconds, decimal, type AccountId } from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, usable } from '../../../test/fixtures/margin.js';
import { watchSystemicRisk } from './index.js';

const BREACHES: SystemicThreshold = {
  name: 'a layer breaches two accounts',
  dimension: 'layer',
  measure: 'breaches',
  trips: decimal('2'),
  clears: decimal('1'),
  action: 'liquidate',
};

/** Accounts with so many dollars, each long one bitcoin, on one layer. */
function bookOf(dollars: readonly bigint[], thresholds: readonly SystemicThreshold[]) {
  const policy: RiskPolicy = {
    ...housePolicy,
    systemicRisk: { ...UNSTATED_SYSTEMIC_POLICY, thresholds },
  };
  const prices = { ...usable({ USDC: '1', 'BTC-PERP': '40000' }), asOf: addSeconds(FIRST_MOMENT, 60) };
  const accounts = dollars.map((usdc, index) =>
    accountAt(1, { account: `atlas-${String(index).padStart(5, '0')}` as AccountId, usdc }),
  );
  const readAgain: AccountId[] = [];
  const riskBook = (under: RiskPolicy = policy): RiskBookReads => ({
    basis: () => Promise.resolve({ prices, policy: under }),
    count: () => Promise.resolve(accounts.length),
    page: ({ first, after }) => {
      const from = after === undefined ? 0 : accounts.findIndex(({ account }) => account === after) + 1;
      const rows = accounts.slice(from, from + first);
      return Promise.resolve({ rows, hasNextPage: from + first < accounts.length });
    },
    accounts: (ids) => {
      readAgain.push(...ids);
      const wanted = new Set(ids);
      return Promise.resolve(accounts.filter(({ account }) => wanted.has(account)));
    },
  });
  return { policy, riskBook, readAgain };
}

function setUp(dollars: readonly bigint[], thresholds = [BREACHES], maximumAccounts = 20_000) {
  const { systemicRisk, outbox } = createMemoryStores();
  const book = bookOf(dollars, thresholds);
  let pauses = 0;
  const pause = () => {
    pauses += 1;
    return Promise.resolve();
  };
  const risk = { ...directory, issuersOf: issuersIn(NETWORK) };
  const watch = (riskBook = book.riskBook()) =>
    watchSystemicRisk({ riskBook, systemicRisk, directory: risk, pause, maximumAccounts });
  return { ...book, watch, systemicRisk, outbox, pauses: () => pauses };
}

describe('watchSystemicRisk', () => {
  it('triggers an action with its evidence and the accounts it is about, at the time of the market', async () => {
    const { watch, systemicRisk, outbox } = setUp([2_000n, 3_000n]);
    const watched = await watch();
    const at = addSeconds(FIRST_MOMENT, 60);
    const triggered = {
      threshold: BREACHES.name,
      dimension: 'layer',
      measure: 'breaches',
      subject: 'eip155:1',
      action: 'liquidate',
      since: at,
      value: decimal('2'),
      affected: ['atlas-00000', 'atlas-00001'],
      evidence: { priceVector: 'prices-1', policyVersion: 1, accounts: 2 },
    };
    expect(watched).toMatchObject({ ok: true, value: { inForce: [triggered], accounts: 2 } });
    expect(await systemicRisk.actions()).toEqual({ revision: 1, actions: [triggered] });
    const [event] = await outbox.read('systemic-risk', 0, 10);
    expect(event?.event).toMatchObject({ type: 'systemic-risk.changed', at, inForce: [triggered] });
  });

  it('says nothing again', async () => {
    const { watch, outbox } = setUp([2_000n, 3_000n]);
    await watch();
    await watch();
    expect(await outbox.read('systemic-risk', 0, 10)).toHaveLength(1);
  });

  it('ends an action when its threshold clears or is no longer in the policy', async () => {
    const { watch, policy, riskBook, outbox } = setUp([2_000n, 3_000n]);
    await watch();
    await watch(riskBook({ ...policy, systemicRisk: UNSTATED_SYSTEMIC_POLICY }));
    const [, ended] = await outbox.read('systemic-risk', 0, 10);
    expect(ended?.event).toMatchObject({ inForce: [], steps: [{ kind: 'cleared' }] });
  });

  it('measures nothing where no threshold asks for it, and nothing without accounts', async () => {
    expect(await setUp([2_000n], []).watch()).toMatchObject({ value: { accounts: 0 } });
    expect(await setUp([]).watch()).toMatchObject({ value: { accounts: 0 } });
  });

  it('lets others work meanwhile, and gives up where there are too many accounts', async () => {
    const many = Array.from({ length: 600 }, () => 2_000n);
    const patient = setUp(many);
    await patient.watch();
    expect(patient.pauses()).toBeGreaterThan(10);
    expect(await setUp(many, [BREACHES], 599).watch()).toMatchObject({
      failure: { code: 'TOO_MANY_ACCOUNTS' },
    });
  });

  it('reads again those of a large book that may breach, beyond what it keeps, and no others', async () => {
    const isWeak = (index: number) => index % 1_000 === 7;
    const book = Array.from({ length: 10_600 }, (_, index) => (isWeak(index) ? 2_000n : 90_000n));
    const { watch, readAgain } = setUp(book, [{ ...BREACHES, dimension: 'asset' }]);
    const shocked = await watch();
    expect(shocked).toMatchObject({ value: { accounts: 10_600, inForce: [] } });
    expect(readAgain).toEqual([]);
    const poor = setUp(
      book.map((usdc) => (usdc === 2_000n ? 1_250n : usdc)),
      [{ ...BREACHES, dimension: 'asset' }],
    );
    expect(await poor.watch()).toMatchObject({ value: { inForce: [{ value: decimal('11') }] } });
    expect(poor.readAgain).toEqual(['atlas-10007']);
  });

  it('leaves to whoever decided meanwhile what is in force', async () => {
    const { watch, systemicRisk, outbox, riskBook } = setUp([2_000n, 3_000n]);
    const slow = riskBook();
    const raced = await watch({
      ...slow,
      page: async (page) => {
        await systemicRisk.replace(0, [], []);
        return slow.page(page);
      },
    });
    expect(raced).toMatchObject({ value: { steps: [], inForce: [] } });
    expect(await outbox.read('systemic-risk', 0, 10)).toEqual([]);
  });
});
