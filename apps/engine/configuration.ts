import { backingServicesVariables } from '@causeway/adapters/backing-services';
import { processVariables, wholeNumber } from '@causeway/platform/config';
import { z } from 'zod';

/** Variables of the margin engine. */
export const engineVariables = {
  ENGINE_LEASE_SECONDS: wholeNumber({ minimum: 1, maximum: 3_600 })
    .default(10)
    .describe('how long an account partition waits for an engine that has died'),
};

/** The environment variables of the engine process. */
export const engineConfiguration = z.object({
  ...processVariables,
  ...backingServicesVariables,
  ...engineVariables,
});
