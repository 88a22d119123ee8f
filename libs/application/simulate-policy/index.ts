export {
  simulatePolicy,
  type AccountSimulation,
  type OutcomeCounts,
  type PolicyOutcome,
  type PolicySimulation,
  type SimulatePolicyPorts,
} from './simulate-policy.js';
