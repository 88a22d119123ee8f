export { applyBridgeEvent, type BridgeEventCode, type TransferChange } from './apply-bridge-event.js';
export { expectedArrival, isExpired } from './arrival.js';
export type {
  BridgeEvent,
  DecodedTransaction,
  EmitterMatch,
  EvidenceLog,
  TransferStep,
  UndecodableCode,
  UndecodableLog,
} from './bridge-event.js';
export { CONFLICT_CODES } from './conflict.js';
export { hasReturned } from './history.js';
export { inFlightOwner, unitOwners } from './in-flight-owner.js';
export { legFinality, movesUnits, withFinality } from './leg-finality.js';
export { legProof, withProof, type LegProof } from './leg-proof.js';
export type { Phase, Timetable } from './phase.js';
export type { ProofEvidence } from './proof-evidence.js';
export { timetableOf } from './timetable.js';
export { trackTransfer } from './track-transfer.js';
export type { ExpectedArrival, NextStep, NextStepKind, Punctuality, Tracking } from './tracking.js';
export type { RawLog, TransactionLogs } from './transaction-logs.js';
export { isReturned, stageOfStep } from './transfer-stage.js';
export type {
  Fill,
  InFlightOwner,
  Movement,
  Repayment,
  Transfer,
  TransferFill,
  TransferHistoryEntry,
  TransferStage,
} from './transfer.js';
