import { z } from 'zod';
import type { LiquidationPolicy, SizingRule } from '@causeway/domain/liquidation';
import { securityMechanism } from './network-words.js';
import { accountId, assetId, decimal, mapOf } from './scalars.js';

const seconds = z.int().min(0);

const sizingRule: z.ZodType<SizingRule, unknown> = z.discriminatedUnion('rule', [
  z.object({
    rule: z.literal('close-factor'),
    share: decimal,
    fullBelowHealth: decimal,
    fullBelowValue: decimal,
    minimumRemainder: decimal,
  }),
  z.object({
    rule: z.literal('share-with-cooldown'),
    share: decimal,
    aboveNotional: decimal,
    cooldownSeconds: seconds,
  }),
  z.object({
    rule: z.literal('cover-shortage'),
    buffer: decimal,
    initialShare: decimal,
    rampSeconds: seconds,
    fullBelowShortage: decimal,
  }),
  z.object({ rule: z.literal('maximum-portion'), portion: decimal, minimumNotional: decimal }),
  z.object({
    rule: z.literal('rate-limit'),
    instrument: z.string().min(1),
    sizePerSecond: decimal,
    windowSeconds: seconds,
  }),
  z.object({
    rule: z.literal('dutch-auction'),
    startingFraction: decimal,
    fastCutoffFraction: decimal,
    fastSeconds: seconds,
    slowSeconds: seconds,
    insolventSeconds: seconds,
    bufferFraction: decimal,
  }),
]);

/** The section `liquidation` of a policy document. */
export const liquidationSection: z.ZodType<LiquidationPolicy, unknown> = z.object({
  marginCall: z
    .object({ health: decimal, deadlineSeconds: seconds })
    .exactOptional()
    .meta({ description: 'Health below which margin is called, and how long an account has to answer' }),
  sizing: z.array(sizingRule).meta({ description: 'All apply; the smallest size counts' }),
  minimumRemainder: decimal.meta({ description: 'Notional in USD that a partial reduction must leave' }),
  settlement: z.object({
    asset: assetId,
    horizonSeconds: seconds,
    minimumSecurity: securityMechanism,
  }),
  costs: z.object({
    liquidationFee: decimal,
    closingCosts: mapOf(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'an instrument id such as BTC-PERP', decimal),
    defaultClosingCost: decimal,
  }),
  insuranceFund: accountId,
  lossAllocation: z.discriminatedUnion('method', [
    z.object({
      method: z.literal('deleverage'),
      ranking: z.enum(['profit-and-leverage', 'profit-times-notional']),
    }),
    z.object({ method: z.literal('socialise') }),
  ]),
  breachEstimate: z.object({ deviations: decimal }),
  minimumFund: decimal.meta({ description: 'Whole settlement assets below which withdrawals wait' }),
});
