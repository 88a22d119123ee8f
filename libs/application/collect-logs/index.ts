export { collectLogs, openCollector } from './collect-logs.js';
export type {
  CollectLimits,
  CollectLogsPorts,
  CollectorState,
  CollectStep,
  HaltCode,
  ReadTo,
} from './collector-state.js';
export { emittersOn } from './emitters.js';
