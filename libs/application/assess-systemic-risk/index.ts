export {
  assessScenario,
  assessSystemicRisk,
  type SystemicAssessment,
  type SystemicRiskPorts,
} from './assess-systemic-risk.js';
export { riskBookOf, withoutActions, type RiskBook } from './risk-book.js';
