export { settlementChanged } from './settlement-changed.js';
export { WorkingSettlement, type SettlementChange } from './working-settlement.js';
