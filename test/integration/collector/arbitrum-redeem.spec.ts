import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ViemChains } from '@causeway/adapters/chains-viem';
import { RetryableError, type RangeReading } from '@causeway/application/ports';
import { evmChain, expectOk, parseAddress, parseHash, type Result } from '@causeway/domain/units';
import { startRpcProxy, type RpcProxy } from './rpc-proxy.js';

const ARBITRUM_ONE = evmChain(42_161);
// The ticket and its redeem: OffchainLabs/arbitrum-sdk, packages/sdk/tests/fixtures/tracing (Apache-2.0). The form
// of the answers: OffchainLabs/go-ethereum, internal/ethapi, RPCTransaction and marshalReceipt.
const REDEEM = expectOk(parseHash('0x0131dbbdfbf4c9b34a9e87373c2011c6bc735fc91050a501a697a5803a188dce'));
const TICKET = '0xface0b922e615b16ca20e4d7de668fa9f8010203b5dda69ebe433e7585821cf5';
const BLOCK = 0x19c4f2a1n;
const EMITTER = expectOk(parseAddress(`0x${'0d'.repeat(20)}`));
const place = { transactionHash: REDEEM, blockNumber: '0x19c4f2a1', blockHash: `0x${'0c'.repeat(32)}` };
const log = { logIndex: '0x0', address: EMITTER, topics: [], data: '0x' };
const receipt = { type: '0x68', ...place, logs: [log] };
const blockAndLogs = {
  eth_chainId: '0xa4b1',
  eth_getBlockByNumber: {
    number: place.blockNumber,
    hash: place.blockHash,
    parentHash: `0x${'0b'.repeat(32)}`,
    timestamp: '0x64',
  },
  eth_getLogs: [{ ...place, ...log }],
};

describe('an Arbitrum redeem transaction', () => {
  let node: RpcProxy;
  let chains: ViemChains;
  beforeAll(async () => {
    node = await startRpcProxy('http://127.0.0.1:9');
    chains = new ViemChains({
      endpoints: new Map([[ARBITRUM_ONE, [node.url]]]),
      timeoutMilliseconds: 2_000,
      quorum: 1,
      verification: () => ({ everyHeader: true, receiptsRoot: true }),
      // The header of this block was made up around the transaction and has no hash of its own.
      ownHeaderRules: new Set([ARBITRUM_ONE]),
      patienceMilliseconds: () => 60_000,
      observer: { failed: () => undefined, disagreed: () => undefined, stalled: () => undefined },
    });
  });
  afterAll(() => node.close());

  const answering = (answers: Readonly<Record<string, unknown>>): void => {
    node.answer = async ({ method }) => ({ ...blockAndLogs, ...answers })[method];
  };

  const read = (): Promise<Result<RangeReading, string>> =>
    chains.readRange(ARBITRUM_ONE, {
      range: { from: BLOCK, to: BLOCK },
      emitters: [EMITTER],
      maximumTransactions: 10,
      everyHeader: false,
      mayChange: false,
    });

  it('names the ticket it carries out, which none of its logs does', async () => {
    answering({ eth_getTransactionReceipt: receipt, eth_getTransactionByHash: { ticketId: TICKET } });
    const [transaction] = expectOk(await read()).transactions;
    expect(transaction?.redeemsTicket).toBe(TICKET);
  });

  it('is not taken without its ticket', async () => {
    answering({ eth_getTransactionReceipt: receipt, eth_getTransactionByHash: { hash: REDEEM } });
    await expect(read()).rejects.toThrow(RetryableError);
    await expect(read()).rejects.toThrow(/ticketId/);
  });

  it('is missing when the one node there is does not have it', async () => {
    answering({ eth_getTransactionReceipt: null });
    expect(await read()).toMatchObject({
      ok: false,
      failure: { code: 'MISSING_BLOCK' },
    });
  });
});
