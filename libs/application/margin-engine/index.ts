export type { ScreenFigures } from './account-screen.js';
export { applyEngineInput, type EngineDirectory } from './apply-engine-input.js';
export { symbolsOfAccount } from './account-symbols.js';
export {
  BROADCAST_TOPICS,
  readEngineRecords,
  type EngineInput,
  type EngineInputParsers,
  type EngineRecord,
} from './engine-input.js';
export { EngineMemory } from './engine-memory.js';
export { PriceBook } from './price-book.js';
export { PartitionEngine, type PartitionEnginePorts } from './partition-engine.js';
