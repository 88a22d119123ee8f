export {
  checkGates,
  increasesOf,
  type CheckGatesPorts,
  type GateAnswer,
  type GateQuestion,
  type PermittedHold,
} from './check-gates.js';
