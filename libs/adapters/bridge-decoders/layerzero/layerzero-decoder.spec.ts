import { describe, expect, it } from '@jest/globals';
import { concat, pad, toHex, type Hex } from 'viem';
import type { BridgeEvent, RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog, transferLog } from '../encoded-log.fixture.js';
import { messageTransaction, transactionWith } from '../message-bridges.fixture.js';
import { busEvents, endpointV1Events, endpointV2Events, tokenV1Events, tokenV2Events } from './abi.js';
import { guidOf, type PacketHeader } from './packet.js';

const ENDPOINT = '0x1a44076050125825900e736c501f859c50fe728c';
const ETHEREUM_USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const BASE_USDC = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';
const ETHEREUM_POOL = '0xc026395860db2d07ee33e05fe50ed7bd583189c7';
const BASE_POOL = '0x27a16dc786820b16e5c9028b75b99f6f604b5d26';
const BASE_NATIVE_POOL = '0xdc181bd607330aeebef6ea62e03e5e1fb4b6f7c7';
const ETHEREUM_MESSAGING = '0x6d6620efa72948c5f68a3c8646d58c00d3f4a980';
const BASE_MESSAGING = '0x5634c4a5fed09819e3c46d86a965dd9447d86e47';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const OTHER = `0x${'b2'.repeat(20)}` as const;
const word = (value: Hex): Hex => pad(value, { size: 32 });

function only(transaction: TransactionLogs): BridgeEvent {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0]!;
}

/** The path of a message from Stargate's messaging on Ethereum to that on Base. */
const path: PacketHeader = {
  nonce: 98_505n,
  sourceEndpoint: 30_101,
  sender: word(ETHEREUM_MESSAGING),
  destinationEndpoint: 30_184,
  receiver: word(BASE_MESSAGING),
};
const guid = guidOf(path);

function packetSent(logIndex: number, header: PacketHeader, message: Hex, address = ENDPOINT): RawLog {
  const encodedPayload = concat([
    '0x01',
    toHex(header.nonce, { size: 8 }),
    toHex(header.sourceEndpoint, { size: 4 }),
    header.sender,
    toHex(header.destinationEndpoint, { size: 4 }),
    header.receiver,
    guidOf(header),
    message,
  ]);
  const args = { encodedPayload, options: '0x', sendLibrary: OTHER };
  return encodedLog(endpointV2Events, 'PacketSent', args, { logIndex, address });
}

function delivered(logIndex: number, header: PacketHeader, receiver: string): RawLog {
  const origin = { srcEid: header.sourceEndpoint, sender: header.sender, nonce: header.nonce };
  return encodedLog(
    endpointV2Events,
    'PacketDelivered',
    { origin, receiver },
    { logIndex, address: ENDPOINT },
  );
}

function tokenSent(logIndex: number, address: string, ofGuid: Hex, amount: bigint): RawLog {
  const args = {
    guid: ofGuid,
    dstEid: 30_184,
    fromAddress: WALLET,
    amountSentLD: amount,
    amountReceivedLD: amount - 1n,
  };
  return encodedLog(tokenV2Events, 'OFTSent', args, { logIndex, address });
}

function tokenReceived(logIndex: number, address: string, toAddress: string, amount: bigint): RawLog {
  const args = { guid, srcEid: 30_101, toAddress, amountReceivedLD: amount };
  return encodedLog(tokenV2Events, 'OFTReceived', args, { logIndex, address });
}

const taxi = concat(['0x01', '0x0001', word(WALLET), toHex(4_999_999, { size: 8 })]);

describe('Stargate 1, real transfers as the tests of RSS3-Network/Node expect them', () => {
  it('leaves as ether through the router', () => {
    expect(only(messageTransaction('0x9c148740'))).toMatchObject({
      bridge: 'stargate',
      step: 'initiated',
      emitter: 'known-contract',
      destinationChain: 'eip155:8453',
      recipient: '0x32c8e4d2cb2642a29bc06115336ac96bf0160485',
      // 15.1 ether into the pool; RSS3 names the 15.09094 that are left after the pool's fee.
      sent: { asset: 'eip155:42161/slip44:60', raw: 15_100_000_000_000_000_000n },
      evidence: [
        { logIndex: 3, eventName: 'Swap' },
        { logIndex: 9, eventName: 'Packet' },
      ],
    });
  });

  it('arrives as a token', () => {
    expect(only(messageTransaction('0xd0793bf3'))).toMatchObject({
      bridge: 'stargate',
      step: 'finalised',
      emitter: 'known-contract',
      sourceChain: 'eip155:42161',
      recipient: '0x536ef5ebb4682981babbafa29b93e43ca5b28511',
      received: { asset: 'eip155:137/erc20:0xc2132d05d31c914a87c6611c10748aeb04b58e8f', raw: 114_036_227n },
    });
  });

  it('arrives as ether', () => {
    expect(only(messageTransaction('0x1ee6eca8'))).toMatchObject({
      step: 'finalised',
      recipient: '0x66d4f4a4a743a6136d32d4c93ea03e839a62dad7',
      received: { asset: 'eip155:10/slip44:60', raw: 299_452_683_069_668_249n },
    });
  });

  it('shares the id between the packet of the source and its receipt on the destination', () => {
    // The packet that 0xd0793bf3 delivers, as the transaction's own call data holds it.
    const payload = concat([
      '0x000000000017a39d',
      '0x006e',
      '0x352d8275aae3e0c2404d9f68f6cee084b5beb3dd',
      '0x006d',
      '0x9d1b1669c73b033dfe47ae5a0164ab96df25b944',
    ]);
    const packet = encodedLog(
      endpointV1Events,
      'Packet',
      { payload },
      { logIndex: 1, address: '0x4d73adb72bc3dd368966edd0f0b2148401a178e2' },
    );
    const left = only(transactionWith(42_161, [packet]));
    expect(left.transfer).toBe(only(messageTransaction('0xd0793bf3')).transfer);
  });

  it('is relayed, not arrived, when the pool has not paid', () => {
    const transaction = messageTransaction('0xd0793bf3');
    const logs = transaction.logs.filter(({ logIndex }) => logIndex !== 230);
    expect(only({ ...transaction, logs })).toMatchObject({ bridge: 'stargate', step: 'relayed' });
  });

  it('is undecodable without the message, which alone has an id', () => {
    for (const [hash, kept] of [
      ['0xd0793bf3', 230],
      ['0x9c148740', 3],
    ] as const) {
      const transaction = messageTransaction(hash);
      const logs = transaction.logs.filter(({ logIndex }) => logIndex === kept);
      const { events, undecodable } = decodeTransaction({ ...transaction, logs }, NETWORK);
      expect(events).toEqual([]);
      expect(undecodable).toMatchObject([{ bridge: 'stargate', code: 'INCOMPLETE_TRANSACTION' }]);
    }
  });
});

describe('omnichain tokens', () => {
  it('shows one the network does not know, by topic only, under the guid its log bears', () => {
    expect(only(messageTransaction('0x5a047ab5'))).toMatchObject({
      bridge: 'layerzero',
      emitter: 'topic-only',
      transfer: 'layerzero/eip155:1/0x708ed20562dc288398c00fe1b419ea352effbdf586ee0ff639061aba553464fc',
      destinationChain: 'lzero:30312',
      recipient: '0x2f92e7c83c160792d57215f6c4be2495baa2fecc',
      sent: { raw: 0xac660d139ac17000n },
      evidence: [{ eventName: 'PacketSent' }, { eventName: 'OFTSent' }],
    });
  });

  it('joins the legs of version 1', () => {
    const token = '0x6985884c4392d348587b19cb9eaaf157f13271cd';
    const packet = encodedLog(
      endpointV1Events,
      'Packet',
      { payload: concat(['0x0000000000000007', '0x006e', token, '0x0065', token, '0x00']) },
      { logIndex: 2, address: '0x4d73adb72bc3dd368966edd0f0b2148401a178e2' },
    );
    const send = { _dstChainId: 101, _from: WALLET, _toAddress: word(OTHER), _amount: 9n };
    const left = only(
      transactionWith(42_161, [
        transferLog(token, WALLET, `0x${'0'.repeat(40)}`, 9n, 1),
        packet,
        encodedLog(tokenV1Events, 'SendToChain', send, { logIndex: 3, address: token }),
      ]),
    );
    expect(left).toMatchObject({
      emitter: 'known-contract',
      destinationChain: 'eip155:1',
      sender: WALLET,
      recipient: OTHER,
      sent: { asset: `eip155:42161/erc20:${token}`, raw: 9n },
    });
    const received = { srcChainId: 110, srcAddress: token, dstAddress: token, nonce: 7n };
    const arrived = only(
      transactionWith(1, [
        encodedLog(
          endpointV1Events,
          'PacketReceived',
          { ...received, payloadHash: word('0x') },
          { logIndex: 1, address: '0x4d73adb72bc3dd368966edd0f0b2148401a178e2' },
        ),
        transferLog(token, `0x${'0'.repeat(40)}`, OTHER, 9n, 2),
        encodedLog(
          tokenV1Events,
          'ReceiveFromChain',
          { _srcChainId: 110, _to: OTHER, _amount: 9n },
          { logIndex: 3, address: token },
        ),
      ]),
    );
    expect(arrived.transfer).toBe(left.transfer);
    expect(arrived).toMatchObject({ step: 'finalised', recipient: OTHER, received: { raw: 9n } });
  });
});

describe('Stargate 2', () => {
  const departure = [
    transferLog(ETHEREUM_USDC, WALLET, ETHEREUM_POOL, 5_000_000n, 1),
    packetSent(2, path, taxi),
    tokenSent(3, ETHEREUM_POOL, guid, 5_000_000n),
  ];
  const arrival = [
    transferLog(BASE_USDC, BASE_POOL, WALLET, 4_999_999n, 1),
    tokenReceived(2, BASE_POOL, WALLET, 4_999_999n),
    delivered(3, path, BASE_MESSAGING),
  ];

  it('computes the guid as the protocol does', () => {
    // Path, nonce and guid of transaction 0x221118a4… of Ethereum.
    expect(guid).toBe('0x9fa1de5e2a7412f978d1aa57d67cf7f947c3cd0d71bb8def959af191293100c6');
  });

  it('joins a transfer that goes alone', () => {
    const left = only(transactionWith(1, departure));
    const arrived = only(transactionWith(8453, arrival));
    expect(left).toMatchObject({
      bridge: 'stargate',
      emitter: 'known-contract',
      sender: WALLET,
      recipient: WALLET,
      destinationChain: 'eip155:8453',
      sent: { asset: `eip155:1/erc20:${ETHEREUM_USDC}`, raw: 5_000_000n },
    });
    expect(arrived.transfer).toBe(left.transfer);
    expect(arrived).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      received: { asset: `eip155:8453/erc20:${BASE_USDC}`, raw: 4_999_999n },
      evidence: [{ eventName: 'OFTReceived' }, { eventName: 'PacketDelivered' }],
    });
  });

  it('takes the coin of a native pool, which logs no transfer', () => {
    const arrived = only(transactionWith(8453, [tokenReceived(2, BASE_NATIVE_POOL, WALLET, 7n)]));
    expect(arrived.received).toEqual({ asset: 'eip155:8453/slip44:60', raw: 7n });
  });

  it('is relayed when the pool kept the tokens for a retry', () => {
    expect(only(transactionWith(8453, [delivered(3, path, BASE_MESSAGING)]))).toMatchObject({
      bridge: 'stargate',
      step: 'relayed',
    });
  });

  it('keeps its id whatever an imitation logs before it', () => {
    const imitations = [
      tokenReceived(0, OTHER, WALLET, 1_000_000_000n),
      packetSent(0, path, taxi, OTHER),
      tokenSent(0, OTHER, guid, 1_000_000_000n),
    ].map((log, logIndex) => ({ ...log, logIndex: logIndex + 10 }));
    const real = [...departure, ...arrival].map((log, index) => ({ ...log, logIndex: index + 20 }));
    for (const [chain, logs] of [
      [1, real.slice(0, 3)],
      [8453, real.slice(3)],
    ] as const) {
      const { events } = decodeTransaction(transactionWith(chain, [...imitations, ...logs]), NETWORK);
      const trusted = events.filter(({ emitter }) => emitter === 'known-contract');
      expect(trusted.map(({ transfer }) => transfer)).toEqual([`stargate/eip155:1/${guid}`]);
      expect(new Set(events.map(({ logId }) => logId)).size).toBe(events.length);
    }
  });

  it('names no token when another one was moved in the same amount beside it', () => {
    const logs = [transferLog(OTHER, WALLET, ETHEREUM_POOL, 5_000_000n, 0), ...departure];
    expect(only(transactionWith(1, logs)).sent).toBeUndefined();
  });

  it('follows a ride on a bus by its ticket', () => {
    const passenger = concat(['0x0001', word(OTHER), toHex(4_999_999, { size: 8 }), '0x00']);
    const ride = encodedLog(
      busEvents,
      'BusRode',
      { dstEid: 30_184, ticketId: 71n, fare: 5n, passenger },
      { logIndex: 2, address: ETHEREUM_MESSAGING },
    );
    const logs = [departure[0]!, ride, tokenSent(3, ETHEREUM_POOL, word('0x'), 5_000_000n)];
    expect(only(transactionWith(1, logs))).toMatchObject({
      transfer: 'stargate/eip155:1/bus-30184-71',
      arrivesSilently: true,
      arrivesElsewhere: true,
      emitter: 'known-contract',
      sender: WALLET,
      recipient: OTHER,
      sent: { raw: 5_000_000n },
      evidence: [{ eventName: 'BusRode' }, { eventName: 'OFTSent' }],
    });
  });

  it('tells the passengers of one bus apart', () => {
    const logs = [tokenReceived(2, BASE_POOL, WALLET, 1n), tokenReceived(3, BASE_POOL, OTHER, 2n)];
    const { events } = decodeTransaction(transactionWith(8453, logs), NETWORK);
    expect(events.map(({ transfer }) => transfer)).toEqual([
      `stargate/eip155:1/${guid}`,
      `stargate/eip155:1/${guid}-seat-1`,
    ]);
  });
});

describe('other messages', () => {
  const plain = { ...path, sender: word(OTHER), receiver: word(OTHER) };

  it('are followed from layer to layer, without an amount', () => {
    const left = only(transactionWith(1, [packetSent(1, plain, '0xbeef')]));
    const arrived = only(transactionWith(8453, [delivered(1, plain, OTHER)]));
    expect(left).toMatchObject({ bridge: 'layerzero', emitter: 'known-contract', step: 'initiated' });
    expect(arrived).toMatchObject({ step: 'finalised', transfer: left.transfer });
    expect(left.sent).toBeUndefined();
  });

  it('are attested when the endpoint has verified them', () => {
    const origin = { srcEid: plain.sourceEndpoint, sender: plain.sender, nonce: plain.nonce };
    const verified = encodedLog(
      endpointV2Events,
      'PacketVerified',
      { origin, receiver: OTHER, payloadHash: word('0x') },
      { logIndex: 1, address: ENDPOINT },
    );
    expect(only(transactionWith(8453, [verified]))).toMatchObject({
      step: 'attested',
      transfer: `layerzero/eip155:1/${guidOf(plain)}`,
    });
  });

  it('cannot hide a real one by bytes that are no address', () => {
    const bogus = encodedLog(
      endpointV1Events,
      'PacketReceived',
      {
        srcChainId: 101,
        srcAddress: `0x${'ab'.repeat(40)}`,
        dstAddress: OTHER,
        nonce: 1n,
        payloadHash: guid,
      },
      { logIndex: 900, address: OTHER },
    );
    const transaction = messageTransaction('0xd0793bf3');
    const { events } = decodeTransaction({ ...transaction, logs: [...transaction.logs, bogus] }, NETWORK);
    expect(events.map(({ emitter, step }) => `${emitter} ${step}`)).toEqual([
      'known-contract finalised',
      'topic-only relayed',
    ]);
  });

  it('are undecodable on a chain whose number is not known, and when cut short', () => {
    const { undecodable } = decodeTransaction(transactionWith(99, [delivered(1, plain, OTHER)]), NETWORK);
    expect(undecodable).toMatchObject([{ bridge: 'layerzero', code: 'UNKNOWN_CHAIN' }]);
    const short = encodedLog(
      endpointV2Events,
      'PacketSent',
      { encodedPayload: '0x01', options: '0x', sendLibrary: OTHER },
      { logIndex: 1, address: ENDPOINT },
    );
    expect(decodeTransaction(transactionWith(1, [short]), NETWORK).undecodable).toMatchObject([
      { bridge: 'layerzero', code: 'MALFORMED_LOG' },
    ]);
  });
});
