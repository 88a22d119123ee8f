import { z } from 'zod';
import type { PriceAction, PriceAggregation, PricePolicy, PriceRules } from '@causeway/domain/pricing';
import { decimal, mapOf, oneOf, storableText } from './scalars.js';

const count = z.int().min(0);

/** Absent numbers are demands that are not made. */
const demand = z.object({
  minimumSources: count,
  maximumAgeSeconds: count.exactOptional(),
  maximumConfidence: decimal.exactOptional(),
  maximumRatioToAverage: decimal.exactOptional(),
});

const halts = z.array(oneOf<PriceAction>({ opening: true, withdrawing: true, liquidating: true }));

const rules: z.ZodType<PriceRules> = z.object({
  aggregation: oneOf<PriceAggregation>({
    latest: true,
    'median-lower': true,
    'median-mean': true,
    'median-upper': true,
  }),
  quoteLifetimeSeconds: count.exactOptional(),
  averageSeconds: count,
  demands: z.object({ opening: demand, withdrawing: demand, liquidating: demand }),
  stalenessBreaker: z.object({ tripSeconds: count, recoverySeconds: count, halts }).exactOptional(),
  jumpBreaker: z
    .object({ tripRatio: decimal, recoveryRatio: decimal, recoverySeconds: count, halts })
    .exactOptional(),
});

/** The `prices` section of a risk policy: rules by name, and the name for each symbol. */
export const pricesSection: z.ZodType<PricePolicy> = z.object({
  rules: mapOf(/^[a-z][-a-z0-9]{0,31}$/, 'a name such as perpetual', rules),
  defaultRules: storableText,
  symbols: mapOf(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'a symbol such as BTC-PERP or USDC', storableText),
});
