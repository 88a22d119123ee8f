export { FatalError, RetryableError } from './adapter-errors.js';
export type {
  BlockHeader,
  BlockRange,
  ChainHeads,
  Chains,
  ChainTransaction,
  ContradictionCode,
  RangeQuestion,
  RangeReading,
  RangeCode,
  UntrustedCode,
} from './chains.js';
export type { CollectedBlock, CollectorCursor, CollectorStore } from './collector-store.js';
export type {
  AlertFilter,
  BridgePosition,
  ConservationDecision,
  ConservationKeys,
  ConservationStore,
  OperatorAction,
} from './conservation-store.js';
export type { DeadLetterDecision, DeadLetterStore } from './dead-letter-store.js';
export type {
  EngineAccount,
  EngineChanges,
  EngineCheckpoint,
  EngineCursors,
  EngineStore,
  LiquidatedChanges,
  LiquidatedSize,
  PartitionLease,
  ReportedMargin,
} from './engine-store.js';
export type {
  BatchHandler,
  ConsumeRequest,
  EventLog,
  EventRecord,
  ReadRequest,
  RecordBatch,
  StoredRecord,
  Subscription,
  TopicSpecification,
} from './event-log.js';
export type { ChainKeys, ChainSnapshot, ChainWrite, Leg, RecordPlace } from './followed-chains.js';
export {
  stepId,
  stepSubjects,
  type AppliedLog,
  type JournaledStep,
  type ReceivedEvent,
  type RecordOrigin,
  type RewindSnapshot,
  type StepWrite,
  type TakenStep,
  type WaitingStep,
} from './ledger-journal.js';
export {
  NO_LEDGER_CHANGES,
  REFUSAL_CODES,
  type AccountRecord,
  type BalanceProofKeys,
  type DeadLetter,
  type LedgerChanges,
  type LedgerKeys,
  type LedgerSnapshot,
  type LedgerStore,
  type WalletLink,
} from './ledger-store.js';
export {
  settlementStream,
  streamName,
  topicOfStream,
  type OutboxEvent,
  type PublishedEvent,
  type StreamEvent,
  type StreamKind,
} from './outbox-event.js';
export type { OutboxStore, UnpublishedEvent } from './outbox-store.js';
export {
  assignPartitions,
  partitionName,
  type GroupMember,
  type TopicPartition,
} from './partition-assignment.js';
export { checkReadOffset, type PartitionBounds } from './partition-bounds.js';
export { partitionOfKey } from './partition-of-key.js';
export type { PolicyRecord, PolicyStatus, PolicyStore } from './policy-store.js';
export type {
  AccountFilter,
  CaseFilter,
  DeadLetterRecord,
  DeadLetterStatus,
  MarginInputs,
  Page,
  PageRequest,
  PriceBoard,
  ReadStore,
  TransferFilter,
} from './read-store.js';
export { MAXIMUM_RECORD_BYTES, recordBytes, recordRefusal } from './record-limits.js';
export { retryPauseMilliseconds } from './retry-pause.js';
export type { MarginBasis, RiskBookReads } from './risk-book-reads.js';
export {
  ACCOUNT_EVENTS,
  BRIDGE_EVENTS,
  CHAIN_LOGS,
  LEG_EVENTS,
  LIQUIDATION_EVENTS,
  MARGIN_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  SETTLEMENT_EVENTS,
  SYSTEMIC_RISK_EVENTS,
  TRANSFER_EVENTS,
} from './topics.js';
export type { ReplayStore } from './replay-store.js';
export type { AttemptEvidence, KeptSettlement, SettlementRecord } from './settlement-record.js';
export {
  departuresSince,
  type SettlementDecision,
  type SettlementFilter,
  type SettlementKeys,
  type SettlementReference,
  type SettlementSnapshot,
  type SettlementStore,
} from './settlement-store.js';
export type {
  ActionsOnRecord,
  ActionStepFilter,
  ActionStepOnRecord,
  SystemicRiskStore,
} from './systemic-risk-store.js';
export type { DueTransfer, LayerClock, TrackingChanges, TrackingStore } from './tracking-store.js';
