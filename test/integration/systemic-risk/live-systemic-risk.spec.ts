import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { startMarginEngineRole, startRelayRole, type Role } from '@causeway/adapters/roles';
import { createStores, type Stores } from '@causeway/adapters/store-postgres';
import {
  decodeEventText,
  decodeRiskPolicy,
  encodeEventText,
  encodeRiskPolicy,
  priceFormat,
  TOPICS,
} from '@causeway/adapters/wire';
import { activatePolicy, proposePolicy } from '@causeway/application/change-policy';
import { MARKET_PRICES } from '@causeway/application/ports';
import { setPositions } from '@causeway/application/set-positions';
import { watchSystemicRisk } from '@causeway/application/watch-systemic-risk';
import type { LiquidationCase } from '@causeway/domain/liquidation';
import { NETWORK } from '@causeway/domain/network';
import { issuersIn, UNSTATED_SYSTEMIC_POLICY, type SystemicThreshold } from '@causeway/domain/systemic-risk';
import { decimal, expectOk, type AccountId } from '@causeway/domain/units';
import { testDatabase } from '@causeway/platform/testkit';
import { ATLAS, BOREALIS, open, position } from '../../fixtures/accounts.js';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import { directory, housePolicy, price } from '../../fixtures/margin.js';

const DOLLAR = 1_000_000n;
const LOG = { info: () => undefined, warn: () => undefined };
const LIQUIDATE: SystemicThreshold = {
  name: 'a layer breaches two accounts',
  dimension: 'layer',
  measure: 'breaches',
  trips: decimal('2'),
  clears: decimal('1'),
  action: 'liquidate',
};

/** Everything between a policy and a case, with PostgreSQL, and two processes that watch systemic risk. */
describe('thresholds of systemic risk in the running service', () => {
  jest.setTimeout(120_000);

  let stores: Stores;
  let roles: Role[];
  let broker: MemoryBroker;
  /** As two processes that measure at the same time. */
  let watch: () => Promise<void>;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await testDatabase();
    stores = createStores(database.pool);
    broker = new MemoryBroker({ now: () => FIRST_MOMENT });
    const eventLog = broker.connect();
    await eventLog.ensureTopics(TOPICS);
    const { outbox, engines, riskBook, systemicRisk } = stores;
    const relay = await startRelayRole(
      { outbox, eventLog, encodeEvent: ({ event }) => encodeEventText(event) },
      LOG,
    );
    const engine = await startMarginEngineRole(
      {
        ...{ eventLog, engines, directory },
        parsePublishedEvent: decodeEventText,
        parsePrice: priceFormat.decodeText,
        clock: () => FIRST_MOMENT,
      },
      { owner: 'ada', partitions: [0, 1, 2, 3, 4, 5, 6, 7], leaseSeconds: 60 },
      LOG,
    );
    const watching = {
      ...{ riskBook, systemicRisk, maximumAccounts: 100, pause: () => Promise.resolve() },
      directory: { ...directory, issuersOf: issuersIn(NETWORK) },
    };
    watch = async () => {
      await Promise.all([watchSystemicRisk(watching), watchSystemicRisk(watching)]);
    };
    roles = [relay, engine];
    close = async () => {
      for (const role of [...roles].reverse()) await role.stop();
      await stores.close();
      await database.drop();
    };
    for (const quote of [price('USDC', '1'), price('BTC-PERP', '40000')]) {
      const value = priceFormat.encodeText(quote);
      await eventLog.append(MARKET_PRICES, [{ key: quote.symbol, value, headers: {} }]);
    }
  });
  afterEach(() => close());

  async function activate(thresholds: readonly SystemicThreshold[]): Promise<void> {
    const ports = { policies: stores.policies, parsePolicy: decodeRiskPolicy };
    const document = encodeRiskPolicy({
      ...housePolicy,
      systemicRisk: { ...UNSTATED_SYSTEMIC_POLICY, thresholds },
    });
    const { version } = expectOk(await proposePolicy(ports, { document, by: 'ada' }, FIRST_MOMENT));
    expectOk(await activatePolicy(ports, { version, by: 'ada' }, FIRST_MOMENT));
  }

  async function openLong(account: AccountId): Promise<void> {
    await open(stores.ledger, account, 10_000n * DOLLAR);
    expectOk(await setPositions(stores.ledger, { account, positions: [position('1')] }, FIRST_MOMENT));
  }

  const casesIn = async (stage: LiquidationCase['stage']) =>
    (await stores.reads.cases({ stage }, { first: 10 })).rows;

  async function eventually(condition: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 100_000;
    while (performance.now() < deadline) {
      await broker.runUntilIdle();
      await watch();
      if (await condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it did not come about');
  }

  it('liquidates accounts while a threshold is crossed, tells why, and lets go when it clears', async () => {
    await activate([LIQUIDATE]);
    for (const account of [ATLAS, BOREALIS]) await openLong(account);
    await eventually(async () => (await casesIn('liquidating')).length === 2);
    for (const { account, history } of await casesIn('liquidating')) {
      expect([ATLAS, BOREALIS]).toContain(account);
      expect(history.at(-1)?.evidence).toMatchObject({
        equity: decimal('0'),
        systemicActions: ['a layer breaches two accounts: eip155:1'],
      });
    }
    expect((await stores.systemicRisk.actions()).actions).toMatchObject([
      { affected: [ATLAS, BOREALIS], value: decimal('2'), evidence: { accounts: 2 } },
    ]);
    await activate([]);
    await eventually(async () => (await casesIn('recovered')).length === 2);
    expect((await stores.systemicRisk.actions()).actions).toEqual([]);
    const { rows } = await stores.systemicRisk.history({ subject: 'eip155:1' }, { first: 10 });
    expect(rows.map(({ kind, action }) => [kind, action.threshold])).toEqual([
      ['cleared', LIQUIDATE.name],
      ['tripped', LIQUIDATE.name],
    ]);
    // Two processes measured all the time, and each step was taken once.
    expect(await stores.outbox.read('systemic-risk', 0, 10)).toHaveLength(2);
  });
});
