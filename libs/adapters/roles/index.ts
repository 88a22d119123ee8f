export { startConservationRole, type ConservationRolePorts } from './conservation-role.js';
export { startIngestRole } from './ingest-role.js';
export {
  startMarginEngineRole,
  type EngineFigures,
  type EngineObserver,
  type MarginEngineRolePorts,
  type MarginEngineRoleSettings,
} from './margin-engine-role.js';
export { repeatStep, type RepeatedStep, type RepeatingRole } from './repeating-role.js';
export { startRelayRole } from './relay-role.js';
export type { Role, RoleLog } from './role.js';
export {
  startSettlementsRole,
  type SettlementObserver,
  type SettlementsRolePorts,
} from './settlements-role.js';
export { supervise, type Supervised } from './supervise.js';
export {
  startSystemicRiskRole,
  type SystemicRiskObserver,
  type SystemicRiskRolePorts,
} from './systemic-risk-role.js';
export { systemClock } from './system-clock.js';
export { startTrackingRole, type TrackingObserver, type TrackingRolePorts } from './tracking-role.js';
