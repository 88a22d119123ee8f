import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KafkaEventLog } from '@causeway/adapters/event-log-kafka';
import type { EventLog } from '@causeway/application/ports';
import { findKafkaProvider, startKafkaBroker, type KafkaBroker } from '@causeway/platform/kafka-broker';
import { temporaryFolder } from '@causeway/platform/testkit';
import type { ISocketFactory } from 'kafkajs';
import { describeEventLog } from './contract.js';
import { eventually, numbered, pause, Received, unique, type EventLogHarness } from './harness.js';

// eslint-disable-next-line no-restricted-syntax -- a test has no composition root that could hand it on
const configuredBrokers = process.env['KAFKA_BROKERS'];
const cacheDirectory = path.resolve('.cache', 'kafka');
const provider = findKafkaProvider(configuredBrokers, cacheDirectory);
const skipped = 'unavailable' in provider ? provider.unavailable : undefined;

/** A network that can be cut. */
class CuttableNetwork {
  #isCut = false;
  readonly #sockets = new Set<net.Socket>();

  readonly socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    // A port that nothing listens on, while the network is cut.
    const socket = net.connect({ host, port: this.#isCut ? 1 : port }, onConnect);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  };

  cut(): void {
    this.#isCut = true;
    // With an error, because kafkajs takes no notice of a socket that merely closes.
    for (const socket of this.#sockets) socket.destroy(new Error('the test cut the network'));
  }

  mend(): void {
    this.#isCut = false;
  }
}

interface Connection {
  readonly log: KafkaEventLog;
  readonly network: CuttableNetwork;
}

interface KafkaHarness extends EventLogHarness {
  open(): Connection;
  readonly sessionTimeoutMilliseconds: number;
}

const folder = temporaryFolder();
let starting: Promise<KafkaBroker> | undefined;

async function startBroker(): Promise<KafkaBroker> {
  const broker = await startKafkaBroker({ directory: folder.path, cacheDirectory, configuredBrokers });
  if ('unavailable' in broker) throw new Error(broker.unavailable);
  return broker;
}

afterAll(async () => {
  await (await starting)?.stop();
  folder.remove();
}, 60_000);

async function openHarness(): Promise<KafkaHarness> {
  starting ??= startBroker();
  const broker = await starting;
  // Only our own broker allows sessions shorter than 6 s.
  const sessionTimeoutMilliseconds = broker.provider === 'configured' ? 6_000 : 1_500;
  const connections: Connection[] = [];
  const open = (): Connection => {
    const network = new CuttableNetwork();
    const log = new KafkaEventLog({
      brokers: broker.brokers,
      clientId: 'causeway-test',
      sessionTimeoutMilliseconds,
      socketFactory: network.socketFactory,
    });
    const connection = { log, network };
    connections.push(connection);
    return connection;
  };
  return {
    open,
    sessionTimeoutMilliseconds,
    connect: async () => open().log,
    crash: async (log: EventLog) => connections.find((each) => each.log === log)?.network.cut(),
    progress: async () => undefined,
    close: async () => {
      for (const { network } of connections) network.mend();
      await Promise.all(connections.map(({ log }) => log.close()));
    },
  };
}

describeEventLog({
  name: 'the event log on Kafka',
  open: openHarness,
  runs: 4,
  ...(skipped === undefined ? {} : { skipped }),
});

(skipped === undefined ? describe : describe.skip)('the event log on Kafka, of itself', () => {
  let harness: KafkaHarness;
  beforeAll(async () => {
    harness = await openHarness();
  }, 180_000);
  afterAll(() => harness.close(), 60_000);

  it('refuses the commit of a member that was cut off, and takes it back as a new one', async () => {
    const { log, network } = harness.open();
    const topic = unique('fenced');
    await log.ensureTopics([{ topic, partitions: 1 }]);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const cutOff = new Received();
    const request = { group: topic, topics: [topic], maximumBatch: 10 };
    const consuming = await log.consume({
      ...request,
      handle: async (batch) => {
        await cutOff.handle(batch);
        if (cutOff.batches.length === 1) await held;
      },
    });
    await log.append(topic, numbered('a', 3));
    await eventually(harness, 'the first member holds the batch', () => cutOff.batches.length === 1);
    network.cut();

    const other = harness.open().log;
    const heir = new Received();
    const inheriting = await other.consume({ ...request, handle: heir.handle });
    await eventually(harness, 'the heir has it', () => heir.records.length === 3);
    await other.append(topic, numbered('a', 2, 3));
    await eventually(harness, 'the heir goes on', () => heir.records.length === 5);
    network.mend();
    release();
    await pause(harness.sessionTimeoutMilliseconds);
    expect(await other.committedOffsets(topic, topic)).toEqual(new Map([[0, 5n]]));

    await inheriting.stop();
    await other.append(topic, numbered('a', 1, 5));
    await eventually(harness, 'the first member is back', () =>
      cutOff.records.some(({ offset }) => offset === 5n),
    );
    expect(cutOff.records.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 5n]);
    await consuming.stop();
  });

  it('appends again after its connections broke', async () => {
    const { log, network } = harness.open();
    const topic = unique('reconnect');
    await log.ensureTopics([{ topic, partitions: 1 }]);
    await log.append(topic, numbered('a', 1));
    network.cut();
    network.mend();
    await log.append(topic, numbered('a', 1, 1));
    expect(await log.endOffsets(topic)).toEqual(new Map([[0, 2n]]));
  });
});
