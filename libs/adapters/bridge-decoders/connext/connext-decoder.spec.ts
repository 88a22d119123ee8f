import { describe, expect, it } from '@jest/globals';
import { pad } from 'viem';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { connextEvents } from './abi.js';

const ARBITRUM = '0xee9dec2712cce65174b561151701bf54b99c24c8';
const OPTIMISM = '0x8f7492de823025b4cfaab1d34c58963f2af5deda';
const ARBITRUM_USDC = '0xff970a61a04b1ca14834a43f5de4533ebddb5cc8';
const OPTIMISM_USDC = '0x7f5c764cbc14f9669b88837ca1490cca17c31607';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const RECIPIENT = `0x${'b2'.repeat(20)}` as const;
const ZERO = `0x${'0'.repeat(40)}` as const;
const ID = `0x${'e5'.repeat(32)}` as const;

const params = {
  originDomain: 1_634_886_255,
  destinationDomain: 1_869_640_809,
  canonicalDomain: 6_648_936,
  to: RECIPIENT,
  delegate: WALLET,
  receiveLocal: false,
  callData: '0x',
  slippage: 300n,
  originSender: WALLET,
  bridgedAmt: 99n,
  normalizedIn: 100n,
  nonce: 7n,
  canonicalId: pad('0x01', { size: 32 }),
} as const;

describe('connextDecoder', () => {
  it('joins the call and its execution', () => {
    const called = encodedLog(
      connextEvents,
      'XCalled',
      {
        transferId: ID,
        nonce: 7n,
        messageHash: pad('0x', { size: 32 }),
        params,
        asset: ARBITRUM_USDC,
        amount: 100n,
        local: ARBITRUM_USDC,
        messageBody: '0x',
      },
      { logIndex: 1, address: ARBITRUM },
    );
    const args = { params, routers: [], routerSignatures: [], sequencer: ZERO, sequencerSignature: '0x' };
    const executed = encodedLog(
      connextEvents,
      'Executed',
      {
        transferId: ID,
        to: RECIPIENT,
        asset: OPTIMISM_USDC,
        args,
        local: ZERO,
        amount: 98n,
        caller: ZERO,
      },
      { logIndex: 1, address: OPTIMISM },
    );
    expect(decodeTransaction(transactionWith(42_161, [called]), NETWORK).events).toMatchObject([
      {
        bridge: 'connext',
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `connext/eip155:42161/${ID}`,
        destinationChain: 'eip155:10',
        sender: WALLET,
        recipient: RECIPIENT,
        sent: { asset: `eip155:42161/erc20:${ARBITRUM_USDC}`, raw: 100n },
      },
    ]);
    expect(decodeTransaction(transactionWith(10, [executed]), NETWORK).events).toMatchObject([
      {
        step: 'finalised',
        emitter: 'known-contract',
        transfer: `connext/eip155:42161/${ID}`,
        recipient: RECIPIENT,
        received: { asset: `eip155:10/erc20:${OPTIMISM_USDC}`, raw: 98n },
      },
    ]);
  });

  it('has the topic that other indexers know', () => {
    // XCalled of the second version, as l2beat and the public registry of signatures list it.
    expect(
      encodedLog(
        connextEvents,
        'XCalled',
        {
          transferId: ID,
          nonce: 0n,
          messageHash: ID,
          params,
          asset: ZERO,
          amount: 0n,
          local: ZERO,
          messageBody: '0x',
        },
        { logIndex: 0, address: ARBITRUM },
      ).topics[0],
    ).toBe('0xed8e6ba697dd65259e5ce532ac08ff06d1a3607bcec58f8f0937fe36a5666c54');
  });
});
