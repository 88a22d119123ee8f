import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { createStores, type Stores } from '@causeway/adapters/store-postgres';
import type { CollectorCursor, CollectorStore } from '@causeway/application/ports';
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

const hashOf = (byte: string) => expectOk(parseHash(`0x${byte.repeat(32)}`));
const hash = hashOf('1a');

describe.each<{ name: string; open: () => CollectorStore }>([
  { name: 'in memory', open: () => createMemoryStores().collectors },
  { name: 'in PostgreSQL', open: () => stores.collectors },
])('cursors of collectors $name', ({ open }) => {
  it('start once, move from where they stand and stay apart', async () => {
    const cursors = open();
    const [one, other] = [evmChain(1), evmChain(10)];
    expect(await cursors.cursor(one)).toBeUndefined();
    expect(await cursors.advance(one, { nextBlock: 5n }, { nextBlock: 9n })).toBe(false);
    expect(await cursors.advance(one, undefined, { nextBlock: 5n })).toBe(true);
    expect(await cursors.advance(one, undefined, { nextBlock: 6n })).toBe(false);
    expect(await cursors.cursor(one)).toEqual({ nextBlock: 5n });
    const moved = { nextBlock: 9_007_199_254_740_993n, previousHash: hash };
    expect(await cursors.advance(one, { nextBlock: 5n }, moved)).toBe(true);
    expect(await cursors.advance(one, { nextBlock: 5n }, { nextBlock: 7n })).toBe(false);
    expect(await cursors.cursor(one)).toEqual(moved);
    expect(await cursors.cursor(other)).toBeUndefined();
  });

  it('remember the blocks that a chain may take back, also when it takes some back', async () => {
    const cursors = open();
    const chain = evmChain(8_453);
    const block = (number: bigint, byte: string) => ({ number, hash: hashOf(byte) });
    const standAt = async (from: CollectorCursor | undefined, to: CollectorCursor) => {
      expect(await cursors.advance(chain, from, to)).toBe(true);
      expect(await cursors.cursor(chain)).toEqual(to);
    };
    const begun = { nextBlock: 5n, previousHash: hashOf('04'), recent: [block(4n, '04')] };
    const [five, six] = [block(5n, '05'), block(6n, '06')];
    const grown = { nextBlock: 7n, previousHash: six.hash, recent: [...begun.recent, five, six] };
    const rewound = { nextBlock: 6n, previousHash: five.hash, recent: [...begun.recent, five] };
    const other = block(6n, '16');
    const moved = { nextBlock: 7n, previousHash: other.hash, recent: [five, other] };
    await standAt(undefined, begun);
    await standAt(begun, grown);
    await standAt(grown, rewound);
    await standAt(rewound, moved);
    expect(await cursors.advance(chain, grown, rewound)).toBe(false);
  });

  it('ask for no blocks while nobody lacks any', async () => {
    expect(await open().wantedBlocks(evmChain(1))).toBeUndefined();
  });
});
