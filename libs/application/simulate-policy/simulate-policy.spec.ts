import { describe, expect, it } from '@jest/globals';
import { decodeRiskPolicy, encodeRiskPolicy } from '@causeway/adapters/wire';
import type { MarginInputs } from '@causeway/application/ports';
import { NEWEST_QUOTE } from '@causeway/domain/pricing';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import { expectOk, type AccountId } from '@causeway/domain/units';
import {
  accountAt,
  directory,
  houseDocument,
  housePolicy,
  price,
  priceState,
  usable,
} from '../../../test/fixtures/margin.js';
import { action } from '../../../test/fixtures/systemic-actions.js';
import { simulatePolicy } from './index.js';

/** One bitcoin at 40,000 asks for 1,200 under the house policy, which warns below 1,500 and calls below 1,320. */
const DOLLARS = { rich: 100_000n, fair: 1_700n, warned: 1_500n, called: 1_300n, broke: 1_000n };
const quotes = [price('USDC', '1'), price('BTC-PERP', '40000')];

function setUp(actions: readonly ActionInForce[] = []) {
  const rows = Object.entries(DOLLARS).map(([id, usdc]): MarginInputs => ({
    account: accountAt(1, { account: `atlas-${id}` as AccountId, usdc }),
    prices: usable({ USDC: '1', 'BTC-PERP': '40000' }),
    policy: housePolicy,
    asOfSeq: 1,
  }));
  let pauses = 0;
  const ports = {
    reads: {
      accounts: (_: object, { first, after = '' }: { first: number; after?: string }) => {
        const left = rows.filter(({ account }) => account.account > after);
        return Promise.resolve({ rows: left.slice(0, first), hasNextPage: left.length > first });
      },
      marginInputs: (ids: readonly AccountId[]) =>
        Promise.resolve(
          new Map(
            rows
              .filter(({ account }) => ids.includes(account.account))
              .map((row) => [row.account.account, row]),
          ),
        ),
      prices: () => Promise.resolve({ states: quotes.map(priceState), policy: housePolicy }),
    },
    systemicRisk: { actions: () => Promise.resolve({ revision: 1, actions }) },
    parsePolicy: decodeRiskPolicy,
    directory,
    pause: () => {
      pauses += 1;
      return Promise.resolve();
    },
  };
  const simulate = (document: unknown, named?: readonly string[]) =>
    simulatePolicy(ports, document, named as readonly AccountId[] | undefined);
  return { simulate, rows, pauses: () => pauses };
}

/** The house policy with other margin rates. */
function proposal(initial: string, maintenance: string): unknown {
  const document = structuredClone(houseDocument) as unknown as {
    margin: { positions: { rates: Record<string, object> }[] };
  };
  const [rates] = document.margin.positions;
  if (rates !== undefined) rates.rates['BTC-PERP'] = { initial, maintenance };
  return document;
}

describe('simulatePolicy', () => {
  it('says that the policy in force changes nothing', async () => {
    const { simulate } = setUp();
    const counts = { healthy: 2, warned: 1, called: 1, liquidated: 1, undecided: 0 };
    expect(expectOk(await simulate(houseDocument))).toEqual({
      accounts: 5,
      policyName: housePolicy.name,
      present: counts,
      proposed: counts,
      changed: 0,
      told: [],
    });
  });

  it('names the accounts with which another policy would do something else', async () => {
    const simulation = expectOk(await setUp().simulate(proposal('0.05', '0.04')));
    expect(simulation.proposed).toMatchObject({ healthy: 1, called: 1, warned: 0, liquidated: 3 });
    expect(simulation.changed).toBe(3);
    expect(
      simulation.told.map((each) => `${each.account}: ${each.present.outcome} ${each.proposed.outcome}`),
    ).toEqual([
      'atlas-called: called liquidated',
      'atlas-fair: healthy called',
      'atlas-warned: warned liquidated',
    ]);
  });

  it('tells of every account that is named', async () => {
    const simulation = expectOk(await setUp().simulate(houseDocument, ['atlas-rich']));
    expect(simulation).toMatchObject({ accounts: 1, changed: 0, told: [{ account: 'atlas-rich' }] });
    expect(await setUp().simulate(houseDocument, ['atlas-rich', 'nobody'])).toMatchObject({
      failure: { code: 'UNKNOWN_ACCOUNT', field: 'accounts.1' },
    });
  });

  it('lets systemic-risk actions in force hold under both policies', async () => {
    const { simulate, rows } = setUp([action('raise-haircut', 'asset', 'USDC')]);
    const simulation = expectOk(await simulate(houseDocument, ['atlas-fair']));
    expect(simulation.told[0]?.proposed.outcome).toBe('warned');
    expect(rows).toHaveLength(5);
  });

  it('forms prices by the rules of the proposed policy', async () => {
    const twoSources = { minimumSources: 2 };
    const rules = {
      ...NEWEST_QUOTE,
      aggregation: 'median-lower' as const,
      demands: { opening: twoSources, withdrawing: twoSources, liquidating: twoSources },
    };
    const prices = { rules: new Map([['two', rules]]), defaultRules: 'two', symbols: new Map() };
    const simulation = expectOk(await setUp().simulate(encodeRiskPolicy({ ...housePolicy, prices })));
    // What is in breach by prices that may not be used is not decided.
    expect(simulation.present.liquidated).toBe(1);
    expect(simulation.proposed.liquidated).toBe(0);
    expect(simulation.proposed.undecided).toBeGreaterThan(0);
  });

  it('refuses a document as proposing it would', async () => {
    expect(await setUp().simulate({ schema: 'causeway.margin-policy/2' })).toMatchObject({ ok: false });
    expect(await setUp().simulate(proposal('0.01', '0.02'))).toMatchObject({
      failure: { code: 'INVALID_POLICY' },
    });
  });
});
