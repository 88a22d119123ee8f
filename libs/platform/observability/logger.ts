import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

/** How to log. */
export interface LoggerOptions {
  /** The name of the process, such as `engine`. */
  readonly service: string;
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Where the lines go; standard output when left out. */
  readonly destination?: DestinationStream;
}

/** Fields that hold secrets, at the top and one level down. */
const SECRET_FIELDS = ['password', 'token', 'authorization', 'databaseUrl', 'DATABASE_URL'];

/** A logger that writes one JSON object a line, times in ISO 8601 UTC, secrets blanked out. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.service,
      level: options.level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
    },
    options.destination ?? process.stdout,
  );
}
