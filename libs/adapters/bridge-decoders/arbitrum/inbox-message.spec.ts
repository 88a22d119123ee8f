import { describe, expect, it } from '@jest/globals';
import { evmChain, expectOk, parseAddress } from '@causeway/domain/units';
import { parseEtherDeposit, parseRetryable } from './inbox-message.js';

/**
 * Two messages of Arbitrum One in September 2022 and the hashes of the transactions they became, from
 * OffchainLabs/arbitrum-sdk test fixtures (Apache-2.0): the fields of the L2 transaction, packed as inboxes do.
 */
const RETRYABLE_WORDS = [
  '00000000000000000000000009e9222e96e7b4ae2a407b98d48e330053351eee',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '00000000000000000000000000000000000000000000000000011193dd3e55c0',
  '0000000000000000000000000000000000000000000000000000f74d86d197c0',
  '000000000000000000000000036e1cea9772e2584e0a1d4c11abea2aeb9b188c',
  '000000000000000000000000036e1cea9772e2584e0a1d4c11abea2aeb9b188c',
  '000000000000000000000000000000000000000000000000000000000001782a',
  '0000000000000000000000000000000000000000000000000000000011e1a300',
  '00000000000000000000000000000000000000000000000000000000000002e4',
];
const RETRYABLE_CALLDATA = [
  '2e567b360000000000000000000000003affcca64c2a6f4e3b6bd9c64cd2c969efd1ecbe000000000000000000000000',
  'f25d1cea9772e2584e0a1d4c11abea2aeb9b077b000000000000000000000000f25d1cea9772e2584e0a1d4c11abea2a',
  'eb9b077b000000000000000000000000000000000000000000020ef86b21a6f5441f7b43000000000000000000000000',
  '00000000000000000000000000000000000000a000000000000000000000000000000000000000000000000000000000',
  '000002200000000000000000000000000000000000000000000000000000000000000040000000000000000000000000',
  '000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000',
  '000001a00000000000000000000000000000000000000000000000000000000000000060000000000000000000000000',
  '00000000000000000000000000000000000000e000000000000000000000000000000000000000000000000000000000',
  '000001600000000000000000000000000000000000000000000000000000000000000060000000000000000000000000',
  '000000000000000000000000000000000000002000000000000000000000000000000000000000000000000000000000',
  '0000000444534c4100000000000000000000000000000000000000000000000000000000000000000000000000000000',
  '000000000000000000000000000000000000006000000000000000000000000000000000000000000000000000000000',
  '00000020000000000000000000000000000000000000000000000000000000000000000444534c410000000000000000',
  '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000',
  '000000200000000000000000000000000000000000000000000000000000000000000012000000000000000000000000',
  '0000000000000000000000000000000000000000',
];
const RETRYABLE = `0x${RETRYABLE_WORDS.join('')}${RETRYABLE_CALLDATA.join('')}` as const;
const RETRYABLE_DELIVERED = {
  rollup: evmChain(42_161),
  messageNumber: 0x5026n,
  sender: expectOk(parseAddress('0xb4b8b6f88361f48403514059f1f16c8e78d61ffd')),
  baseFee: 0x268543609n,
};
const DEPOSIT_DELIVERED = {
  rollup: evmChain(42_161),
  messageNumber: 0x5129n,
  sender: expectOk(parseAddress('0xaeb7413b16281c9270268f3f5b826c8c59d8c142')),
  baseFee: 0n,
};
const DEPOSIT =
  `0x9da6413b16281c9270268f3f5b826c8c59d8b031${0x13101ebdfc1004en.toString(16).padStart(64, '0')}` as const;

describe('parseRetryable', () => {
  it('computes the ticket id', () => {
    expect(parseRetryable(RETRYABLE, RETRYABLE_DELIVERED)).toEqual({
      rollupTransactionHash: '0xface0b922e615b16ca20e4d7de668fa9f8010203b5dda69ebe433e7585821cf5',
      recipient: '0x09e9222e96e7b4ae2a407b98d48e330053351eee',
      value: 0n,
    });
  });

  it('refuses a message that is shorter or longer than it says', () => {
    expect(parseRetryable(RETRYABLE.slice(0, -2) as `0x${string}`, RETRYABLE_DELIVERED)).toBeUndefined();
    expect(parseRetryable(`${RETRYABLE}00`, RETRYABLE_DELIVERED)).toBeUndefined();
    expect(parseRetryable('0x', RETRYABLE_DELIVERED)).toBeUndefined();
  });
});

describe('a ticket before Nitro', () => {
  // Transaction 0xc80e0c48 of Ethereum and its ids: OffchainLabs/arbitrum-sdk (Apache-2.0),
  // packages/sdk/tests/unit/parentToChildMessageEvents.test.ts.
  const depositor = 'a928c403af1993eb309451a3559f8946e7d81f7f';
  const word = (hex: string): string => hex.padStart(64, '0');
  const fees = [word('63eb89da4ed00'), word('2c912972d8'), word(depositor), word(depositor)];
  const data =
    `0x${[word(depositor), word('0'), ...fees, word('0'), word('0'), word('0')].join('')}` as const;
  const delivered = {
    rollup: evmChain(42_161),
    messageNumber: 0x64371n,
    sender: expectOk(parseAddress('0x9817c403af1993eb309451a3559f8946e7d80e6e')),
    baseFee: undefined,
  };

  it('is known by the transaction that carries it out', () => {
    expect(parseRetryable(data, delivered)).toEqual({
      rollupTransactionHash: '0xf91e7d2e7526927e915a2357360a3f1108dce0f9c7fa88a7492669adf5c1e53b',
      recipient: `0x${depositor}`,
      value: 0n,
      deposited: 0x63eb89da4ed00n,
    });
  });

  it('calls its destination with the value when there is a call', () => {
    const call =
      `0x${[word('c0ffee'), word('5'), ...fees, word('0'), word('0'), word('0')].join('')}` as const;
    expect(parseRetryable(call, delivered)).toMatchObject({
      recipient: `0x${'c0ffee'.padStart(40, '0')}`,
      value: 5n,
    });
  });
});

describe('parseEtherDeposit', () => {
  it('computes the hash of the deposit transaction', () => {
    expect(parseEtherDeposit(DEPOSIT, DEPOSIT_DELIVERED)).toEqual({
      rollupTransactionHash: '0x6071e5f7d054487a4c9498dc4b7bc30c62d52b630ec4e46936899d470b64b943',
      recipient: '0x9da6413b16281c9270268f3f5b826c8c59d8b031',
      value: 0x13101ebdfc1004en,
    });
  });

  it('refuses a message of another length', () => {
    expect(parseEtherDeposit(`${DEPOSIT}00`, DEPOSIT_DELIVERED)).toBeUndefined();
  });
});
