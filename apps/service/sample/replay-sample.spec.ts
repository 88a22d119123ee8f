import { describe, expect, it } from '@jest/globals';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { setPositions } from '@causeway/application/set-positions';
import { decimal, expectOk } from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { open, peek } from '../../../test/fixtures/accounts.js';
import { recogniseRecord } from '../../api/api-ports.js';
import { startSampleReplay } from './replay-sample.js';
import { readSample } from './sample-files.js';

describe('startSampleReplay', () => {
  it('leaves positions that were changed since the track began as they are', async () => {
    const sample = await readSample('examples/sample', 'policies/house.json');
    const [seeded] = sample.desks.accounts;
    if (seeded === undefined) throw new Error('the sample has no account');
    const { account } = seeded;
    const changed = seeded.positions.map((each) => ({ ...each, size: decimal('1') }));
    const stores = createMemoryStores();
    await open(stores.ledger, account);
    expectOk(await setPositions(stores.ledger, { account, positions: changed }, FIRST_MOMENT));
    await stores.replays.advance('sample', sample.track.length);
    const eventLog = new MemoryBroker({ now: () => FIRST_MOMENT, choose: () => 0 }).connect();
    const log = { info: () => undefined, warn: () => undefined };
    const replay = startSampleReplay({ eventLog, stores }, recogniseRecord, sample, { speed: 0 }, log);
    await replay.finished;
    expect((await peek(stores.ledger, { accounts: [account] })).accounts.get(account)?.positions).toEqual(
      changed,
    );
  });
});
