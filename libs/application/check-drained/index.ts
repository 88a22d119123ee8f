export { checkDrained, INGEST_GROUP, type CheckDrainedPorts } from './check-drained.js';
