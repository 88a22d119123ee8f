export { watchSystemicRisk, type SystemicWatch, type WatchSystemicRiskPorts } from './watch-systemic-risk.js';
