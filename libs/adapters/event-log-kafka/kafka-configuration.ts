import { list, wholeNumber } from '@causeway/platform/config';
import { z } from 'zod';

/** The variables that the Kafka event log reads. */
export const kafkaConfiguration = z.object({
  KAFKA_BROKERS: list().optional().describe('host:port of each Kafka broker; the embedded log when left out'),
  KAFKA_CLIENT_ID: z
    .string()
    .regex(/^[-._a-zA-Z0-9]{1,100}$/, { error: 'must be letters, digits, dots, dashes and underscores' })
    .default('causeway')
    .describe('name of this process in the logs of the brokers'),
  KAFKA_REPLICATION_FACTOR: wholeNumber({ minimum: 1, maximum: 9 })
    .optional()
    .describe('copies of each new topic; what the brokers are set to when left out'),
});
