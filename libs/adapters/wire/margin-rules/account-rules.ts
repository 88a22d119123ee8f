import { z } from 'zod';
import type { AccountRule } from '@causeway/domain/margin';
import { decimal } from '../scalars.js';
import { byBridge, byChain, byInstrument, columns } from './rule-maps.js';
import { portfolioScenarios, priceGrid } from './scenario-rules.js';

const symbol = z.string().regex(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'not a symbol such as BTC-PERP');

const isolatedMargin = z
  .object({ rule: z.literal('isolated-margin') })
  .meta({ description: 'A position with equity set aside is margined by that alone' });

const accountFloor = z
  .object({ rule: z.literal('account-floor'), ...columns.shape })
  .meta({ description: 'An account that must maintain anything must have at least these amounts in USD' });

const failureLosses = <Losses extends z.ZodType>(losses: Losses) => z.object({ losses, otherwise: decimal });

const failureScenarios = z
  .object({
    rule: z.literal('failure-scenarios'),
    bridges: failureLosses(byBridge(decimal)),
    layers: failureLosses(byChain(decimal)),
    ...columns.shape,
  })
  .meta({
    description: 'An account must survive the failure of any one bridge and the halt of any one rollup',
  });

const hedgeOffset = z
  .object({
    rule: z.literal('hedge-offset'),
    pairs: z.array(z.object({ instruments: z.tuple([symbol, symbol]), offset: decimal })),
  })
  .meta({ description: 'A part of the margin on what two opposite positions have in common is let off' });

const profitHaircut = z
  .object({
    rule: z.literal('profit-haircut'),
    haircuts: byInstrument(columns),
    otherwise: columns.exactOptional(),
  })
  .meta({ description: 'A part of an unrealised profit does not count' });

const scenarioGrid = z
  .object({
    rule: z.literal('scenario-grid'),
    accounts: z.enum(['portfolio', 'all']),
    groups: z.array(
      z.object({
        underlying: symbol,
        instruments: z.array(symbol),
        scenarios: z.array(z.object({ priceMove: decimal, volatilityMove: decimal, weight: decimal })),
        contingency: decimal,
        shortOptionContingency: decimal,
      }),
    ),
    ...columns.shape,
  })
  .meta({
    description: 'Portfolio margin: the worst loss of positions together over price and volatility moves',
  });

/** Rules of the section `margin.account`. */
export const accountRule: z.ZodType<AccountRule, unknown> = z.discriminatedUnion('rule', [
  accountFloor,
  failureScenarios,
  hedgeOffset,
  isolatedMargin,
  portfolioScenarios,
  priceGrid,
  profitHaircut,
  scenarioGrid,
]);
