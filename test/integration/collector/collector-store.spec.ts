import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { createStores, type Stores } from '@causeway/adapters/store-postgres';
import type { CollectorStore } from '@causeway/application/ports';
import { evmChain, expectOk, parseHash } from '@causeway/domain/units';
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

const hash = expectOk(parseHash(`0x${'1a'.repeat(32)}`));

describe.each<{ name: string; open: () => CollectorStore }>([
  { name: 'in memory', open: () => createMemoryStores().collectors },
  { name: 'in PostgreSQL', open: () => stores.collectors },
])('cursors of collectors $name', ({ open }) => {
  it('start once, move from where they stand and stay apart', async () => {
    const cursors = open();
    const [one, other] = [evmChain(1), evmChain(10)];
    expect(await cursors.cursor(one)).toBeUndefined();
    expect(await cursors.advance(one, 5n, { nextBlock: 9n })).toBe(false);
    expect(await cursors.advance(one, undefined, { nextBlock: 5n })).toBe(true);
    expect(await cursors.advance(one, undefined, { nextBlock: 6n })).toBe(false);
    expect(await cursors.cursor(one)).toEqual({ nextBlock: 5n });
    const moved = { nextBlock: 9_007_199_254_740_993n, previousHash: hash };
    expect(await cursors.advance(one, 5n, moved)).toBe(true);
    expect(await cursors.advance(one, 5n, { nextBlock: 7n })).toBe(false);
    expect(await cursors.cursor(one)).toEqual(moved);
    expect(await cursors.cursor(other)).toBeUndefined();
  });
});
