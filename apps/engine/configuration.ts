import { backingServicesVariables } from '@causeway/adapters/backing-services';
import type { WatchSettings } from '@causeway/domain/conservation';
import { balanceProofVariables } from '@causeway/adapters/state-proofs';
import { processVariables, wholeNumber } from '@causeway/platform/config';
import { z } from 'zod';
import type { SystemicRiskWatch } from './start-engine.js';
import { liquidityVariables } from '../api/configuration.js';
import { metricsVariables } from '../collector/serve-metrics.js';

/** Variables of the margin engine. */
export const engineVariables = {
  ENGINE_LEASE_SECONDS: wholeNumber({ minimum: 1, maximum: 3_600 })
    .default(10)
    .describe('how long an account partition waits for an engine that has died'),
  BRIDGE_PATIENCE_SECONDS: wholeNumber({ minimum: 0, maximum: 31_536_000 })
    .default(21_600)
    .describe(
      'how long an arrival may wait until its source chain has been read; then its bridge is frozen provisionally',
    ),
  BRIDGE_CLOCK_TOLERANCE_SECONDS: wholeNumber({ minimum: 0, maximum: 3_600 })
    .default(60)
    .describe('how far the clocks of two chains may be apart when departures and arrivals are compared'),
  BRIDGE_OPENING_DAYS: wholeNumber({ minimum: 0, maximum: 3_650 })
    .default(90)
    .describe(
      'for how long after the record of a chain begins an arrival may be put down to a departure from before it',
    ),
  SYSTEMIC_RISK_SECONDS: wholeNumber({ minimum: 0, maximum: 86_400 })
    .default(15)
    .describe(
      'how often systemic risk is measured over all accounts and held against the thresholds of the policy, or less often where that takes more than SYSTEMIC_RISK_TIME_PERCENT of the time; 0: never',
    ),
  SYSTEMIC_RISK_TIME_PERCENT: wholeNumber({ minimum: 1, maximum: 100 })
    .default(10)
    .describe(
      'how many hundredths of the time of a process measuring systemic risk may take; it rests the others',
    ),
  SYSTEMIC_RISK_MAXIMUM_ACCOUNTS: wholeNumber({ minimum: 1, maximum: 100_000_000 })
    .default(2_000_000)
    .describe(
      'beyond this many accounts systemic risk is not measured, actions stay as they are, and causeway_systemic_risk_unwatched is 1',
    ),
  ...balanceProofVariables,
};

const DAY_SECONDS = 86_400;

/** What the configuration says of the conservation monitor. */
export function watchSettings(configuration: z.output<z.ZodObject<typeof engineVariables>>): WatchSettings {
  return {
    patienceSeconds: configuration.BRIDGE_PATIENCE_SECONDS,
    clockToleranceSeconds: configuration.BRIDGE_CLOCK_TOLERANCE_SECONDS,
    openingSeconds: configuration.BRIDGE_OPENING_DAYS * DAY_SECONDS,
  };
}

/** What the configuration says of watching systemic risk. */
export function systemicRiskWatch(
  configuration: z.output<z.ZodObject<typeof engineVariables>>,
): SystemicRiskWatch {
  return {
    everySeconds: configuration.SYSTEMIC_RISK_SECONDS,
    timePercent: configuration.SYSTEMIC_RISK_TIME_PERCENT,
    maximumAccounts: configuration.SYSTEMIC_RISK_MAXIMUM_ACCOUNTS,
  };
}

/** The environment variables of the engine process. */
export const engineConfiguration = z.object({
  ...processVariables,
  ...backingServicesVariables,
  ...engineVariables,
  ...liquidityVariables,
  ...metricsVariables,
});
