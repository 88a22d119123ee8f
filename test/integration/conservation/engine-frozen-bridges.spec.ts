import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { createStores, type Stores } from '@causeway/adapters/store-postgres';
import type { EngineStore } from '@causeway/application/ports';
import { fromUnixSeconds, type BridgeId } from '@causeway/domain/units';
import { testDatabase, type TestDatabase } from '@causeway/platform/testkit';

let database: TestDatabase;
let stores: Stores;
beforeAll(async () => {
  database = await testDatabase();
  stores = createStores(database.pool);
});
afterAll(async () => {
  await stores.close();
  await database.drop();
});

const NOTHING = {
  accounts: [],
  cases: [],
  prices: [],
  priceSeq: 0,
  cursors: new Map(),
  deadLetters: [],
  outbox: [],
};
const bridges = (...ids: readonly string[]) => new Set(ids as readonly BridgeId[]);

describe.each<{ name: string; open: () => EngineStore }>([
  { name: 'in memory', open: () => createMemoryStores().engines },
  { name: 'in PostgreSQL', open: () => stores.engines },
])("an engine's checkpoint $name", ({ open }) => {
  it('keeps the frozen bridges until a commit says otherwise, for its partition alone', async () => {
    const engines = open();
    const lease = await engines.claim(3, 'ada', fromUnixSeconds(1_700_000_000), 10);
    if (lease === undefined) throw new Error('the partition is taken');
    expect((await engines.load(3)).frozenBridges).toBeUndefined();
    await engines.commit(lease, { ...NOTHING, frozenBridges: bridges('across', 'cctp') });
    await engines.commit(lease, NOTHING);
    expect((await engines.load(3)).frozenBridges).toEqual(bridges('across', 'cctp'));
    expect((await engines.load(4)).frozenBridges).toBeUndefined();
    await engines.commit(lease, { ...NOTHING, frozenBridges: bridges('cctp') });
    expect((await engines.load(3)).frozenBridges).toEqual(bridges('cctp'));
    await engines.commit(lease, { ...NOTHING, frozenBridges: bridges() });
    expect((await engines.load(3)).frozenBridges).toBeUndefined();
  });
});
