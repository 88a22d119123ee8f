export { keccak256 } from './keccak.js';
export {
  verifyAccountProof,
  type AccountProof,
  type ProvenAccount,
  type ValueCode,
} from './account-proof.js';
export {
  balanceKey,
  verifyBalanceProof,
  type BalanceClaim,
  type BalanceCode,
  type BalanceSlots,
} from './balance-proof.js';
export { balanceProofVariables, knownBalanceSlots } from './balance-slots.js';
export {
  headerHash,
  verifyHeader,
  type HeaderCode,
  type HeaderFields,
  type VerifiedHeader,
} from './block-header.js';
export type { HexBytes } from './bytes.js';
export { bloomMayHold } from './logs-bloom.js';
export type { ProofCode } from './merkle-patricia-proof.js';
export type { ConsensusReceipt } from './receipt-encoding.js';
export {
  verifyReceiptProof,
  type ProvenReceipt,
  type ReceiptCode,
  type ReceiptProof,
} from './receipt-proof.js';
export { proveReceipt, receiptsRoot } from './receipts-trie.js';
export { verifyStorageProof, type ProvenSlot, type SlotCode, type StorageProof } from './storage-proof.js';
export {
  outputRootOf,
  verifyWithdrawalProof,
  type OutputRootProof,
  type ProvenWithdrawal,
  type Withdrawal,
  type WithdrawalCode,
  type WithdrawalProof,
} from './withdrawal-proof.js';
