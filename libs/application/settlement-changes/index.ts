export { WorkingSettlement, type SettlementChange } from './working-settlement.js';
