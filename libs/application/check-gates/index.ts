export {
  checkGates,
  heldBack,
  increasesOf,
  type CheckGatesPorts,
  type GateAnswer,
  type GateQuestion,
  type PermittedHold,
} from './check-gates.js';
export { permitQuote } from './permit-quote.js';
