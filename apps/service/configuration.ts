import { backingServicesVariables } from '@causeway/adapters/backing-services';
import { flag, processVariables, wholeNumber } from '@causeway/platform/config';
import { z } from 'zod';
import { apiVariables } from '../api/configuration.js';
import { collectorVariables, refuseContradictions } from '../collector/configuration.js';
import { engineVariables } from '../engine/configuration.js';

/** The environment variables of the service with every role in it. */
export const serviceConfiguration = z
  .object({
    ...processVariables,
    ...backingServicesVariables,
    ...apiVariables,
    ...engineVariables,
    ...collectorVariables,
    CHAIN_RPC_URLS: collectorVariables.CHAIN_RPC_URLS.optional().describe(
      `${collectorVariables.CHAIN_RPC_URLS.description}; the collector needs it, the service collects nothing without`,
    ),
    SAMPLE: flag()
      .optional()
      .describe('whether to replay the shipped sample; yes with the embedded database, no with DATABASE_URL'),
    SAMPLE_SPEED: wholeNumber({ minimum: 0, maximum: 10_000_000 })
      .default(20_000)
      .describe('seconds of the sample that pass in one second; 0 replays as fast as the service takes it'),
  })
  .superRefine(refuseContradictions);
