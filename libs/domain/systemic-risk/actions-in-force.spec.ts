import { describe, expect, it } from '@jest/globals';
import { decimal, type AccountId } from '@causeway/domain/units';
import { accountAt, evaluateUnderHouse, usable } from '../../../test/fixtures/margin.js';
import { action } from '../../../test/fixtures/systemic-actions.js';
import { actionsConcerning, creditFreezes, imposedRules, warnedAccounts } from './actions-in-force.js';

const SHOCKS = { assetFall: decimal('0.08'), venueMove: decimal('0.1') };
const VENUE = 'eip155:10/BTC-PERP';

describe('imposedRules', () => {
  it('imposes nothing for warnings, for freezes of venues and for nothing', () => {
    const quiet = [action('warn', 'layer', 'eip155:10'), action('freeze-new-credit', 'venue', VENUE)];
    expect(imposedRules(quiet, SHOCKS)).toBeUndefined();
    expect(imposedRules([], SHOCKS)).toBeUndefined();
  });

  it('raises haircuts by what the policy says, and to what a failure would take where it liquidates', () => {
    const actions = [
      action('liquidate', 'venue', VENUE),
      action('raise-haircut', 'asset', 'DAI', { haircut: decimal('0.05') }),
      action('liquidate', 'layer', 'eip155:10'),
      action('liquidate', 'asset', 'USDC'),
      action('freeze-new-credit', 'bridge', 'across'),
    ];
    expect(imposedRules(actions, SHOCKS)).toEqual({
      collateral: [
        { rule: 'withheld-credit' },
        { rule: 'raised-haircut', dimension: 'asset', subject: 'DAI', haircut: decimal('0.05') },
        { rule: 'raised-haircut', dimension: 'asset', subject: 'USDC', haircut: decimal('0.08') },
        { rule: 'raised-haircut', dimension: 'layer', subject: 'eip155:10', haircut: decimal('1') },
      ],
      positions: [{ rule: 'venue-floor', chain: 'eip155:10', instrument: 'BTC-PERP', rate: decimal('0.1') }],
    });
  });

  it('counts the largest of several haircuts on one subject', () => {
    const raised = (haircut: string) =>
      action('raise-haircut', 'asset', 'USDC', { haircut: decimal(haircut), threshold: haircut });
    const imposed = imposedRules([raised('0.05'), raised('0.2'), raised('0.1')], SHOCKS);
    expect(imposed?.collateral).toMatchObject([{ haircut: decimal('0.2') }]);
  });
});

describe('what actions in force are about', () => {
  const named = { affected: ['atlas-main' as AccountId] };
  const actions = [
    action('freeze-new-credit', 'layer', 'eip155:1'),
    action('freeze-new-credit', 'layer', 'eip155:1', { threshold: 'another' }),
    action('raise-haircut', 'layer', 'eip155:10'),
    action('warn', 'asset', 'USDC', named),
    action('warn', 'layer', '*'),
  ];

  it('names each frozen subject once', () => {
    expect(creditFreezes(actions)).toEqual([{ dimension: 'layer', subject: 'eip155:1' }]);
  });

  it('warns the accounts that are named', () => {
    expect(warnedAccounts(actions)).toEqual(new Set(['atlas-main']));
  });

  it('concerns the accounts that are on the subject, and by a warning those that it names', () => {
    const prices = usable({ USDC: '1', 'BTC-PERP': '40000' });
    const concerning = (id: string) =>
      actionsConcerning(actions, evaluateUnderHouse(accountAt(1, { account: id as AccountId }), prices));
    expect(concerning('atlas-main')).toEqual([
      'freeze-new-credit on one layer: eip155:1',
      'another: eip155:1',
      'warn on one asset: USDC',
    ]);
    expect(concerning('borealis-main')).toHaveLength(2);
  });
});
