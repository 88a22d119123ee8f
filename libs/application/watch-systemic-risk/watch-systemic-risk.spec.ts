import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { MarginInputs, ReadStore } from '@causeway/application/ports';
import { NETWORK } from '@causeway/domain/network';
import { policyInForce, type RiskPolicy } from '@causeway/domain/policy';
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

/** Reads of accounts with so many dollars, each long one bitcoin, on one layer. */
function reading(dollars: readonly bigint[], thresholds: readonly SystemicThreshold[]) {
  const policy: RiskPolicy = {
    ...housePolicy,
    systemicRisk: { ...UNSTATED_SYSTEMIC_POLICY, thresholds },
  };
  const prices = { ...usable({ USDC: '1', 'BTC-PERP': '40000' }), asOf: addSeconds(FIRST_MOMENT, 60) };
  const rows = dollars.map((usdc, index): MarginInputs => ({
    account: accountAt(1, { account: `atlas-${String(index).padStart(4, '0')}` as AccountId, usdc }),
    prices,
    policy,
    asOfSeq: 1,
  }));
  const reads = (under: RiskPolicy = policy): Pick<ReadStore, 'accounts'> => ({
    accounts: (_, { first, after = '' }) => {
      const left = rows.filter(({ account }) => account.account > after);
      const page = left.slice(0, first).map((row) => ({ ...row, policy: under }));
      return Promise.resolve({ rows: page, hasNextPage: left.length > first });
    },
  });
  return { policy, reads };
}

function setUp(dollars: readonly bigint[], thresholds = [BREACHES], maximumAccounts = 10_000) {
  const { systemicRisk, outbox } = createMemoryStores();
  const book = reading(dollars, thresholds);
  let pauses = 0;
  const pause = () => {
    pauses += 1;
    return Promise.resolve();
  };
  const risk = { ...directory, issuersOf: issuersIn(NETWORK) };
  const watch = (reads = book.reads()) =>
    watchSystemicRisk({ reads, systemicRisk, directory: risk, pause, maximumAccounts });
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
      affected: ['atlas-0000', 'atlas-0001'],
      evidence: { priceVector: 'prices-1', policyVersion: 1, accounts: 2 },
    };
    expect(watched).toMatchObject({ ok: true, value: { inForce: [triggered], accounts: 2 } });
    expect(await systemicRisk.actions()).toEqual({ revision: 1, actions: [triggered] });
    const [event] = await outbox.read('systemic-risk', 0, 10);
    expect(event?.event).toMatchObject({ type: 'systemic-risk.changed', at, inForce: [triggered] });
  });

  it('says nothing again, and measures as if nothing had been done about it', async () => {
    const { watch, policy, reads, systemicRisk, outbox } = setUp([2_000n, 3_000n]);
    await watch();
    await watch();
    const { actions } = await systemicRisk.actions();
    await watch(reads(policyInForce(policy, actions)));
    expect(await outbox.read('systemic-risk', 0, 10)).toHaveLength(1);
  });

  it('ends an action when its threshold clears or is no longer in the policy', async () => {
    const { watch, policy, reads, outbox } = setUp([2_000n, 3_000n]);
    await watch();
    await watch(reads({ ...policy, systemicRisk: UNSTATED_SYSTEMIC_POLICY }));
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

  it('leaves to whoever decided meanwhile what is in force', async () => {
    const { watch, systemicRisk, outbox, reads } = setUp([2_000n, 3_000n]);
    const slow = reads();
    const raced = await watch({
      accounts: async (filter, page) => {
        if (page.first > 1) await systemicRisk.replace(0, [], []);
        return slow.accounts(filter, page);
      },
    });
    expect(raced).toMatchObject({ value: { steps: [], inForce: [] } });
    expect(await outbox.read('systemic-risk', 0, 10)).toEqual([]);
  });
});
