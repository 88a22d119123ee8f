export {
  assessScenario,
  assessSystemicRisk,
  type SystemicAssessment,
  type SystemicRiskPorts,
} from './assess-systemic-risk.js';
