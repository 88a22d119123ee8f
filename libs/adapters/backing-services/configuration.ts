import { kafkaConfiguration } from '@causeway/adapters/event-log-kafka';
import { urlOf, wholeNumber } from '@causeway/platform/config';
import { z } from 'zod';

/** Where the database and the event log are; the embedded ones when left out. */
export const backingServicesVariables = {
  DATABASE_URL: urlOf('postgresql', 'postgres')
    .optional()
    .describe('PostgreSQL; an embedded one under DATA_DIRECTORY when left out'),
  DATA_DIRECTORY: z
    .string()
    .min(1)
    .default('.data')
    .describe('folder in which the embedded PostgreSQL keeps its data'),
  EVENT_LOG_RETENTION_HOURS: wholeNumber({ minimum: 1, maximum: 87_600 })
    .default(168)
    .describe(
      'how long the event log in PostgreSQL keeps records at least; longer, until all have been consumed',
    ),
  ...kafkaConfiguration.shape,
};

/** The configuration of the backing services, parsed. */
export type BackingServicesConfiguration = z.output<z.ZodObject<typeof backingServicesVariables>>;
