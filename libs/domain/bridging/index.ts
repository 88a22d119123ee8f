export { applyBridgeEvent, type BridgeEventCode, type TransferChange } from './apply-bridge-event.js';
export { expectedArrival, isExpired, type ExpectedArrival } from './arrival.js';
export type {
  BridgeEvent,
  DecodedTransaction,
  EmitterMatch,
  EvidenceLog,
  TransferStep,
  UndecodableCode,
  UndecodableLog,
} from './bridge-event.js';
export { inFlightOwner } from './in-flight-owner.js';
export { withLegFinality } from './leg-finality.js';
export type { ProofEvidence } from './proof-evidence.js';
export type { RawLog, TransactionLogs } from './transaction-logs.js';
export type { InFlightOwner, Movement, Transfer, TransferHistoryEntry, TransferStage } from './transfer.js';
