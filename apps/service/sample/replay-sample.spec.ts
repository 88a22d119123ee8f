import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { startMarginEngineRole, startRelayRole, type Role } from '@causeway/adapters/roles';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { decodeEventText, encodeEventText, priceFormat, TOPICS } from '@causeway/adapters/wire';
import { ACCOUNT_EVENTS, CHAIN_LOGS, MARKET_PRICES } from '@causeway/application/ports';
import { setPositions } from '@causeway/application/set-positions';
import { decimal, expectOk } from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { open, peek } from '../../../test/fixtures/accounts.js';
import { directory } from '../../../test/fixtures/margin.js';
import { recogniseRecord } from '../../api/api-ports.js';
import { startSampleReplay } from './replay-sample.js';
import { readSample } from './sample-files.js';

const LOG = { info: () => undefined, warn: () => undefined };

/** A replay that had come to a record of the sample when an account was changed, and what would carry the change on. */
async function setUp(position: (records: number) => number) {
  const sample = await readSample('examples/sample', 'policies/house.json');
  const [seeded] = sample.desks.accounts;
  if (seeded === undefined) throw new Error('the sample has no account');
  const { account } = seeded;
  const broker = new MemoryBroker({ now: () => FIRST_MOMENT, choose: () => 0 });
  const eventLog = broker.connect();
  await eventLog.ensureTopics(TOPICS);
  const stores = createMemoryStores();
  await stores.replays.advance('sample', position(sample.track.length));
  await open(stores.ledger, account);
  const changed = seeded.positions.map((each) => ({ ...each, size: decimal('1') }));
  expectOk(await setPositions(stores.ledger, { account, positions: changed }, FIRST_MOMENT));
  const clock = () => FIRST_MOMENT;
  const parsers = { parsePublishedEvent: decodeEventText, parsePrice: priceFormat.decodeText };
  const partitions = [...(await eventLog.endOffsets(ACCOUNT_EVENTS)).keys()];
  const settings = { owner: 'ada', partitions, leaseSeconds: 10 };
  const { engines, outbox } = stores;
  return {
    ...{ account, changed, stores, eventLog, broker },
    replay: () => startSampleReplay({ eventLog, stores }, recogniseRecord, sample, { speed: 0 }, LOG),
    carryOn: async (): Promise<Role[]> => [
      await startRelayRole({ outbox, eventLog, encodeEvent: ({ event }) => encodeEventText(event) }, LOG),
      await startMarginEngineRole({ eventLog, engines, directory, ...parsers, clock }, settings, LOG),
    ],
  };
}

describe('startSampleReplay', () => {
  const running: Role[] = [];
  afterEach(async () => {
    for (const role of running.splice(0)) await role.stop();
  });

  it('leaves positions that were changed since the track began as they are', async () => {
    const { account, changed, stores, broker, replay, carryOn } = await setUp((records) => records);
    running.push(...(await carryOn()));
    const role = replay();
    running.push(role);
    let isFinished = false;
    void role.finished.then(() => (isFinished = true));
    while (!isFinished) {
      await broker.runUntilIdle();
      await pause(1);
    }
    expect((await peek(stores.ledger, { accounts: [account] })).accounts.get(account)?.positions).toEqual(
      changed,
    );
  });

  it('sends nothing before what was changed while it did not run has taken effect', async () => {
    const { stores, eventLog, replay } = await setUp(() => 1);
    const { outbox } = stores;
    const isAsked = new Promise<void>((resolve) => {
      const backlog = outbox.backlog.bind(outbox);
      outbox.backlog = () => {
        resolve();
        return backlog();
      };
    });
    running.push(replay());
    await isAsked;
    for (const topic of [MARKET_PRICES, CHAIN_LOGS]) {
      expect([...(await eventLog.endOffsets(topic)).values()].every((end) => end === 0n)).toBe(true);
    }
  });
});
