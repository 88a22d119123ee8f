import { MemoryCollector } from './memory-collector.js';
import { MemoryConservation } from './memory-conservation.js';
import { MemoryDeadLetters } from './memory-dead-letters.js';
import { MemoryEngines } from './memory-engines.js';
import { MemoryLedger } from './memory-ledger.js';
import { MemoryOutbox } from './memory-outbox.js';
import { MemoryPolicies } from './memory-policies.js';
import { MemoryReplays } from './memory-replays.js';
import { MemorySettlements } from './memory-settlements.js';
import { MemorySystemicRisk } from './memory-systemic-risk.js';
import { MemoryTracking } from './memory-tracking.js';

/** The stores of one installation in memory: they write to one outbox and one collection of dead letters. */
export interface MemoryStores {
  readonly ledger: MemoryLedger;
  readonly tracking: MemoryTracking;
  readonly engines: MemoryEngines;
  readonly outbox: MemoryOutbox;
  readonly policies: MemoryPolicies;
  readonly deadLetters: MemoryDeadLetters;
  readonly replays: MemoryReplays;
  readonly collectors: MemoryCollector;
  readonly conservation: MemoryConservation;
  readonly settlements: MemorySettlements;
  readonly systemicRisk: MemorySystemicRisk;
}

/** Empty stores. */
export function createMemoryStores(): MemoryStores {
  const outbox = new MemoryOutbox();
  const deadLetters = new MemoryDeadLetters();
  const ledger = new MemoryLedger(outbox, deadLetters);
  return {
    ledger,
    tracking: new MemoryTracking(ledger),
    engines: new MemoryEngines(outbox, deadLetters),
    outbox,
    policies: new MemoryPolicies(outbox),
    deadLetters,
    replays: new MemoryReplays(),
    collectors: new MemoryCollector(() => ledger.followedChains()),
    conservation: new MemoryConservation(outbox),
    settlements: new MemorySettlements(ledger),
    systemicRisk: new MemorySystemicRisk(outbox),
  };
}
