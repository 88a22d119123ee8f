import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { createStores } from '@causeway/adapters/store-postgres';
import { decodeChainRecordText } from '@causeway/adapters/wire';
import { ingestLogs } from '@causeway/application/ingest-logs';
import type { ConservationStore, LedgerStore, OutboxStore } from '@causeway/application/ports';
import { closeAlert, watchLegs } from '@causeway/application/watch-conservation';
import { rulesOfNetwork } from '@causeway/domain/conservation';
import { NETWORK } from '@causeway/domain/network';
import { expectOk, parseAddress, type UnixMilliseconds } from '@causeway/domain/units';
import { testDatabase } from '@causeway/platform/testkit';
import { batchOf } from '../../fixtures/bridge-events.js';

const THEFT = readFileSync('examples/conservation/nomad-theft.ndjson', 'utf8').trimEnd().split('\n');
const SAMPLE = readFileSync('examples/sample/bridge-logs.ndjson', 'utf8').trimEnd().split('\n');
const rules = rulesOfNetwork(NETWORK, {
  patienceSeconds: 21_600,
  clockToleranceSeconds: 60,
  openingSeconds: 90 * 86_400,
});
const NOW = 1_700_000_000_000 as UnixMilliseconds;

interface Opened {
  readonly ledger: LedgerStore;
  readonly conservation: ConservationStore;
  readonly outbox: Pick<OutboxStore, 'read'>;
  readonly close: () => Promise<void>;
}

async function openPostgres(): Promise<Opened> {
  const database = await testDatabase();
  const stores = createStores(database.pool);
  return {
    ...stores,
    close: async () => {
      await stores.close();
      await database.drop();
    },
  };
}

describe.each([
  {
    name: 'in memory',
    open: () => Promise.resolve<Opened>({ ...createMemoryStores(), close: () => Promise.resolve() }),
  },
  { name: 'in PostgreSQL', open: openPostgres },
])('the monitor behind the books $name', ({ open }) => {
  let stores: Opened;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(() => stores.close());

  /** Applies records to the books as an engine process does, from a place in the log on. */
  const ingest = (lines: readonly string[], from = 0) =>
    ingestLogs(
      {
        ledger: stores.ledger,
        parseRecord: decodeChainRecordText,
        decodeTransaction: (transaction) => decodeTransaction(transaction, NETWORK),
        network: NETWORK,
      },
      batchOf(lines, { from: BigInt(from) }),
    );
  const watch = () => watchLegs({ conservation: stores.conservation, rules }, 100);
  const openAlerts = async () =>
    (await stores.conservation.alerts({ status: 'open' }, { first: 10 })).rows.map(
      ({ code, severity, asset, arrival }) => [code, severity, asset, arrival.amount, arrival.recipient],
    );
  const LOOT = [
    'UNEXPLAINED_ARRIVAL',
    'alarm',
    'BTC',
    10_000_000_000n,
    expectOk(parseAddress('0xa8c83b1b30291a3a1a118058b5445cc83041cd9d')),
  ];

  it('is quiet on the sample, and says what may have departed before it was watched', async () => {
    await ingest(SAMPLE);
    expect((await watch()).alerts).toEqual([]);
    expect(await stores.conservation.frozenBridges()).toEqual([]);
    const positions = await stores.conservation.positions();
    expect(
      positions.find(({ bridge, asset }) => bridge === 'arbitrum' && asset === 'ETH')?.position,
    ).toMatchObject({
      burned: 250_000_000_000_000_000n,
      released: 250_000_000_000_000_000n,
      unexplained: 0n,
    });
    expect(positions.every(({ position }) => position.unexplained === 0n)).toBe(true);
  });

  it('alarms on the theft of Nomad in its own record, freezes the bridge, and thaws it when told', async () => {
    await ingest(THEFT.slice(0, 4));
    expect(await watch()).toMatchObject({ events: 4, alerts: [] });
    await ingest(THEFT.slice(4, 5), 4);
    const { alerts } = await watch();
    expect(alerts.map(({ isFrozen }) => isFrozen)).toEqual([true]);
    expect(await openAlerts()).toEqual([LOOT]);
    expect(await stores.conservation.frozenBridges()).toEqual(['nomad']);
    const [bitcoin] = (await stores.conservation.positions()).filter(({ asset }) => asset === 'BTC');
    expect(bitcoin?.position).toMatchObject({ released: 10_000_000_000n, unexplained: 10_000_000_000n });

    const [alert] = alerts;
    const command = { alert: alert?.alert.id ?? '', by: 'ada', reason: 'settled with the bridge' };
    expectOk(await closeAlert({ conservation: stores.conservation, rules }, command, NOW));
    expect(await stores.conservation.frozenBridges()).toEqual([]);
    const told = await stores.outbox.read('bridge/nomad', 0, 10);
    expect(told.map(({ event }) => event.type === 'bridge.alerted' && event.isFrozen)).toEqual([true, false]);
  });

  it('takes each record in once, delivered as often as may be, by as many as may be', async () => {
    await ingest(THEFT);
    await ingest(THEFT);
    await ingest(THEFT.slice(2), 2);
    const watched = await Promise.all([watch(), watch(), watch()]);
    await watch();
    expect(watched.reduce((sum, { events }) => sum + events, 0)).toBe(6);
    expect(await openAlerts()).toEqual([LOOT]);
    expect(await stores.conservation.hasPendingLegs()).toBe(false);
    expect(await stores.outbox.read('bridge/nomad', 0, 10)).toHaveLength(1);
    expect(await stores.conservation.records()).toEqual([
      { chain: 'eip155:1', since: Date.parse('2022-01-11'), through: Date.parse('2022-08-01T21:33Z') },
      { chain: 'eip155:1284', since: Date.parse('2022-01-11'), through: Date.parse('2022-08-01T21:31Z') },
    ]);
  });
});
