export type { AccountTerms, KinkedTerm, LinearTerm, TermSum } from './account-terms.js';
export { foldTerms, type FoldPlace, type HealthRange } from './fold-terms.js';
export type { FoldedAccount, FoldedRow, Slot, SlotBox } from './folded-account.js';
export type { MarginSlots } from './margin-slots.js';
export { MarginTerms } from './margin-terms.js';
export { putFolded } from './put-folded.js';
export { KinkedLines, type Line } from './kinked-lines.js';
export type { SlotSpread } from './slot-grid.js';
export { TriggerIndex, type MoveOutcome, type SlotMove, type TriggerIndexOptions } from './trigger-index.js';
