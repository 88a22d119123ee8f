import { afterEach, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { MarginInputs, RiskBookReads } from '@causeway/application/ports';
import { NETWORK } from '@causeway/domain/network';
import { issuersIn, UNSTATED_SYSTEMIC_POLICY } from '@causeway/domain/systemic-risk';
import { decimal, type AccountId } from '@causeway/domain/units';
import { accountAt, directory, housePolicy, usable } from '../../../test/fixtures/margin.js';
import type { Role } from './role.js';
import { startSystemicRiskRole, type SystemicRiskObserver } from './systemic-risk-role.js';

type Measurement = Parameters<SystemicRiskObserver['measured']>[0];

const INPUTS: MarginInputs = {
  account: accountAt(1),
  prices: usable({ USDC: '1', 'BTC-PERP': '40000' }),
  policy: {
    ...housePolicy,
    systemicRisk: {
      ...UNSTATED_SYSTEMIC_POLICY,
      thresholds: [
        {
          name: 'a dollar on one layer',
          ...{ dimension: 'layer', measure: 'value', action: 'warn' },
          ...{ trips: decimal('1'), clears: decimal('1') },
        },
      ],
    },
  },
  asOfSeq: 1,
};

const endlessAccount = (index: number) => accountAt(1, { account: `atlas-${index}` as AccountId });

function bookOf(rows: readonly MarginInputs[]): RiskBookReads {
  const accounts = rows.map(({ account }) => account);
  return {
    basis: () => Promise.resolve(rows[0]),
    count: () => Promise.resolve(rows.length),
    page: ({ first }) =>
      Promise.resolve({ rows: accounts.slice(0, first), hasNextPage: rows.length > first }),
    accounts: (ids) => Promise.resolve(accounts.filter(({ account }) => ids.includes(account))),
  };
}

/** What the role observes and logs in its first measurement of some accounts. */
async function firstMeasurement(rows: readonly MarginInputs[], maximumAccounts: number) {
  const told: string[] = [];
  const say = (_: object, message: string) => told.push(message);
  let role: Role | undefined;
  const measured = await new Promise<Measurement | undefined>((resolve) => {
    role = startSystemicRiskRole(
      {
        riskBook: bookOf(rows),
        systemicRisk: createMemoryStores().systemicRisk,
        directory: { ...directory, issuersOf: issuersIn(NETWORK) },
        maximumAccounts,
        observe: { measured: resolve, notMeasured: () => told.push('unwatched') },
      },
      { everySeconds: 3_600, timePercent: 10 },
      { info: say, warn: (facts, message) => [say(facts, message), resolve(undefined)] },
    );
  });
  return { role, measured, told };
}

describe('startSystemicRiskRole', () => {
  let running: Role | undefined;
  afterEach(() => running?.stop());

  it('tells what it measured, and what tripped', async () => {
    const { role, measured, told } = await firstMeasurement([INPUTS], 10);
    running = role;
    expect(measured).toMatchObject({ accounts: 1, steps: [{ kind: 'tripped' }] });
    expect(measured?.inForce).toHaveLength(1);
    await role?.stop();
    expect(told).toEqual(['a threshold of systemic risk is crossed']);
  });

  it('says that it does not weigh what it may not measure', async () => {
    const { role, measured, told } = await firstMeasurement([INPUTS], 0);
    running = role;
    expect(measured).toBeUndefined();
    expect(told).toEqual(['systemic risk is not watched', 'unwatched']);
  });

  it('gives up what it measures when it is stopped', async () => {
    const pages: number[] = [];
    const book: RiskBookReads = {
      ...bookOf([INPUTS]),
      page: () => Promise.resolve({ rows: [endlessAccount(pages.push(1))], hasNextPage: true }),
    };
    const ports = { riskBook: book, systemicRisk: createMemoryStores().systemicRisk, maximumAccounts: 10 };
    const say = () => undefined;
    const role = startSystemicRiskRole(
      { ...ports, directory: { ...directory, issuersOf: issuersIn(NETWORK) } },
      { everySeconds: 3_600, timePercent: 100 },
      { info: say, warn: say },
    );
    while (pages.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await role.stop();
    const read = pages.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(pages).toHaveLength(read);
  });
});
