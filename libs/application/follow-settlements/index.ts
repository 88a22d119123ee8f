export { followSettlements, type FollowedPage, type FollowedSettlements } from './follow-settlements.js';
