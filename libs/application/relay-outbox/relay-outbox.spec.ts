import { describe, expect, it } from '@jest/globals';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { encodeEventText, TOPICS } from '@causeway/adapters/wire';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { RetryableError, type EventLog, type StoredRecord } from '@causeway/application/ports';
import { ATLAS, BOREALIS, open } from '../../../test/fixtures/accounts.js';
import {
  batchOfEvents,
  bridgeEvent,
  eventPorts,
  FIRST_MOMENT,
  walletOf,
} from '../../../test/fixtures/bridge-events.js';
import { relayOutbox } from './index.js';

async function setUp() {
  const { ledger, outbox } = createMemoryStores();
  const broker = new MemoryBroker({ now: () => FIRST_MOMENT });
  const eventLog = broker.connect();
  await eventLog.ensureTopics(TOPICS);
  const records: StoredRecord[] = [];
  await eventLog.consume({
    group: 'reader',
    topics: TOPICS.map(({ topic }) => topic),
    maximumBatch: 100,
    handle: async (batch) => void records.push(...batch.records),
  });
  const ports = {
    outbox,
    eventLog,
    encodeEvent: ({ event }: Parameters<typeof encode>[0]) => encode({ event }),
  };
  await open(ledger, ATLAS, 100n);
  await open(ledger, BOREALIS);
  const move = { message: '7', raw: 5n, sender: walletOf(ATLAS), recipient: walletOf(BOREALIS) };
  await ingestLogs(
    { ledger, ...eventPorts },
    batchOfEvents(bridgeEvent(move, 'initiated'), bridgeEvent(move, 'finalised')),
  );
  return { broker, outbox, ports, records };
}

const encode = ({ event }: { event: Parameters<typeof encodeEventText>[0] }): string =>
  encodeEventText(event);
const eventIds = (records: readonly StoredRecord[], topic: string): unknown[] =>
  records.filter((record) => record.topic === topic).map(({ headers }) => headers['eventId']);

describe('relayOutbox', () => {
  it('publishes each event on the topic of its stream, keyed and numbered', async () => {
    const { broker, outbox, ports, records } = await setUp();
    expect(await relayOutbox(ports, 100)).toBe(9);
    await broker.runUntilIdle();
    expect(eventIds(records, 'transfer.events')).toEqual(['transfer/across#1', 'transfer/across#2']);
    const [event] = await outbox.read('account/atlas-main', 1, 1);
    if (event === undefined) throw new Error('no event');
    const record = records.find(({ headers }) => headers['eventId'] === 'account/atlas-main#2');
    expect(record).toMatchObject({
      topic: 'account.events',
      key: 'atlas-main',
      value: encodeEventText(event.event),
      headers: {
        eventId: 'account/atlas-main#2',
        stream: 'account/atlas-main',
        seq: '2',
        prevSeq: '1',
        type: 'account.changed',
      },
    });
    expect(await outbox.backlog()).toBe(0);
  });

  it('publishes a few at a time, in the order of each stream', async () => {
    const { broker, ports, records } = await setUp();
    const counts: number[] = [];
    for (let count = -1; count !== 0;) counts.push((count = await relayOutbox(ports, 3)));
    expect(counts).toEqual([3, 3, 3, 0]);
    await broker.runUntilIdle();
    const ofAtlas = eventIds(records, 'account.events').filter((id) =>
      String(id).startsWith('account/atlas'),
    );
    expect(ofAtlas).toEqual(['account/atlas-main#1', 'account/atlas-main#2', 'account/atlas-main#3']);
  });

  it('publishes again, under the same ids, what it could not mark as published', async () => {
    const { broker, ports, records } = await setUp();
    const appendedHalf: EventLog = {
      ...ports.eventLog,
      append: async (topic, appended) => {
        await ports.eventLog.append(topic, appended);
        throw new RetryableError('the answer was lost');
      },
    };
    await expect(relayOutbox({ ...ports, eventLog: appendedHalf }, 100)).rejects.toThrow(RetryableError);
    expect(await relayOutbox(ports, 100)).toBe(9);
    await broker.runUntilIdle();
    const ids = records.map(({ headers }) => headers['eventId']);
    expect(new Set(ids).size).toBe(9);
    expect(ids.length).toBeGreaterThan(9);
  });
});
