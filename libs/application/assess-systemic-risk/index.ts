export {
  assessScenario,
  assessSystemicRisk,
  type SystemicAssessment,
  type SystemicRiskPorts,
} from './assess-systemic-risk.js';
export { riskBasisOf, riskBookOf, systemicPolicyOf } from './risk-book.js';
