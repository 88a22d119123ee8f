import { z } from 'zod';
import type {
  ExposureDimension,
  StressScenario,
  SystemicAction,
  SystemicMeasure,
  SystemicPolicy,
  SystemicThreshold,
} from '@causeway/domain/systemic-risk';
import { symbol } from './price.js';
import { bridgeId, chainId, decimal, mapOf, oneOf, storableText } from './scalars.js';
import { wireFormat } from './wire-format.js';

export const exposureDimension = oneOf<ExposureDimension>({
  layer: true,
  bridge: true,
  asset: true,
  venue: true,
});

export const systemicMeasure = oneOf<SystemicMeasure>({
  share: true,
  value: true,
  concentration: true,
  breaches: true,
  shortfall: true,
});

export const systemicAction = oneOf<SystemicAction>({
  warn: true,
  'freeze-new-credit': true,
  'raise-haircut': true,
  liquidate: true,
});

const scenario = z.object({
  name: storableText.max(200),
  haltedLayers: z.array(chainId),
  failedBridges: z.array(bridgeId),
  priceShocks: z.array(z.object({ symbol, change: decimal })),
}) satisfies z.ZodType<StressScenario>;

const threshold = z.object({
  name: storableText.max(200),
  dimension: exposureDimension,
  measure: systemicMeasure,
  subject: storableText.exactOptional(),
  trips: decimal,
  clears: decimal,
  action: systemicAction,
  haircut: decimal.exactOptional(),
}) satisfies z.ZodType<SystemicThreshold>;

/** The `systemicRisk` section of a risk policy: what failures are supposed to do, and what is done about exposures. */
export const systemicRiskSection: z.ZodType<SystemicPolicy> = z.object({
  failureShocks: z.object({ assetFall: decimal, venueMove: decimal }),
  contagion: z.object({
    soldFraction: decimal,
    depths: mapOf(
      /^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/,
      'an asset family such as ETH',
      z.object({ depth: decimal, maximumDrop: decimal }),
    ),
  }),
  thresholds: z.array(threshold),
  scenarios: z.array(scenario),
  uptime: z
    .object({
      maximumLagSeconds: z
        .int()
        .min(1)
        .meta({ description: 'Seconds that the record of a layer may be behind the market' }),
      layers: mapOf(
        /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/,
        'a CAIP-2 chain id such as eip155:10',
        z.int().min(1),
      ),
    })
    .exactOptional(),
});

export const stressScenarioFormat = wireFormat<StressScenario>(
  'causeway.stress-scenario/1',
  'What is supposed to happen at once: rollups that halt, bridges that fail, prices that move',
  'refused',
  scenario,
);
