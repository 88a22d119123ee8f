import { describe, expect, it } from '@jest/globals';
import { decimal, type PolicyVersion, type UnixMilliseconds } from '@causeway/domain/units';
import {
  validateThresholds,
  weighThresholds,
  WHOLE_DIMENSION,
  type ActionInForce,
  type SystemicMeasurement,
  type SystemicThreshold,
} from './systemic-threshold.js';

const oneLayer: SystemicThreshold = {
  name: 'one layer',
  dimension: 'layer',
  measure: 'share',
  trips: decimal('0.6'),
  clears: decimal('0.5'),
  action: 'freeze-new-credit',
};
const evidence = { priceVector: '0:7', policyVersion: 3 as PolicyVersion, accounts: 12 };
const at = (time: number) => time as UnixMilliseconds;
const share = (value: string, subject = 'eip155:10'): SystemicMeasurement => ({
  dimension: 'layer',
  measure: 'share',
  subject,
  value: decimal(value),
});

/** The actions in force and the steps along measurements of one subject. */
function along(thresholds: readonly SystemicThreshold[], ...values: readonly string[]) {
  let inForce: readonly ActionInForce[] = [];
  const seen: string[] = [];
  for (const [time, value] of values.entries()) {
    const after = weighThresholds(thresholds, inForce, [share(value)], evidence, at(time));
    seen.push(...after.steps.map(({ kind, at: when }) => `${kind} ${when}`));
    inForce = after.inForce;
  }
  return { inForce, seen };
}

describe('weighThresholds', () => {
  it('trips at the one limit and clears below the other', () => {
    const { inForce, seen } = along([oneLayer], '0.59', '0.6', '0.55', '0.5', '0.499', '0.59', '0.7');
    expect(seen).toEqual(['tripped 1', 'cleared 4', 'tripped 6']);
    expect(inForce).toEqual([
      {
        threshold: 'one layer',
        dimension: 'layer',
        measure: 'share',
        subject: 'eip155:10',
        action: 'freeze-new-credit',
        since: 6,
        value: decimal('0.7'),
        evidence,
      },
    ]);
  });

  it('keeps the evidence of what tripped it', () => {
    const { inForce } = along([oneLayer], '0.6', '0.9', '0.55');
    expect(inForce).toMatchObject([{ since: 0, value: decimal('0.6') }]);
  });

  it('holds each subject by itself, and one alone where it is named', () => {
    const both = [share('0.7', 'a'), share('0.8', 'b')];
    const all = weighThresholds([oneLayer], [], both, evidence, at(0));
    expect(all.inForce.map(({ subject }) => subject)).toEqual(['a', 'b']);
    const one = weighThresholds([{ ...oneLayer, subject: 'b' }], [], both, evidence, at(0));
    expect(one.inForce.map(({ subject }) => subject)).toEqual(['b']);
  });

  it('clears what is no longer measured, and what the policy no longer has', () => {
    const { inForce } = along([oneLayer], '0.7');
    const gone = weighThresholds([oneLayer], inForce, [], evidence, at(5));
    expect(gone).toMatchObject({ inForce: [], steps: [{ kind: 'cleared', value: decimal('0'), at: 5 }] });
    const dropped = weighThresholds([], inForce, [share('0.9')], evidence, at(5));
    expect(dropped).toMatchObject({ inForce: [], steps: [{ kind: 'cleared' }] });
  });

  it('starts anew when a policy changes what a threshold does', () => {
    const { inForce } = along([oneLayer], '0.7');
    const raised = { ...oneLayer, action: 'raise-haircut' as const, haircut: decimal('0.1') };
    const after = weighThresholds([raised], inForce, [share('0.7')], evidence, at(9));
    expect(after.inForce).toMatchObject([{ action: 'raise-haircut', haircut: decimal('0.1'), since: 9 }]);
  });

  it('holds a concentration against the dimension', () => {
    const threshold = { ...oneLayer, measure: 'concentration' as const };
    const measured: SystemicMeasurement = { ...share('0.61', WHOLE_DIMENSION), measure: 'concentration' };
    expect(weighThresholds([threshold], [], [measured], evidence, at(0)).inForce).toHaveLength(1);
  });
});

describe('validateThresholds', () => {
  it('accepts what makes sense', () => {
    expect(validateThresholds([oneLayer])).toEqual({ ok: true, value: [oneLayer] });
  });

  it.each<[string, readonly SystemicThreshold[]]>([
    ['/thresholds/1/name', [oneLayer, oneLayer]],
    ['/thresholds/0/trips', [{ ...oneLayer, trips: decimal('0') }]],
    ['/thresholds/0/clears', [{ ...oneLayer, clears: decimal('0.61') }]],
    ['/thresholds/0/haircut', [{ ...oneLayer, haircut: decimal('0.1') }]],
    ['/thresholds/0/haircut', [{ ...oneLayer, action: 'raise-haircut' }]],
    ['/thresholds/0/haircut', [{ ...oneLayer, action: 'raise-haircut', haircut: decimal('2') }]],
    ['/thresholds/0/subject', [{ ...oneLayer, measure: 'concentration', subject: 'eip155:1' }]],
    ['/thresholds/0/action', [{ ...oneLayer, measure: 'concentration', action: 'liquidate' }]],
  ])('refuses a wrong %s', (field, thresholds) => {
    expect(validateThresholds(thresholds)).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_SYSTEMIC_POLICY', field },
    });
  });
});
