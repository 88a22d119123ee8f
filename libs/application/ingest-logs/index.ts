export { deadLetter, type InputPosition } from './dead-letter.js';
export { ingestLogs, type IngestLogsPorts } from './ingest-logs.js';
export type { IngestOutcome } from './decide-bridge-events.js';
