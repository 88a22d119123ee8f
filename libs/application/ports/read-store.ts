import type { Punctuality, Transfer, TransferStage } from '@causeway/domain/bridging';
import type { FollowedChain } from '@causeway/domain/finality';
import type { MarginAccount, MarginBand, PriceVector } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { PriceState } from '@causeway/domain/pricing';
import type { AllocationEvidence, CaseStage, LiquidationCase } from '@causeway/domain/liquidation';
import type {
  AccountId,
  Address,
  BridgeId,
  CaseId,
  ChainId,
  DeskId,
  TransferId,
} from '@causeway/domain/units';
import type { DeadLetter } from './ledger-store.js';

/** A page of a list in a stable order. `after` is the cursor of the last row of the page before. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string;
}

/** Rows of a page and whether there are more; the cursor of each row is the row's own id. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
}

/** Everything a margin figure of one account is computed from, as the engine has it, and its stream position. */
export interface MarginInputs {
  readonly account: MarginAccount;
  readonly prices: PriceVector;
  /** With what systemic-risk actions in force add to it. */
  readonly policy: RiskPolicy;
  readonly openCase?: LiquidationCase;
  /** Newest `seq` of the account's margin stream. */
  readonly asOfSeq: number;
}

export interface AccountFilter {
  readonly desk?: DeskId;
  readonly band?: MarginBand;
  readonly chain?: ChainId;
}

export interface TransferFilter {
  readonly bridge?: BridgeId;
  readonly stage?: TransferStage;
  readonly punctuality?: Punctuality;
  readonly chain?: ChainId;
  readonly wallet?: Address;
  readonly account?: AccountId;
}

export interface CaseFilter {
  readonly desk?: DeskId;
  readonly account?: AccountId;
  readonly stage?: CaseStage;
}

export type DeadLetterStatus = 'waiting' | 'retried' | 'skipped';

/** A dead letter with what an operator did about it. */
export interface DeadLetterRecord extends DeadLetter {
  readonly status: DeadLetterStatus;
  readonly decidedBy?: string;
  readonly decisionReason?: string;
}

/** The prices that the engines have, and the policy they are used under; no policy before one is active. */
export interface PriceBoard {
  readonly states: readonly PriceState[];
  readonly policy?: RiskPolicy;
}

/** Reads for people; they bypass the use cases and see only committed state. */
export interface ReadStore {
  accounts(filter: AccountFilter, page: PageRequest): Promise<Page<MarginInputs>>;
  marginInputs(accounts: readonly AccountId[]): Promise<ReadonlyMap<AccountId, MarginInputs>>;
  transfers(filter: TransferFilter, page: PageRequest): Promise<Page<Transfer>>;
  transfer(id: TransferId): Promise<Transfer | undefined>;
  cases(filter: CaseFilter, page: PageRequest): Promise<Page<LiquidationCase>>;
  case(id: CaseId): Promise<LiquidationCase | undefined>;
  /** The settlements of a case, in their order. */
  settlements(id: CaseId): Promise<readonly AllocationEvidence[]>;
  /** The latest settlements in which units were an account's or became so, the newest first. */
  settlementsOf(account: AccountId, maximum: number): Promise<readonly AllocationEvidence[]>;
  deadLetters(
    filter: { readonly status?: DeadLetterStatus },
    page: PageRequest,
  ): Promise<Page<DeadLetterRecord>>;
  prices(): Promise<PriceBoard>;
  /** Every chain whose block headers are told, in the order of their ids. */
  followedChains(): Promise<readonly FollowedChain[]>;
}
