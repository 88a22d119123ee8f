import { describe, expect, it } from '@jest/globals';
import {
  concat,
  encodeAbiParameters,
  encodeEventTopics,
  pad,
  parseAbiParameters,
  toHex,
  type Hex,
} from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { cctpV1Events, cctpV2Events } from './abi.js';

const MESSENGER_V1 = '0xbd3fa81b58ba92a82136038b25adec7066af3155' as RawLog['address'];
const TRANSMITTER_V1 = '0x0a992d191deec32afe36203ad87d7d289a738f81' as RawLog['address'];
const MESSENGER_V2 = '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d' as RawLog['address'];
const TRANSMITTER_V2 = '0x81d40f21f12a8f0e3252bccb954d722d4c464b64' as RawLog['address'];
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const BASE_USDC = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
const DEPOSITOR = `0x${'d1'.repeat(20)}` as const;
const RECIPIENT = `0x${'c1'.repeat(20)}` as const;
const BASE_DOMAIN = 6;
const word = (value: Hex): Hex => pad(value, { size: 32 });
const uint = (value: number | bigint, bytes: number): Hex => toHex(value, { size: bytes });

function on(chain: number, logs: readonly RawLog[]): TransactionLogs {
  const chainId = `eip155:${chain}` as TransactionLogs['chain'];
  return { ...sampleTransaction('0x2879c5ee'), chain: chainId, logs };
}

function sentMessage(logIndex: number, emitter: RawLog['address'], message: Hex): RawLog {
  const topics = encodeEventTopics({ abi: cctpV1Events, eventName: 'MessageSent' }) as Hex[];
  return {
    logIndex,
    address: emitter,
    topics,
    data: encodeAbiParameters(parseAbiParameters('bytes'), [message]),
  };
}

describe('version 1', () => {
  it('reads a mint with its burn, block 21925176 of Ethereum', () => {
    const { events } = decodeTransaction(sampleTransaction('0x2879c5ee'), NETWORK);
    // Nonce and amounts as the message body of the log holds them, a16z/helios (MIT).
    expect(events).toMatchObject([
      {
        step: 'finalised',
        transfer: 'cctp/eip155:137/235963',
        sender: '0xf18f923480dc144326e6c65d4f3d47aa459bb41c',
        recipient: '0xf22c5bbb2bef346d7d0ca12e6c038e688c0d1985',
        sent: { asset: 'eip155:137/erc20:0x3c499c542cef5e3811e1192ce70d8cc03d5c3359', raw: 0x1a6fa4887cn },
        received: { asset: `eip155:1/erc20:${USDC}`, raw: 0x1a6fa4887cn },
      },
    ]);
  });

  it('reads a burn as one event with its message', () => {
    const header = concat([
      uint(0, 4),
      uint(0, 4),
      uint(BASE_DOMAIN, 4),
      uint(77, 8),
      word(MESSENGER_V1),
      word(MESSENGER_V1),
      word('0x'),
    ]);
    const burn: RawLog = {
      logIndex: 2,
      address: MESSENGER_V1,
      topics: encodeEventTopics({
        abi: cctpV1Events,
        eventName: 'DepositForBurn',
        args: { nonce: 77n, burnToken: USDC, depositor: DEPOSITOR },
      }) as Hex[],
      data: encodeAbiParameters(parseAbiParameters('uint256, bytes32, uint32, bytes32, bytes32'), [
        5_000_000n,
        word(RECIPIENT),
        BASE_DOMAIN,
        word(MESSENGER_V1),
        word('0x'),
      ]),
    };
    const { events } = decodeTransaction(on(1, [sentMessage(1, TRANSMITTER_V1, header), burn]), NETWORK);
    expect(events).toMatchObject([
      {
        transfer: 'cctp/eip155:1/77',
        destinationChain: 'eip155:8453',
        sender: DEPOSITOR,
        recipient: RECIPIENT,
        sent: { raw: 5_000_000n },
        evidence: [{ eventName: 'MessageSent' }, { eventName: 'DepositForBurn' }],
      },
    ]);
  });

  it('names a domain that the network does not know', () => {
    const transaction = sampleTransaction('0x2879c5ee');
    const logs = transaction.logs.map((log) =>
      log.logIndex === 301
        ? { ...log, data: log.data.replace(/^0x0{63}7/, `0x${'0'.repeat(63)}5`) as Hex }
        : log,
    );
    expect(decodeTransaction({ ...transaction, logs }, NETWORK).events[0]?.sourceChain).toBe('cctp:5');
  });
});

describe('version 2', () => {
  const amount = 5_000_000n;
  const maxFee = 600n;
  const body = (feeExecuted: bigint, expiration: bigint): Hex =>
    concat([
      uint(1, 4),
      word(USDC),
      word(RECIPIENT),
      uint(amount, 32),
      word(DEPOSITOR),
      uint(maxFee, 32),
      uint(feeExecuted, 32),
      uint(expiration, 32),
      '0xbeef',
    ]);
  const message = concat([
    uint(1, 4),
    uint(0, 4),
    uint(BASE_DOMAIN, 4),
    uint(0, 32),
    word(MESSENGER_V2),
    word(MESSENGER_V2),
    word('0x'),
    uint(1_000, 4),
    uint(0, 4),
    body(0n, 0n),
  ]);
  const burn: RawLog = {
    logIndex: 2,
    address: MESSENGER_V2,
    topics: encodeEventTopics({
      abi: cctpV2Events,
      eventName: 'DepositForBurn',
      args: { burnToken: USDC, depositor: DEPOSITOR, minFinalityThreshold: 1_000 },
    }) as Hex[],
    data: encodeAbiParameters(
      parseAbiParameters('uint256, bytes32, uint32, bytes32, bytes32, uint256, bytes'),
      [amount, word(RECIPIENT), BASE_DOMAIN, word(MESSENGER_V2), word('0x'), maxFee, '0xbeef'],
    ),
  };
  const minted: readonly RawLog[] = [
    {
      logIndex: 4,
      address: MESSENGER_V2,
      topics: encodeEventTopics({
        abi: cctpV2Events,
        eventName: 'MintAndWithdraw',
        args: { mintRecipient: RECIPIENT, mintToken: BASE_USDC },
      }) as Hex[],
      data: encodeAbiParameters(parseAbiParameters('uint256, uint256'), [amount - 500n, 500n]),
    },
    {
      logIndex: 5,
      address: TRANSMITTER_V2,
      topics: encodeEventTopics({
        abi: cctpV2Events,
        eventName: 'MessageReceived',
        args: { caller: RECIPIENT, nonce: `0x${'4e'.repeat(32)}`, finalityThresholdExecuted: 1_000 },
      }) as Hex[],
      data: encodeAbiParameters(parseAbiParameters('uint32, bytes32, bytes'), [
        0,
        word(MESSENGER_V2),
        body(500n, 123_456n),
      ]),
    },
  ];

  it('joins burn and mint, though the source never sees the nonce, and counts the fee', () => {
    const left = decodeTransaction(on(1, [sentMessage(1, TRANSMITTER_V2, message), burn]), NETWORK).events;
    const arrived = decodeTransaction(on(8453, minted), NETWORK).events;
    expect(left).toHaveLength(1);
    expect(arrived).toHaveLength(1);
    expect(left[0]?.evidence?.map(({ eventName }) => eventName)).toEqual(['MessageSent', 'DepositForBurn']);
    expect(arrived[0]?.transfer).toBe(left[0]?.transfer);
    expect(arrived[0]?.sent).toEqual(left[0]?.sent);
    expect(arrived[0]?.received).toEqual({ asset: `eip155:8453/erc20:${BASE_USDC}`, raw: amount - 500n });
    expect(arrived[0]?.emitter).toBe('known-contract');
  });

  it('is another transfer when a wallet or the amount differs', () => {
    const other = { ...burn, data: burn.data.replace('4c4b40', '4c4b41') as Hex };
    const [first, second] = [burn, other].map((log) => decodeTransaction(on(1, [log]), NETWORK).events[0]);
    expect(first?.sent?.raw).toBe(5_000_000n);
    expect(second?.sent?.raw).toBe(5_000_001n);
    expect(second?.transfer).not.toBe(first?.transfer);
  });
});
