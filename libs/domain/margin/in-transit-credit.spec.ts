import { describe, expect, it } from '@jest/globals';
import type { TransferStage } from '@causeway/domain/bridging';
import type { SecurityMechanism } from '@causeway/domain/network';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { policy } from './example-account.js';
import { creditedValue, inTransitCreditOf } from './in-transit-credit.js';

describe('inTransitCreditOf', () => {
  it.each<[SecurityMechanism | undefined, TransferStage, string]>([
    ['issuer-mint-burn', 'initiated', '0.4'],
    ['issuer-mint-burn', 'attested', '0.8'],
    ['issuer-mint-burn', 'failed', '0'],
    ['external-validators', 'attested', '0'],
    [undefined, 'attested', '0'],
  ])('%s at stage %s gives %s', (mechanism, stage, expected) => {
    expect(formatDecimal(inTransitCreditOf(policy, mechanism, stage))).toBe(expected);
  });
});

describe('creditedValue', () => {
  it.each([
    ['4850.5149', '0.8', '3880.41192'],
    ['100', '1', '100'],
    ['100', '0', '0'],
    // 0.00000003 × 0.5 = 0.000000015
    ['0.00000003', '0.5', '0.00000001'],
  ])('%s at a credit of %s counts %s', (value, credit, expected) => {
    expect(formatDecimal(creditedValue(decimal(value), decimal(credit)))).toBe(expected);
  });
});
