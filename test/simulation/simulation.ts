import { createHash } from 'node:crypto';
import { MemoryBroker, type MemoryEventLog } from '@causeway/adapters/event-log-memory';
import { createMemoryStores, type MemoryStores } from '@causeway/adapters/store-memory';
import { decodeRiskPolicy, encodeEventText, TOPICS } from '@causeway/adapters/wire';
import { activatePolicy, proposePolicy } from '@causeway/application/change-policy';
import { checkDrained } from '@causeway/application/check-drained';
import { openAccount } from '@causeway/application/open-account';
import { ACCOUNT_EVENTS, CHAIN_LOGS, RetryableError } from '@causeway/application/ports';
import { relayOutbox } from '@causeway/application/relay-outbox';
import { retryDeadLetter, skipDeadLetter } from '@causeway/application/resolve-dead-letter';
import { setPositions } from '@causeway/application/set-positions';
import { trackTransfers } from '@causeway/application/track-transfers';
import { watchLegs } from '@causeway/application/watch-conservation';
import { rulesOfNetwork } from '@causeway/domain/conservation';
import { NETWORK } from '@causeway/domain/network';
import { expectOk, type PolicyVersion, type UnixMilliseconds } from '@causeway/domain/units';
import { accountToOpen } from '../fixtures/accounts.js';
import { eventPorts, FIRST_MOMENT } from '../fixtures/bridge-events.js';
import { houseDocument } from '../fixtures/margin.js';
import { SeededRandom } from '../fixtures/seeded-random.js';
import { checkDrainedState, eventsOf, Invariants, STREAMS } from './invariants.js';
import { Mishaps, unreliableAppend, unreliableEngines, unreliableLedger } from './mishaps.js';
import { EngineProcess, IngestProcess } from './processes.js';
import { ACCOUNTS, Workload, type TopicRecord } from './workload.js';

/** Fewer partitions than in earnest, so that accounts share them. */
const PARTITIONS = 3;
const MAXIMUM_DRAINING_STEPS = 20_000;
const LEASE_MILLISECONDS = 6_000;
const RULES = rulesOfNetwork(NETWORK, {
  patienceSeconds: 21_600,
  clockToleranceSeconds: 60,
  openingSeconds: 90 * 86_400,
});

/**
 * The whole application in one thread on its adapters in memory. Every choice (what happens next, what fails, which
 * delivery comes first) and every instant comes from one seed, so that a run that failed can be run again.
 */
export class Simulation {
  readonly stores: MemoryStores = createMemoryStores();
  readonly mishaps: Mishaps;
  private readonly random: SeededRandom;
  private readonly workload: Workload;
  private readonly broker: MemoryBroker;
  private readonly eventLog: MemoryEventLog;
  private readonly invariants = new Invariants(this.stores);
  private readonly published: string[] = [];
  private now = FIRST_MOMENT;
  private ingest: IngestProcess[] = [];
  private engines: EngineProcess[] = [];
  private processes = 0;

  constructor(readonly seed: number) {
    this.random = new SeededRandom(seed);
    this.mishaps = new Mishaps(this.random);
    this.workload = new Workload(this.random);
    this.broker = new MemoryBroker({ now: () => this.now, choose: (count) => this.random.below(count) });
    this.eventLog = this.broker.connect();
  }

  /** Runs that many steps with all their mishaps, then without any until everything has taken effect. */
  async run(steps: number): Promise<void> {
    await this.eventLog.ensureTopics(
      TOPICS.map(({ topic, partitions }) => ({ topic, partitions: Math.min(partitions, PARTITIONS) })),
    );
    await this.eventLog.consume({
      group: 'witness',
      topics: TOPICS.map(({ topic }) => topic).filter((topic) => topic !== CHAIN_LOGS),
      maximumBatch: 50,
      handle: async ({ records }) => {
        for (const { headers, value } of records) this.published.push(`${headers['eventId'] ?? ''} ${value}`);
      },
    });
    for (let step = 0; step < steps; step += 1) {
      await this.step();
      await this.invariants.check();
    }
    await this.drain();
  }

  /** Everything that was said and done, as one hash. */
  async digest(): Promise<string> {
    const hash = createHash('sha256');
    for (const stream of STREAMS) {
      for (const { seq, event } of await eventsOf(this.stores, stream, 0)) {
        hash.update(`${stream}#${seq} ${encodeEventText(event)}\n`);
      }
    }
    for (const line of this.published) hash.update(`${line}\n`);
    for (const { id, status, offset } of this.stores.deadLetters.all())
      hash.update(`${id} ${status} ${offset}\n`);
    return hash.digest('hex');
  }

  /** The ids of all events on the topics, in the order in which they were first published. */
  publishedIds(): readonly string[] {
    return [...new Set(this.published.map((line) => line.slice(0, line.indexOf(' '))))].filter(
      (id) => id !== '',
    );
  }

  private async step(): Promise<void> {
    this.now = (this.now + this.random.below(700)) as UnixMilliseconds;
    const choice = this.random.below(100);
    if (choice < 20) await this.append(...this.workload.nextLogs(this.now));
    else if (choice < 30) await this.append(this.workload.nextPrice(this.now));
    else if (choice < 38) await this.command();
    else if (choice < 50) await this.relay();
    else if (choice < 54) this.crash();
    else if (choice < 64) await this.keepProcessesUp();
    else if (choice < 67) await this.track();
    else if (choice < 70) await this.watch(1 + this.random.below(5));
    else await this.broker.step();
  }

  private async append(...records: readonly TopicRecord[]): Promise<void> {
    for (const { topic, record } of records) await this.eventLog.append(topic, [record]);
  }

  private async command(): Promise<void> {
    const account = this.random.pick(ACCOUNTS);
    switch (this.random.below(4)) {
      case 0: {
        const raw = BigInt(this.random.below(90_000)) * 1_000_000n;
        await openAccount(this.stores.ledger, accountToOpen(account, raw), this.now);
        return;
      }
      case 1:
        return this.changePolicy();
      case 2:
        return this.resolveDeadLetter();
      default: {
        const positions = [this.workload.nextPosition()];
        await setPositions(this.stores.ledger, { account, positions }, this.now);
      }
    }
  }

  private async changePolicy(): Promise<void> {
    const ports = { policies: this.stores.policies, parsePolicy: decodeRiskPolicy };
    const document = {
      ...houseDocument,
      name: `Policy at ${this.now}`,
      margin: {
        ...houseDocument.margin,
        health: {
          ...houseDocument.margin.health,
          warning: `1.${this.random.below(5) + 1}`,
          target: `1.${this.random.below(3) + 6}`,
        },
      },
    };
    expectOk(await proposePolicy(ports, { document, by: 'ada' }, this.now));
    const versions = await this.stores.policies.all();
    const version = (1 + this.random.below(versions.length)) as PolicyVersion;
    await activatePolicy(ports, { version, by: 'grace' }, this.now);
  }

  private async resolveDeadLetter(): Promise<void> {
    const letters = this.stores.deadLetters.all();
    if (letters.length === 0) return;
    const command = { id: this.random.pick(letters).id, by: 'ada', reason: 'simulated' };
    const keyOf = (_topic: string, body: string): string => {
      const read = eventPorts.parseRecord(body);
      if (!read.ok) return 'eip155:1';
      const { kind, record } = read.value;
      return kind === 'balance-proof' ? record.evidence.chain : record.chain;
    };
    const ports = { deadLetters: this.stores.deadLetters, eventLog: this.eventLog, keyOf };
    await (this.random.oneIn(2)
      ? skipDeadLetter(ports, command, this.now)
      : retryDeadLetter(ports, command, this.now));
  }

  private async relay(): Promise<void> {
    const ports = {
      outbox: this.stores.outbox,
      eventLog: unreliableAppend(this.eventLog, this.mishaps),
      encodeEvent: ({ event }: Parameters<Parameters<typeof relayOutbox>[0]['encodeEvent']>[0]) =>
        encodeEventText(event),
    };
    await relayOutbox(ports, 1 + this.random.below(10)).catch((error: unknown) => {
      if (!(error instanceof RetryableError)) throw error;
    });
  }

  private crash(): void {
    const victims = this.random.oneIn(2) ? this.ingest : this.engines;
    const [victim] = victims.splice(this.random.below(Math.max(1, victims.length)), 1);
    victim?.kill();
  }

  /** Starts what is missing, and lets the engines ask for their partitions as they do from time to time. */
  private async keepProcessesUp(): Promise<void> {
    this.ingest = this.ingest.filter(({ isAlive }) => isAlive);
    if (this.ingest.length < 2) {
      const process = new IngestProcess(
        this.broker,
        unreliableLedger(this.stores.ledger, this.mishaps),
        this.mishaps,
      );
      await process.start();
      this.ingest.push(process);
    }
    if (this.engines.length < 2) {
      this.processes += 1;
      const engines = unreliableEngines(this.stores.engines, this.mishaps);
      this.engines.push(new EngineProcess(this.broker, engines, `process ${this.processes}`));
    }
    for (const process of this.random.shuffled(this.engines)) {
      for (let partition = 0; partition < PARTITIONS; partition += 1)
        await process.claim(partition, this.now);
    }
  }

  private async drain(): Promise<void> {
    this.mishaps.calmDown();
    const ports = { ...this.stores, eventLog: this.eventLog };
    for (let steps = 0; steps < MAXIMUM_DRAINING_STEPS; steps += 1) {
      await this.track();
      await this.watch(100);
      await this.relay();
      await this.broker.runUntilIdle();
      await this.invariants.check();
      if (await checkDrained(ports)) return checkDrainedState(this.stores, await this.partitionCount());
      // The leases of processes that died must expire before others get their partitions.
      this.now = (this.now + LEASE_MILLISECONDS / 3) as UnixMilliseconds;
      await this.keepProcessesUp();
    }
    throw new Error('the simulation does not come to rest');
  }

  private async track(): Promise<void> {
    await trackTransfers({ tracking: this.stores.tracking, network: NETWORK }, 3);
  }

  private async watch(maximum: number): Promise<void> {
    await watchLegs({ conservation: this.stores.conservation, rules: RULES }, maximum);
  }

  private async partitionCount(): Promise<number> {
    return (await this.eventLog.endOffsets(ACCOUNT_EVENTS)).size;
  }
}
