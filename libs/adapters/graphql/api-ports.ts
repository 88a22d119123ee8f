import type { SystemicAssessment } from '@causeway/application/assess-systemic-risk';
import type { AcceptRequestedQuoteCommand } from '@causeway/application/accept-quote';
import type { GateAnswer, GateQuestion } from '@causeway/application/check-gates';
import type { ParsePolicy } from '@causeway/application/change-policy';
import type {
  ConservationStore,
  DeadLetterRecord,
  MarginInputs,
  OutboxStore,
  PolicyRecord,
  PolicyStore,
  ReadStore,
  SettlementRecord,
  SettlementStore,
  SystemicRiskStore,
} from '@causeway/application/ports';
import type { InsuranceFund } from '@causeway/application/insurance-fund';
import type { OpenAccountCommand } from '@causeway/application/open-account';
import type { ReportLegCommand } from '@causeway/application/report-leg';
import type { ResolveDeadLetterCommand } from '@causeway/application/resolve-dead-letter';
import type { PolicySimulation } from '@causeway/application/simulate-policy';
import type { SettleLiquidationCommand } from '@causeway/application/settle-liquidation';
import type { RequestPositionsCommand } from '@causeway/application/set-positions';
import type { CloseAlert } from '@causeway/application/watch-conservation';
import type { ConservationAlert } from '@causeway/domain/conservation';
import type { AllocationEvidence } from '@causeway/domain/liquidation';
import type { ExplainedMargin, MarginState } from '@causeway/domain/margin';
import type { Network } from '@causeway/domain/network';
import type { RouteFront, RouteQuote, RouteRequest } from '@causeway/domain/routing';
import type { ActionInForce, StressReport, StressScenario } from '@causeway/domain/systemic-risk';
import type { AccountId, Decimal, PolicyVersion, Result, UnixMilliseconds } from '@causeway/domain/units';

/** What people may change through the API. */
export interface ApiCommands {
  openAccount(command: OpenAccountCommand): Promise<Result<{ readonly seq: number }>>;
  setPositions(command: RequestPositionsCommand): Promise<Result<{ readonly seq: number }>>;
  proposePolicy(command: { readonly document: unknown; readonly by: string }): Promise<Result<PolicyRecord>>;
  activatePolicy(command: {
    readonly version: PolicyVersion;
    readonly by: string;
  }): Promise<Result<PolicyRecord>>;
  acceptQuote(command: AcceptRequestedQuoteCommand): Promise<Result<SettlementRecord>>;
  reportLeg(command: ReportLegCommand): Promise<Result<SettlementRecord>>;
  settleLiquidation(command: SettleLiquidationCommand): Promise<Result<AllocationEvidence>>;
  retryDeadLetter(command: ResolveDeadLetterCommand): Promise<Result<DeadLetterRecord>>;
  closeBridgeAlert(command: CloseAlert): Promise<Result<ConservationAlert>>;
  skipDeadLetter(command: ResolveDeadLetterCommand): Promise<Result<DeadLetterRecord>>;
}

/** A line of an NDJSON body with its place in it, counted from 1. */
export interface RecordLine {
  readonly line: number;
  readonly text: string;
}

/** What became of the lines of one body. A refused line does not hold up the others. */
export interface IngestReport {
  /** Lines appended to the event log, durably. */
  readonly accepted: number;
  readonly rejected: readonly {
    readonly line: number;
    readonly code: string;
    readonly field?: string;
    readonly message: string;
  }[];
}

/** Everything the API needs from the rest of Causeway. */
export interface ApiPorts {
  readonly reads: ReadStore;
  readonly outbox: Pick<OutboxStore, 'read' | 'bounds' | 'watch'>;
  readonly policies: Pick<PolicyStore, 'all'>;
  readonly conservation: Pick<ConservationStore, 'alerts' | 'positions' | 'frozenBridges' | 'records'>;
  readonly settlements: Pick<SettlementStore, 'find' | 'list'>;
  readonly parsePolicy: ParsePolicy;
  readonly commands: ApiCommands;
  readonly network: Network;
  readonly clock: () => UnixMilliseconds;
  readonly evaluate: (inputs: MarginInputs) => MarginState;
  /** `evaluate`, and every step of it. */
  readonly explain: (inputs: MarginInputs) => ExplainedMargin;
  readonly quote: (request: RouteRequest) => Promise<Result<RouteQuote>>;
  readonly routeFront: (request: RouteRequest) => Promise<Result<RouteFront>>;
  /** Systemic risk over all accounts; undefined when there are none. */
  readonly systemicRisk: () => Promise<Result<SystemicAssessment | undefined>>;
  /** What a scenario would lead to over all accounts; undefined when there are none. */
  readonly stressTest: (
    scenario: StressScenario,
    insuranceFund: Decimal,
  ) => Promise<Result<StressReport | undefined>>;
  /** The systemic-risk actions in force. */
  readonly systemicActions: () => Promise<readonly ActionInForce[]>;
  /** Every step of such actions, the newest first. */
  readonly systemicActionHistory: SystemicRiskStore['history'];
  /** Whether an action of an account is permitted now. */
  readonly gates: (question: GateQuestion) => Promise<GateAnswer>;
  /** The insurance fund; undefined where the policy in force names none. */
  readonly insuranceFund: () => Promise<InsuranceFund | undefined>;
  /** Accounts, or all of them, under a proposed policy beside the one in force. */
  readonly simulatePolicy: (
    document: unknown,
    accounts: readonly AccountId[] | undefined,
  ) => Promise<Result<PolicySimulation>>;
  readonly ingest: (lines: readonly RecordLine[]) => Promise<IngestReport>;
  /** Whether everything appended so far has taken effect. */
  readonly drained: () => Promise<boolean>;
}

/** Where Nest finds the ports. */
export const API_PORTS = Symbol('ApiPorts');
