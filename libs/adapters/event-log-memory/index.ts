export { MemoryBroker, type MemoryBrokerOptions, type MemoryEventLog } from './memory-broker.js';
