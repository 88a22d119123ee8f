import { afterEach, describe, expect, it } from '@jest/globals';
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
import type { Role } from './role.js';
import { startTrackingRole } from './tracking-role.js';

const slow: Journey = { message: '7', raw: 40n };
/** Its departure shows how far the layer has been read where the slow one should arrive. */
const back: Journey = { message: '9', raw: 1n, source: OPTIMISM, destination: ETHEREUM };

let role: Role | undefined;
afterEach(async () => {
  await role?.stop();
  role = undefined;
});

async function setUp() {
  const { ledger, tracking, outbox } = createMemoryStores();
  const said: (readonly [string, object])[] = [];
  const counted: string[] = [];
  const read = (journey: Journey, second: number) =>
    ingestLogs(
      { ledger, ...eventPorts },
      batchOfEvents(bridgeEvent(journey, 'initiated', addSeconds(FIRST_MOMENT, second))),
    );
  role = await startTrackingRole(
    {
      ...{ tracking, outbox, network: NETWORK },
      observe: { alerted: (bridge, punctuality) => counted.push(`${bridge} ${punctuality}`) },
    },
    {
      info: (facts, message) => said.push([`info: ${message}`, facts]),
      warn: (facts, message) => said.push([`warn: ${message}`, facts]),
    },
  );
  const eventually = async (count: number): Promise<void> => {
    for (let tries = 0; said.length < count && tries < 500; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { read, said, counted, eventually };
}

describe('startTrackingRole', () => {
  it('warns of what is stuck, tells what is late, and counts both', async () => {
    const { read, said, counted, eventually } = await setUp();
    const transfer = transferId(ACROSS, ETHEREUM, '7');
    await read(slow, 0);
    await read(back, 100);
    await eventually(1);
    expect(said).toEqual([
      [
        'info: a transfer is no longer on time',
        { transfer, punctuality: 'late', since: '2022-01-01T01:21:32.000Z', nextStep: 'deliver' },
      ],
    ]);
    await read({ ...back, message: '10' }, 4_000);
    await eventually(2);
    expect(said[1]).toMatchObject(['warn: a transfer is stuck', { transfer, punctuality: 'stuck' }]);
    expect(counted.slice(0, 2)).toEqual(['across late', 'across stuck']);
  });

  it('rests while nothing is under way, and stops', async () => {
    const { said } = await setUp();
    await role?.stop();
    await role?.finished;
    expect(said).toEqual([]);
    role = undefined;
  });
});
