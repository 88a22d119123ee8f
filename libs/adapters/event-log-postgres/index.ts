export { PostgresEventLog, type PostgresEventLogOptions } from './postgres-event-log.js';
export { dropConsumedRecords, type RetentionRequest } from './retention.js';
