import { describe, expect, it } from '@jest/globals';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { CHAIN_LOGS, RetryableError, type EventLog } from '@causeway/application/ports';
import {
  batchOf,
  bridgeEvent,
  eventPorts,
  FIRST_MOMENT,
  transactionValue,
  walletOf,
} from '../../../test/fixtures/bridge-events.js';
import { retryDeadLetter, skipDeadLetter } from './index.js';

const departure = bridgeEvent({ message: '7', raw: 40n, sender: walletOf('atlas') }, 'initiated');
const undecodable = {
  logId: departure.logId,
  bridge: departure.bridge,
  code: 'MALFORMED_LOG' as const,
  message: 'too short',
};
const VALUE = transactionValue([departure], [undecodable]);
const command = { id: `${departure.logId}#MALFORMED_LOG`, by: 'ada', reason: 'the decoder was fixed' };

async function setUp() {
  const stores = createMemoryStores();
  const eventLog = new MemoryBroker({ now: () => FIRST_MOMENT }).connect();
  await eventLog.ensureTopics([{ topic: CHAIN_LOGS, partitions: 4 }]);
  const ingest = (from: bigint) =>
    ingestLogs({ ledger: stores.ledger, ...eventPorts }, batchOf([VALUE], { from }));
  await ingest(0n);
  const ports = { deadLetters: stores.deadLetters, eventLog, keyOf: (topic: string) => `key on ${topic}` };
  const appended = async (): Promise<bigint> =>
    [...(await eventLog.endOffsets(CHAIN_LOGS)).values()].reduce((sum, end) => sum + end, 0n);
  return { ...stores, ports, ingest, appended };
}

describe('retryDeadLetter', () => {
  it('appends the input once more, as it was, and records who asked and why', async () => {
    const { ports, deadLetters } = await setUp();
    const records: unknown[] = [];
    const eventLog: EventLog = {
      ...ports.eventLog,
      append: async (topic, appended) => void records.push([topic, appended]),
    };
    expect(await retryDeadLetter({ ...ports, eventLog }, command, FIRST_MOMENT)).toMatchObject({
      ok: true,
      value: { id: command.id, status: 'retried', decidedBy: 'ada', decisionReason: command.reason },
    });
    expect(records).toEqual([[CHAIN_LOGS, [{ key: 'key on chain.logs', value: VALUE, headers: {} }]]]);
    expect(await deadLetters.find(command.id)).toMatchObject({ status: 'retried', decidedBy: 'ada' });
  });

  it('lets the letter wait again when its input fails again, and repeats no effect of it', async () => {
    const { ports, ingest, deadLetters, ledger } = await setUp();
    await retryDeadLetter(ports, command, FIRST_MOMENT);
    expect(await ingest(1n)).toMatchObject({ applied: 0, duplicates: 1, refused: 1 });
    expect(await deadLetters.find(command.id)).toMatchObject({ status: 'waiting', offset: 1n });
    expect(ledger.allTransfers()).toHaveLength(1);
    expect((await retryDeadLetter(ports, command, FIRST_MOMENT)).ok).toBe(true);
  });

  it('does not lose a letter whose input fails again before the retry is recorded', async () => {
    const { ports, ingest, deadLetters } = await setUp();
    const eventLog: EventLog = { ...ports.eventLog, append: async () => void (await ingest(1n)) };
    expect((await retryDeadLetter({ ...ports, eventLog }, command, FIRST_MOMENT)).ok).toBe(true);
    expect(await deadLetters.find(command.id)).toMatchObject({ status: 'waiting', offset: 1n });
  });

  it('leaves the letter waiting when its input cannot be appended', async () => {
    const { ports, deadLetters } = await setUp();
    const eventLog: EventLog = {
      ...ports.eventLog,
      append: () => Promise.reject(new RetryableError('no log')),
    };
    await expect(retryDeadLetter({ ...ports, eventLog }, command, FIRST_MOMENT)).rejects.toThrow(
      RetryableError,
    );
    expect(await deadLetters.find(command.id)).toMatchObject({ status: 'waiting' });
  });
});

describe('skipDeadLetter', () => {
  it('gives the input up and appends nothing', async () => {
    const { ports, deadLetters, appended } = await setUp();
    expect(await skipDeadLetter(ports, command, FIRST_MOMENT)).toMatchObject({
      value: { status: 'skipped' },
    });
    expect(await deadLetters.find(command.id)).toMatchObject({ status: 'skipped', body: VALUE });
    expect(await appended()).toBe(0n);
  });
});

describe.each([
  ['retryDeadLetter', retryDeadLetter],
  ['skipDeadLetter', skipDeadLetter],
])('%s', (_, resolve) => {
  it.each([
    ['without a reason', { ...command, reason: ' ' }, 'MISSING_REASON', 'reason'],
    ['with a NUL in the reason', { ...command, reason: 'a\0b' }, 'MISSING_REASON', 'reason'],
    ['of an unknown letter', { ...command, id: 'unknown' }, 'UNKNOWN_DEAD_LETTER', 'id'],
  ])('refuses a decision %s', async (_name, refused, code, field) => {
    const { ports, deadLetters, appended } = await setUp();
    expect(await resolve(ports, refused, FIRST_MOMENT)).toMatchObject({
      ok: false,
      failure: { code, field },
    });
    expect(await deadLetters.find(command.id)).toMatchObject({ status: 'waiting' });
    expect(await appended()).toBe(0n);
  });

  it('refuses a letter that was decided before', async () => {
    const { ports, appended } = await setUp();
    await skipDeadLetter(ports, command, FIRST_MOMENT);
    expect(await resolve(ports, command, FIRST_MOMENT)).toMatchObject({
      failure: { code: 'DEAD_LETTER_DECIDED', field: 'id' },
    });
    expect(await appended()).toBe(0n);
  });

  it('refuses a letter that somebody else decides at the same time', async () => {
    const { ports, deadLetters } = await setUp();
    const overtaken = {
      find: async (id: string) => {
        const found = await deadLetters.find(id);
        await skipDeadLetter(ports, command, FIRST_MOMENT);
        return found;
      },
      decide: deadLetters.decide.bind(deadLetters),
    };
    expect(await resolve({ ...ports, deadLetters: overtaken }, command, FIRST_MOMENT)).toMatchObject({
      failure: { code: 'DEAD_LETTER_DECIDED' },
    });
  });
});
