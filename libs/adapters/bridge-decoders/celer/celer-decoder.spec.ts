import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { celerEvents } from './abi.js';

const ETHEREUM = '0x5427fefa711eff984124bfbb1ab6fbf5e3da1820';
const ARBITRUM = '0x1619de6b6b20ed217a58d00f37b9d47c7663feca';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const ARBITRUM_USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const SENDER = `0x${'a1'.repeat(20)}` as const;
const RECEIVER = `0x${'b2'.repeat(20)}` as const;
const ID = `0x${'e5'.repeat(32)}` as const;
const OTHER_ID = `0x${'f6'.repeat(32)}` as const;
const wallets = { sender: SENDER, receiver: RECEIVER };

describe('celerDecoder', () => {
  it('joins the legs by the id of the source, which the destination names beside its own', () => {
    const request = { dstChainId: 42_161n, nonce: 1n, maxSlippage: 5_000 };
    const sent = encodedLog(
      celerEvents,
      'Send',
      { transferId: ID, ...wallets, token: USDC, amount: 100n, ...request },
      { logIndex: 1, address: ETHEREUM },
    );
    const relayed = encodedLog(
      celerEvents,
      'Relay',
      {
        transferId: OTHER_ID,
        ...wallets,
        token: ARBITRUM_USDC,
        amount: 99n,
        srcChainId: 1n,
        srcTransferId: ID,
      },
      { logIndex: 1, address: ARBITRUM },
    );
    expect(decodeTransaction(transactionWith(1, [sent]), NETWORK).events).toMatchObject([
      {
        bridge: 'celer',
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `celer/eip155:1/${ID}`,
        destinationChain: 'eip155:42161',
        sender: SENDER,
        recipient: RECEIVER,
        sent: { asset: `eip155:1/erc20:${USDC}`, raw: 100n },
      },
    ]);
    expect(decodeTransaction(transactionWith(42_161, [relayed]), NETWORK).events).toMatchObject([
      {
        step: 'finalised',
        emitter: 'known-contract',
        transfer: `celer/eip155:1/${ID}`,
        received: { asset: `eip155:42161/erc20:${ARBITRUM_USDC}`, raw: 99n },
      },
    ]);
  });
});
