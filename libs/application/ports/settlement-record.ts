import type { LiquidityGraph } from '@causeway/domain/routing';
import type { CapacityClaim, InventoryClaim, Settlement } from '@causeway/domain/settlement';
import type { AccountId, Address, Hash, TransferId } from '@causeway/domain/units';

/** What is known of an attempt besides what the settlement decides by. */
export interface AttemptEvidence {
  readonly leg: number;
  readonly attempt: number;
  /** The transaction in which the desk says that it sent the attempt. */
  readonly transaction?: Hash;
  /** The transfer that carries it. */
  readonly transfer?: TransferId;
}

/** A settlement as it is kept. */
export interface SettlementRecord {
  /** Counts the changes of the settlement, from its acceptance, which is 1. */
  readonly seq: number;
  readonly account: AccountId;
  readonly wallet: Address;
  readonly isContractWallet: boolean;
  /** The edges of the plan, as they were quoted. */
  readonly graph: LiquidityGraph;
  readonly settlement: Settlement;
  /** What is still set aside in the books. */
  readonly reserved: readonly InventoryClaim[];
  /** What legs over no bridge have brought of each asset in the books, less what they gave. */
  readonly booked: readonly InventoryClaim[];
  /** What is still claimed of edges. */
  readonly claims: readonly CapacityClaim[];
  readonly evidence: readonly AttemptEvidence[];
}

/** A settlement as it is told and written down; the graph of its edges has a form of its own. */
export type KeptSettlement = Omit<SettlementRecord, 'graph'>;
