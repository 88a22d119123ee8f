import { kafkaConfiguration } from '@causeway/adapters/event-log-kafka';
import { urlOf } from '@causeway/platform/config';
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
  ...kafkaConfiguration.shape,
};

/** The configuration of the backing services, parsed. */
export type BackingServicesConfiguration = z.output<z.ZodObject<typeof backingServicesVariables>>;
