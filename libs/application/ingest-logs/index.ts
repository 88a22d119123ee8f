export { deadLetter } from './dead-letter.js';
export { ingestLogs, type IngestLogsPorts } from './ingest-logs.js';
export type { ChainNotice, IngestOutcome } from './ingest-outcome.js';
export type { ChainRecord } from './read-record.js';
