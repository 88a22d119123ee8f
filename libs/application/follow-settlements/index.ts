export { followSettlements } from './follow-settlements.js';
