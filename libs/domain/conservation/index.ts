export { addPositions, EMPTY_POSITION, isBalanced, type AssetPosition } from './asset-position.js';
export {
  compareLegs,
  isArrival,
  type BridgeLeg,
  type ChainRead,
  type LegChanges,
  type LegKind,
  type RecordSpan,
} from './bridge-leg.js';
export {
  freezesBridge,
  type AlertSeverity,
  type AlertStatus,
  type ConservationAlert,
} from './conservation-alert.js';
export {
  ConservationBook,
  EMPTY_CONSERVATION,
  type AlertChange,
  type ConservationChanges,
  type ConservationSnapshot,
  type RefusedLeg,
  type RulesByBridge,
} from './conservation-book.js';
export { messageKey, type LegCode } from './conservation-message.js';
export { validateRules, type ConservationRules, type Matching } from './conservation-rules.js';
export { legsOfEvent, type EventEffect } from './legs-of-event.js';
export { rulesOfNetwork, type WatchSettings } from './rules-of-network.js';
export type { ViolationCode } from './explain-arrivals.js';
export type { WatchedMessage } from './watch-message.js';
