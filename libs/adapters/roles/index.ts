export { startIngestRole } from './ingest-role.js';
export {
  startMarginEngineRole,
  type MarginEngineRolePorts,
  type MarginEngineRoleSettings,
} from './margin-engine-role.js';
export { startRelayRole } from './relay-role.js';
export { repeatStep, type RepeatingRole } from './repeating-role.js';
export type { Role, RoleLog } from './role.js';
