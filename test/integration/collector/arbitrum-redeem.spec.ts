import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ViemChains } from '@causeway/adapters/chains-viem';
import { RetryableError } from '@causeway/application/ports';
import { evmChain, expectOk, parseHash } from '@causeway/domain/units';
import { startRpcProxy, type RpcProxy } from './rpc-proxy.js';

const ARBITRUM_ONE = evmChain(42_161);
// The ticket and its redeem: OffchainLabs/arbitrum-sdk, packages/sdk/tests/fixtures/tracing (Apache-2.0). The form
// of the answers: OffchainLabs/go-ethereum, internal/ethapi, RPCTransaction and marshalReceipt.
const REDEEM = expectOk(parseHash('0x0131dbbdfbf4c9b34a9e87373c2011c6bc735fc91050a501a697a5803a188dce'));
const TICKET = '0xface0b922e615b16ca20e4d7de668fa9f8010203b5dda69ebe433e7585821cf5';
const receipt = {
  type: '0x68',
  transactionHash: REDEEM,
  blockNumber: '0x19c4f2a1',
  blockHash: `0x${'0c'.repeat(32)}`,
  logs: [],
};

describe('an Arbitrum redeem transaction', () => {
  let node: RpcProxy;
  let chains: ViemChains;
  beforeAll(async () => {
    node = await startRpcProxy('http://127.0.0.1:9');
    chains = new ViemChains({
      endpoints: new Map([[ARBITRUM_ONE, [node.url]]]),
      timeoutMilliseconds: 2_000,
      onFailure: () => undefined,
    });
  });
  afterAll(() => node.close());

  const answering = (answers: Readonly<Record<string, unknown>>): void => {
    node.answer = async ({ method }) => ({ eth_chainId: '0xa4b1', ...answers })[method];
  };

  it('names the ticket it carries out, which none of its logs does', async () => {
    answering({ eth_getTransactionReceipt: receipt, eth_getTransactionByHash: { ticketId: TICKET } });
    const [transaction] = expectOk(await chains.transactions(ARBITRUM_ONE, [REDEEM]));
    expect(transaction?.redeemsTicket).toBe(TICKET);
  });

  it('is not taken without its ticket', async () => {
    answering({ eth_getTransactionReceipt: receipt, eth_getTransactionByHash: { hash: REDEEM } });
    await expect(chains.transactions(ARBITRUM_ONE, [REDEEM])).rejects.toThrow(RetryableError);
    await expect(chains.transactions(ARBITRUM_ONE, [REDEEM])).rejects.toThrow(/ticketId/);
  });

  it('is missing when the one node there is does not have it', async () => {
    answering({ eth_getTransactionReceipt: null });
    expect(await chains.transactions(ARBITRUM_ONE, [REDEEM])).toMatchObject({
      ok: false,
      failure: { code: 'MISSING_BLOCK' },
    });
  });
});
