export { readInsuranceFund, type InsuranceFund, type InsuranceFundPorts } from './read-insurance-fund.js';
