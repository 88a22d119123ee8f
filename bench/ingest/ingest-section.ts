import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import {
  backingServicesVariables,
  openBackingServices,
  type BackingServices,
} from '@causeway/adapters/backing-services';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import type { EventRecord } from '@causeway/application/ports';
import { expectOk, parseAddress, type Address } from '@causeway/domain/units';
import { createPool } from '@causeway/platform/database';
import { startEmbeddedPostgres } from '@causeway/platform/embedded-postgres';
import { temporaryFolder } from '@causeway/platform/testkit';
import { rate, times, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';
import { bridgeTraffic } from './bridge-traffic.js';
import { insertLoop } from './insert-loop.js';
import { endToEnd, prepareBooks, untilDrained, withEngine } from './pipeline.js';
import { singleRecordLog } from './single-record-log.js';

const configuration = z.object(backingServicesVariables);
const ACCOUNTS = 100;
const TRANSFERS = 5_000;
/** One by one is slow; a part of the same events is enough to know its rate. */
const ONE_BY_ONE_EVENTS = 1_000;

/**
 * Bridge events from the event log through books, outbox and relay to the margin engines, on an embedded PostgreSQL
 * with the settings it ships with.
 */
export async function ingestSection(random: SeededRandom): Promise<Section> {
  const wallets = Array.from({ length: ACCOUNTS }, () =>
    expectOk(parseAddress(`0x${random.hexadecimal(40)}`)),
  );
  const records = bridgeTraffic(random, wallets, TRANSFERS).map((transaction): EventRecord => ({
    key: transaction.chain,
    value: transactionLogsFormat.encodeText(transaction),
    headers: {},
  }));
  const few = records.slice(0, ONE_BY_ONE_EVENTS);
  const folder = temporaryFolder();
  const server = await startEmbeddedPostgres({ directory: path.join(folder.path, 'postgres') });
  try {
    const inserted = await insertLoop(
      server.url,
      few.map(({ value }) => value),
    );
    const oneByOne = await measure(server.url, 'one_by_one', wallets, few, singly);
    const batched = await measure(server.url, 'batched', wallets, records, (services) => services);
    const title = `ingest: ${records.length} Across deposits and fills of ${ACCOUNTS} accounts, chain.logs to margin engine`;
    const baseline = 'one by one';
    return {
      title,
      figures: [
        {
          label: 'batches of up to 500 events',
          figure: rate(batched, 'events'),
          ratio: times(batched, oneByOne, baseline),
        },
        { label: `one transaction for each event (first ${few.length})`, figure: rate(oneByOne, 'events') },
        {
          label: `nothing but an INSERT for each event (first ${few.length})`,
          figure: rate(inserted, 'rows'),
          ratio: times(inserted, oneByOne, baseline),
        },
      ],
    };
  } finally {
    await server.stop();
    folder.remove();
  }
}

function singly(services: BackingServices): BackingServices {
  return { ...services, eventLog: singleRecordLog(services.eventLog) };
}

/** End-to-end events per second in a new database, after checking that every event took effect. */
async function measure(
  serverUrl: string,
  name: string,
  wallets: readonly Address[],
  records: readonly EventRecord[],
  adapt: (services: BackingServices) => BackingServices,
): Promise<number> {
  const opened = await openBackingServices(
    configuration.parse({ DATABASE_URL: await createDatabase(serverUrl, name) }),
    'bench',
    // A connection that breaks when the server stops is no news, and one that breaks before fails the run.
    { info: () => undefined, warn: () => undefined },
  );
  try {
    const services = adapt(opened);
    return await withEngine(services, async () => {
      await prepareBooks(services, wallets);
      await untilDrained(services);
      const perSecond = await endToEnd(services, records);
      await mustHaveApplied(opened.databaseUrl, records.length);
      return perSecond;
    });
  } finally {
    await opened.close();
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
}

/** Figures of a run that refused or lost events would be worth nothing. */
async function mustHaveApplied(databaseUrl: string, events: number): Promise<void> {
  const pool = createPool(databaseUrl, { onError: () => undefined, maximumConnections: 1 });
  const { rows } = await pool.query<{ applied: number; refused: number; told: number }>(
    `SELECT (SELECT count(*)::int FROM applied_log) AS applied,
            (SELECT count(*)::int FROM dead_letter) AS refused,
            (SELECT count(*)::int FROM outbox_event
             WHERE type = 'margin.changed' AND payload #>> '{state,accountSeq}' > '2') AS told`,
  );
  await pool.end();
  const [row] = rows;
  if (row?.applied === events && row.refused === 0 && row.told > 0) return;
  throw new Error(`of ${events} events ${row?.applied} were applied and ${row?.refused} refused`);
}
