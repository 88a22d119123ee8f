import type {
  DeadLetterRecord,
  MarginInputs,
  Page,
  PageRequest,
  PolicyRecord,
  PriceBoard,
  SettlementRecord,
} from '@causeway/application/ports';
import {
  assessScenario,
  assessSystemicRisk,
  type SystemicRiskPorts,
} from '@causeway/application/assess-systemic-risk';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { checkGates } from '@causeway/application/check-gates';
import { readInsuranceFund } from '@causeway/application/insurance-fund';
import { simulatePolicy } from '@causeway/application/simulate-policy';
import { InMemoryOutbox } from '@causeway/application/follow-stream';
import { decodeRiskPolicy, encodeRiskPolicy } from '@causeway/adapters/wire';
import type { Transfer } from '@causeway/domain/bridging';
import { freezesBridge, type ConservationAlert } from '@causeway/domain/conservation';
import type { FollowedChain } from '@causeway/domain/finality';
import type { AllocationEvidence, LiquidationCase } from '@causeway/domain/liquidation';
import { assetDirectoryOf, evaluateMargin, explainMargin } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import { issuersIn, type ActionInForce } from '@causeway/domain/systemic-risk';
import type { RouteQuote, RouteRequest } from '@causeway/domain/routing';
import {
  addSeconds,
  decimal,
  fail,
  ok,
  tokenAmount,
  type PolicyVersion,
  type Result,
} from '@causeway/domain/units';
import type { ApiPorts, IngestReport, RecordLine } from '../api-ports.js';
import {
  ALERT,
  BRIDGE_POSITION,
  CASE,
  CHAIN_RECORD,
  FOLLOWED,
  marginInputs,
  NOW,
  POLICY,
  ROUTE_SETTLEMENT,
  TRANSFER,
  SETTLEMENT,
} from './sample.js';

/** What the API read and was told, and what it will find: plain collections that a test fills and looks at. */
export class InMemoryApi {
  readonly outbox = new InMemoryOutbox();
  readonly systemicRisk = createMemoryStores().systemicRisk;
  readonly accounts = new Map<string, MarginInputs>(
    ['atlas-main', 'atlas-second', 'boreas-main'].map((id) => [id, marginInputs(id, '41000')]),
  );
  readonly transfers: Transfer[] = [TRANSFER];
  readonly cases: LiquidationCase[] = [CASE];
  readonly settlements: AllocationEvidence[] = [SETTLEMENT];
  readonly settlementRecords: SettlementRecord[] = [ROUTE_SETTLEMENT];
  readonly deadLetters: DeadLetterRecord[] = [
    {
      id: 'letter-1',
      topic: 'chain.logs',
      partition: 0,
      offset: 2n ** 40n,
      code: 'MALFORMED_LOG',
      message: 'data is 3 bytes long',
      body: '{}',
      at: NOW,
      status: 'waiting',
    },
  ];
  readonly policies: PolicyRecord[] = [
    {
      version: 1 as PolicyVersion,
      status: 'active',
      name: 'sample',
      document: encodeRiskPolicy(POLICY),
      proposedBy: 'ada',
      proposedAt: NOW,
      activatedBy: 'ada',
      activatedAt: NOW,
    },
  ];
  readonly alerts: ConservationAlert[] = [ALERT];
  actions: readonly ActionInForce[] = [];
  priceBoard: PriceBoard = { states: [] };
  readonly followedChains: FollowedChain[] = [FOLLOWED];
  /** Every command and request that reached the ports. */
  readonly received: unknown[] = [];
  /** What the next command answers instead of succeeding. */
  refusal: Result<never> | undefined;
  /** Thrown by every read while set. */
  readFailure: Error | undefined;
  /** Questions whether everything was applied are answered with no this often. */
  drainedAfter = 0;

  readonly ports: ApiPorts = {
    reads: {
      accounts: async ({ desk }, page) =>
        this.read(
          page,
          [...this.accounts.values()],
          ({ account }) => account.account,
          (row) => (desk === undefined ? true : row.account.desk === desk),
        ),
      marginInputs: async (ids) => {
        this.assertReadable();
        const found = ids.flatMap((id) => {
          const inputs = this.accounts.get(id);
          return inputs === undefined ? [] : [[id, inputs] as const];
        });
        return Promise.resolve(new Map(found));
      },
      transfers: async ({ bridge, stage, punctuality }, page) =>
        this.read(
          page,
          this.transfers,
          ({ id }) => id,
          (row) =>
            (bridge === undefined || row.bridge === bridge) &&
            (punctuality === undefined || row.tracking?.punctuality === punctuality) &&
            (stage === undefined || row.stage === stage),
        ),
      transfer: async (id) => Promise.resolve(this.transfers.find((row) => row.id === id)),
      cases: async ({ account, desk, stage }, page) =>
        this.read(
          page,
          this.cases,
          ({ id }) => id,
          (row) =>
            (account === undefined || row.account === account) &&
            (desk === undefined || row.desk === desk) &&
            (stage === undefined || row.stage === stage),
        ),
      case: async (id) => Promise.resolve(this.cases.find((row) => row.id === id)),
      settlements: async (id) => Promise.resolve(this.settlements.filter((row) => row.case === id)),
      settlementsOf: async (account, maximum) =>
        Promise.resolve(
          this.settlements
            .filter(({ sources, uses }) => [...sources, ...uses].some((line) => line.account === account))
            .slice(0, maximum),
        ),
      deadLetters: async ({ status }, page) =>
        this.read(
          page,
          this.deadLetters,
          ({ id }) => id,
          (row) => status === undefined || row.status === status,
        ),
      prices: async () => Promise.resolve(this.priceBoard),
      followedChains: async () => Promise.resolve(this.followedChains),
    },
    outbox: this.outbox,
    conservation: {
      alerts: async ({ bridge, status }, page) =>
        this.read(
          page,
          this.alerts,
          ({ id }) => id,
          (row) =>
            (bridge === undefined || row.bridge === bridge) &&
            (status === undefined || row.status === status),
        ),
      positions: async () => Promise.resolve([BRIDGE_POSITION]),
      frozenBridges: async () =>
        Promise.resolve([...new Set(this.alerts.filter(freezesBridge).map(({ bridge }) => bridge))]),
      records: async () => Promise.resolve([CHAIN_RECORD]),
    },
    settlements: {
      find: async (quote) => Promise.resolve(this.settlementRecords.find((row) => quoteOfRow(row) === quote)),
      list: async ({ account, isOpen }, page) =>
        this.read(
          page,
          this.settlementRecords,
          quoteOfRow,
          (row) =>
            (account === undefined || row.account === account) &&
            (isOpen === undefined || (row.settlement.outcome === undefined) === isOpen),
        ),
    },
    policies: { all: async () => Promise.resolve(this.policies) },
    parsePolicy: decodeRiskPolicy,
    commands: {
      openAccount: async (command) => this.answer(command, { seq: 1 }),
      setPositions: async (command) => this.answer(command, { seq: 5 }),
      proposePolicy: async (command) => {
        const record: PolicyRecord = {
          version: 2 as PolicyVersion,
          status: 'proposed',
          name: 'next',
          document: command.document,
          proposedBy: command.by,
          proposedAt: NOW,
        };
        return this.answer(command, record);
      },
      activatePolicy: async (command) => this.answer(command, this.policies[0] as PolicyRecord),
      retryDeadLetter: async (command) => this.answer(command, this.decided('retried', command)),
      closeBridgeAlert: async (command) =>
        this.answer(command, { ...ALERT, status: 'closed' as const, settledAt: NOW }),
      acceptQuote: async (command) => this.answer(command, ROUTE_SETTLEMENT),
      reportLeg: async (command) => this.answer(command, ROUTE_SETTLEMENT),
      settleLiquidation: async (command) => this.answer(command, SETTLEMENT),
      skipDeadLetter: async (command) => this.answer(command, this.decided('skipped', command)),
    },
    network: NETWORK,
    clock: () => NOW,
    evaluate: ({ account, prices, policy }) =>
      evaluateMargin(account, prices, policy.margin, assetDirectoryOf(NETWORK)),
    explain: ({ account, prices, policy }) =>
      explainMargin(account, prices, policy.margin, assetDirectoryOf(NETWORK)),
    quote: async (request) => this.answer(request, quoteOf(request)),
    routeFront: async (request) =>
      this.answer(request, {
        points: [{ request: { ...request, deadlineSeconds: 9 }, quote: quoteOf(request) }],
        isComplete: true,
      }),
    systemicRisk: async () => assessSystemicRisk(this.riskPorts()),
    stressTest: async (scenario, fund) => assessScenario(this.riskPorts(), scenario, fund),
    systemicActions: async () => Promise.resolve(this.actions),
    systemicActionHistory: (filter, page) => this.systemicRisk.history(filter, page),
    gates: async (question) => checkGates(this.gatePorts(), question),
    insuranceFund: async () => readInsuranceFund(this.ports, 10),
    simulatePolicy: async (document, named) =>
      simulatePolicy(
        {
          ...this.gatePorts(),
          parsePolicy: decodeRiskPolicy,
          directory: assetDirectoryOf(NETWORK),
          pause: () => Promise.resolve(),
        },
        document,
        named,
      ),
    ingest: async (lines) => Promise.resolve(this.ingested(lines)),
    drained: async () => {
      this.drainedAfter -= 1;
      return Promise.resolve(this.drainedAfter < 0);
    },
  };

  private gatePorts() {
    const { reads, conservation, evaluate, explain } = this.ports;
    const directory = assetDirectoryOf(NETWORK);
    const onRecord = () => Promise.resolve({ revision: 0, actions: this.actions });
    return { reads, conservation, evaluate, explain, directory, systemicRisk: { actions: onRecord } };
  }

  private riskPorts(): SystemicRiskPorts {
    const directory = { ...assetDirectoryOf(NETWORK), issuersOf: issuersIn(NETWORK) };
    return { reads: this.ports.reads, directory };
  }

  private async read<Row>(
    { first, after }: PageRequest,
    rows: readonly Row[],
    idOf: (row: Row) => string,
    matches: (row: Row) => boolean,
  ): Promise<Page<Row>> {
    this.assertReadable();
    const rest = rows.filter((row) => matches(row) && (after === undefined || idOf(row) > after));
    return Promise.resolve({ rows: rest.slice(0, first), hasNextPage: rest.length > first });
  }

  private async answer<Value>(received: unknown, value: Value): Promise<Result<Value>> {
    this.received.push(received);
    return Promise.resolve(this.refusal ?? ok(value));
  }

  private ingested(lines: readonly RecordLine[]): IngestReport {
    this.received.push(lines);
    const rejected = lines
      .filter(({ text }) => !text.startsWith('{'))
      .map(({ line }) => ({ line, code: 'INVALID_JSON', message: 'not JSON' }));
    return { accepted: lines.length - rejected.length, rejected };
  }

  private decided(
    status: 'retried' | 'skipped',
    { by, reason }: { readonly by: string; readonly reason: string },
  ): DeadLetterRecord {
    const [letter] = this.deadLetters;
    if (letter === undefined) throw new Error('the sample has one dead letter');
    return { ...letter, status, decidedBy: by, decisionReason: reason };
  }

  private assertReadable(): void {
    if (this.readFailure !== undefined) throw this.readFailure;
  }
}

/** A refusal as a use case gives it. */
export function refused(code: string, message: string, field?: string): Result<never> {
  return fail(code, message, field);
}

function quoteOfRow({ settlement }: SettlementRecord): string {
  return settlement.plan.quote;
}

function quoteOf(request: RouteRequest): RouteQuote {
  const { input, output } = request;
  const given = typeof input === 'string' ? tokenAmount(input, 1_000_000n) : input;
  const wanted = typeof output === 'string' ? output : output.asset;
  const amount = tokenAmount(wanted, given.raw - 1_000n);
  return {
    id: '0'.repeat(64),
    graphVersion: 'graph-1',
    quotedAt: NOW,
    expiresAt: addSeconds(NOW, 30),
    route: {
      legs: [{ edge: 'across-usdc', from: given.asset, to: wanted, input: given.raw, output: amount.raw }],
      input: given,
      output: amount,
      latency: { lowerQuartileSeconds: 1.5, medianSeconds: 3, upperQuartileSeconds: 9 },
      security: 'bonded-relayer',
    },
    certificate: { lower: amount, upper: tokenAmount(wanted, given.raw), gap: decimal('0.001') },
  };
}
