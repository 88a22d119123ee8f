export {
  collectLogs,
  openCollector,
  type CollectLimits,
  type CollectLogsPorts,
  type CollectorState,
  type CollectStep,
  type HaltCode,
} from './collect-logs.js';
export { emittersOn } from './emitters.js';
