export { MemoryDeadLetters } from './memory-dead-letters.js';
export { MemoryEngines } from './memory-engines.js';
export { MemoryLedger } from './memory-ledger.js';
export { MemoryOutbox } from './memory-outbox.js';
export { MemoryPolicies } from './memory-policies.js';
