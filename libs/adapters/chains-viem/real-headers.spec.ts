import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { evmChain, expectOk, parseHash, type ChainId } from '@causeway/domain/units';
import { blocksThatMayHideLogs, checkBlooms } from './check-bloom.js';
import { checkHeaders } from './check-headers.js';
import { checkAgainstReceipts, checkReceiptsRoot } from './check-receipts.js';
import {
  blockReceiptsAnswer,
  ethereumBlockAnswer,
  receiptAnswer,
  type ChainBlock,
} from './json-rpc-answers.js';
import { stateSyncHash } from './state-sync.js';

/**
 * Real blocks from a folder that is not part of the project. The checks are tested against the blocks of real nodes
 * without it, but not against those of all chains.
 */
const DATA = '../shared/data';
const present = existsSync(`${DATA}/receipts_bridge.json`);
const describeReal = present ? describe : describe.skip;
if (!present) console.warn('skipped: the real headers are not there');
const read = (name: string): unknown => JSON.parse(readFileSync(`${DATA}/${name}`, 'utf8'));

interface BridgeReceipts {
  readonly receipts: readonly {
    readonly chainId: number;
    readonly txHash: string;
    readonly blockHash: string;
    readonly logs: readonly { readonly logIndex: number }[];
  }[];
  readonly blockHeaders: Readonly<Record<string, { readonly hash: string }>>;
}

const hexadecimal = (number: number): string => `0x${number.toString(16)}`;

function bridgeBlocks(): readonly { readonly chain: ChainId; readonly block: ChainBlock }[] {
  const { blockHeaders } = read('receipts_bridge.json') as BridgeReceipts;
  return Object.entries(blockHeaders).flatMap(([key, header]) => {
    const chain = evmChain(Number(key.split(':')[0]));
    const parsed = ethereumBlockAnswer.safeParse(header);
    return parsed.success && parsed.data !== null ? [{ chain, block: parsed.data }] : [];
  });
}

describeReal('the checks on real blocks', () => {
  it('accept the headers of eight chains, except those of Gnosis from before it had Ethereum’s', () => {
    const blocks = bridgeBlocks();
    const { blockHeaders } = read('receipts_bridge.json') as BridgeReceipts;
    const refused = Object.keys(blockHeaders).length - blocks.length;
    expect(refused).toBe(2);
    expect(new Set(blocks.map(({ chain }) => chain)).size).toBe(8);
    for (const { chain, block } of blocks) expect(checkHeaders(chain, [block])).toEqual({ ok: true });
  });

  it('find every bridge log in the bloom filter of its block, but for the deposits into Polygon PoS', () => {
    const { receipts } = read('receipts_bridge.json') as BridgeReceipts;
    const byHash = new Map(bridgeBlocks().map((each) => [each.block.header.hash, each]));
    let ruledOut = 0;
    for (const receipt of receipts) {
      const found = byHash.get(expectOk(parseHash(receipt.blockHash)));
      if (found === undefined) continue;
      const { chain, block } = found;
      const { transaction } =
        receiptAnswer.parse({
          transactionHash: receipt.txHash,
          blockHash: receipt.blockHash,
          blockNumber: `0x${block.header.number.toString(16)}`,
          logs: receipt.logs.map((log) => ({ ...log, logIndex: hexadecimal(log.logIndex) })),
        }) ?? {};
      if (transaction === undefined) throw new Error('a receipt was parsed');
      const blocks = new Map([[block.header.number, block]]);
      expect(checkBlooms(chain, blocks, [transaction])).toEqual({ ok: true });
      const isDerived =
        stateSyncHash(chain, block.header.number, block.header.hash) === transaction.transactionHash;
      // On a chain without such deposits the same logs would be a contradiction.
      if (isDerived) expect(checkBlooms(evmChain(1), blocks, [transaction]).ok).toBe(false);
      if (isDerived) ruledOut += 1;
    }
    expect(ruledOut).toBe(1);
  });

  it('recompute the receipts root of a block of Ethereum, and notice what is left out of it', async () => {
    const { header, receipts } = read('full_block_with_receipts.json') as {
      readonly header: unknown;
      readonly receipts: readonly object[];
    };
    const chain = evmChain(1);
    const block = ethereumBlockAnswer.parse(header);
    if (block === null) throw new Error('a block was parsed');
    const all = blockReceiptsAnswer.parse(
      receipts.map((receipt) => ({ ...receipt, blockHash: block.header.hash })),
    );
    if (all === null) throw new Error('receipts were parsed');
    expect(await checkReceiptsRoot(chain, block, all)).toEqual({ ok: true });
    expect(await checkReceiptsRoot(chain, block, all.slice(1))).toMatchObject({
      failure: { code: 'RECEIPTS_ROOT_MISMATCH' },
    });
    const emitter = all.flatMap(({ logs }) => logs)[0]?.address;
    if (emitter === undefined) throw new Error('the block has a log');
    expect(blocksThatMayHideLogs([block], [emitter], [])).toEqual([block]);
    expect(checkAgainstReceipts(chain, block, all, new Set([emitter]), new Map())).toMatchObject({
      failure: { code: 'LOGS_OMITTED' },
    });
    expect(checkAgainstReceipts(chain, block, all, new Set(), new Map())).toEqual({ ok: true });
  });
});
