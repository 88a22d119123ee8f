import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from './parse-configuration.js';

/** Variables that every process has. */
export const processVariables = {
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least severe messages that are logged'),
};

/** The configuration in this process's environment; says what is wrong, one line a variable, and ends the process. */
export function parseEnvironment<Schema extends z.ZodObject>(schema: Schema): Readonly<z.output<Schema>> {
  try {
    return parseConfiguration(schema, process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
