import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import type {
  CollectorStore,
  ConservationStore,
  DeadLetterStore,
  EngineStore,
  LedgerStore,
  OutboxStore,
  PolicyStore,
  ReadStore,
  ReplayStore,
  RiskBookReads,
  SettlementStore,
  SystemicRiskStore,
  TrackingStore,
} from '@causeway/application/ports';
import { createCollectorStore } from './collector-store.js';
import { createConservationStore } from './conservation-store.js';
import { createDeadLetterStore } from './dead-letter-store.js';
import { createEngineStore } from './engine-store.js';
import { PrismaClient } from './generated/client.js';
import { createLedgerStore } from './ledger-store.js';
import { createOutboxStore } from './outbox-store.js';
import { createPolicyStore } from './policy-store.js';
import { createReadStore } from './read-store.js';
import { createReplayStore } from './replay-store.js';
import { createRiskBookReads } from './risk-book-reads.js';
import { createSettlementStore } from './settlement-store.js';
import { createSystemicRiskStore } from './systemic-risk-store.js';
import { createTrackingStore } from './tracking-store.js';

/** Every store port, on one database. */
export interface Stores {
  readonly ledger: LedgerStore;
  readonly tracking: TrackingStore;
  readonly engines: EngineStore;
  readonly outbox: OutboxStore;
  readonly policies: PolicyStore;
  readonly deadLetters: DeadLetterStore;
  readonly reads: ReadStore;
  readonly replays: ReplayStore;
  readonly collectors: CollectorStore;
  readonly conservation: ConservationStore;
  readonly settlements: SettlementStore;
  readonly systemicRisk: SystemicRiskStore;
  readonly riskBook: RiskBookReads;
  /** Frees what the stores opened; the pool stays the caller's. */
  close(): Promise<void>;
}

/** The stores over a migrated database; the pool's sessions must reckon in UTC. */
export function createStores(pool: Pool): Stores {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    ledger: createLedgerStore(pool),
    tracking: createTrackingStore(pool),
    engines: createEngineStore(pool),
    outbox: createOutboxStore(pool),
    policies: createPolicyStore(pool),
    deadLetters: createDeadLetterStore(prisma),
    reads: createReadStore(prisma),
    replays: createReplayStore(prisma),
    collectors: createCollectorStore(pool),
    conservation: createConservationStore(pool),
    settlements: createSettlementStore(pool),
    systemicRisk: createSystemicRiskStore(pool),
    riskBook: createRiskBookReads(pool),
    close: () => prisma.$disconnect(),
  };
}
