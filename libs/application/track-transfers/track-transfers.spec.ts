import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { NETWORK } from '@causeway/domain/network';
import { addSeconds, transferId } from '@causeway/domain/units';
import {
  ACROSS,
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  type Journey,
} from '../../../test/fixtures/bridge-events.js';
import { trackTransfers } from './index.js';

const slow: Journey = { message: '7', raw: 40n };
const other: Journey = { message: '8', raw: 1n };
const back: Journey = { ...other, message: '9', source: OPTIMISM, destination: ETHEREUM };

/** Stores that have read a departure from Ethereum to OP Mainnet over Across: quartiles 10, 28 and 32 s. */
async function setUp() {
  const { ledger, tracking, outbox } = createMemoryStores();
  const read = (journey: Journey, step: 'initiated' | 'finalised', second: number) =>
    ingestLogs(
      { ledger, ...eventPorts },
      batchOfEvents(bridgeEvent(journey, step, addSeconds(FIRST_MOMENT, second))),
    );
  const track = () => trackTransfers({ tracking, network: NETWORK }, 100);
  const told = async () => {
    const events = await outbox.read(`transfer/${ACROSS}`, 0, 100);
    return events.flatMap(({ event }) =>
      event.type === 'transfer.changed' && event.cause.reference.startsWith('punctuality/')
        ? [{ id: event.transfer.id, cause: event.cause, tracking: event.transfer.tracking }]
        : [],
    );
  };
  await read(slow, 'initiated', 0);
  return { ledger, tracking, read, track, told };
}

const late = addSeconds(FIRST_MOMENT, 92);
const stuck = addSeconds(FIRST_MOMENT, 3_600);

describe('trackTransfers', () => {
  it('says nothing while the layer where it should arrive has not been read', async () => {
    const { read, track, told, tracking } = await setUp();
    await read(other, 'initiated', 1_000_000);
    expect(await tracking.hasDue()).toBe(false);
    expect(await track()).toEqual({ checked: 0, alerts: [] });
    expect(await told()).toEqual([]);
  });

  it('tells each change of punctuality once, at the instant of the timetable', async () => {
    const { read, track, told, tracking } = await setUp();
    await read(back, 'initiated', 100);
    expect(await tracking.hasDue()).toBe(true);
    const first = await track();
    expect(first).toMatchObject({ checked: 1, alerts: [{ id: transferId(ACROSS, ETHEREUM, '7') }] });
    expect(await tracking.hasDue()).toBe(false);
    expect(await track()).toEqual({ checked: 0, alerts: [] });
    await read({ ...back, message: '10' }, 'initiated', 4_000);
    await track();
    expect(await told()).toMatchObject([
      { cause: { reference: 'punctuality/late', at: late }, tracking: { since: late, nextCheckAt: stuck } },
      { cause: { reference: 'punctuality/stuck', at: stuck }, tracking: { since: stuck } },
    ]);
  });

  it('leaves out what was passed over while nobody looked', async () => {
    const { read, track, told } = await setUp();
    await read(back, 'initiated', 4_000);
    await track();
    expect(await told()).toMatchObject([{ cause: { reference: 'punctuality/stuck', at: stuck } }]);
  });

  it('looks no more at what has arrived', async () => {
    const { read, track, told, ledger } = await setUp();
    await read(slow, 'finalised', 5_000);
    expect(await track()).toEqual({ checked: 0, alerts: [] });
    expect(await told()).toEqual([]);
    expect(ledger.allTransfers()[0]).not.toHaveProperty('tracking');
  });

  it('keeps a clock where it is when older blocks are read again', async () => {
    const { read, track } = await setUp();
    await read(back, 'initiated', 100);
    await read({ ...back, message: '10' }, 'initiated', 10);
    expect((await track()).checked).toBe(1);
  });

  it('moves no units and changes no account', async () => {
    const { read, track, ledger } = await setUp();
    await read(back, 'initiated', 4_000);
    const before = ledger.postings().length;
    await track();
    expect(ledger.postings()).toHaveLength(before);
  });
});
