import { z } from 'zod';
import { list, urlOf } from '@causeway/platform/config';

/** Where the database and the event log are; the embedded ones when left out. */
export const backingServicesVariables = {
  DATABASE_URL: urlOf('postgresql', 'postgres')
    .optional()
    .describe('PostgreSQL; an embedded one under DATA_DIRECTORY when left out'),
  KAFKA_BROKERS: list()
    .optional()
    .describe('host:port of Kafka brokers, separated by commas; the log is kept in PostgreSQL when left out'),
  DATA_DIRECTORY: z.string().min(1).default('.data').describe('where the embedded PostgreSQL keeps its data'),
};

/** The configuration of the backing services, parsed. */
export type BackingServicesConfiguration = z.output<z.ZodObject<typeof backingServicesVariables>>;
