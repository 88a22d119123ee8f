export { deadLetter, type InputPosition } from './dead-letter.js';
export { ingestLogs, type IngestLogsPorts } from './ingest-logs.js';
export { decideBridgeEvents, type IngestOutcome, type ReceivedEvent } from './decide-bridge-events.js';
