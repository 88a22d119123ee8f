import { describe, expect, it } from '@jest/globals';
import {
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  parseAbiParameters,
  type Hex,
} from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { decodeReal, describeWithReceipts, realTransaction } from '../real-transactions.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { gatewayCalls, scrollEvents } from './abi.js';
import { messageHash } from './gateway-call.js';

const L1_MESSENGER = '0x6774bcbd5cecef1336b5300fb5186a12ddd8b367';
const L2_MESSENGER = '0x781e90f1c8fc4611c9b7497c3b47f99ef6969cbc';
const L1_GATEWAY = '0x7f2b8c31f88b6006c382775eea88297ec1e3e905';
const L2_GATEWAY = '0x6ea73e05adc79974b931123675ea8f78ffdacdf0';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const IMPOSTOR = `0x${'99'.repeat(20)}` as const;

function on(chain: number, ...logs: readonly RawLog[]): TransactionLogs {
  return {
    ...sampleTransaction('0x7eea022c'),
    chain: `eip155:${chain}` as TransactionLogs['chain'],
    logs: logs.map((log, logIndex) => ({ ...log, logIndex })),
  };
}

/** A deposit of 5 wei through the ether gateway, as it asks the other layer to pay. */
const payment = encodeFunctionData({
  abi: gatewayCalls,
  functionName: 'finalizeDepositETH',
  args: [WALLET, WALLET, 5n, '0x'],
});

function sent(messenger: Hex, sender: Hex): RawLog {
  return {
    logIndex: 0,
    address: messenger as RawLog['address'],
    topics: encodeEventTopics({
      abi: scrollEvents,
      eventName: 'SentMessage',
      args: { sender, target: L2_GATEWAY },
    }) as Hex[],
    data: encodeAbiParameters(parseAbiParameters('uint256, uint256, uint256, bytes'), [5n, 7n, 0n, payment]),
  };
}

function run(eventName: 'RelayedMessage' | 'FailedRelayedMessage', messenger: Hex): RawLog {
  const hash = messageHash({
    sender: L1_GATEWAY,
    target: L2_GATEWAY,
    value: 5n,
    messageNonce: 7n,
    message: payment,
  });
  return {
    logIndex: 0,
    address: messenger as RawLog['address'],
    topics: encodeEventTopics({ abi: scrollEvents, eventName, args: { messageHash: hash } }) as Hex[],
    data: '0x',
  };
}

function paid(gateway: Hex, raw: bigint): RawLog {
  return {
    logIndex: 0,
    address: gateway as RawLog['address'],
    topics: encodeEventTopics({
      abi: scrollEvents,
      eventName: 'FinalizeDepositETH',
      args: { from: WALLET, to: WALLET },
    }) as Hex[],
    data: encodeAbiParameters(parseAbiParameters('uint256, bytes'), [raw, '0x']),
  };
}

const only = (transaction: TransactionLogs) => {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
};

describe('a message of Scroll', () => {
  it('has one id on both layers and moves what its gateway says', () => {
    const departure = only(on(1, sent(L1_MESSENGER, L1_GATEWAY)));
    const arrival = only(on(534_352, paid(L2_GATEWAY, 5n), run('RelayedMessage', L2_MESSENGER)));
    expect(departure).toMatchObject({
      emitter: 'known-contract',
      sent: { asset: 'eip155:1/slip44:60', raw: 5n },
      received: { asset: 'eip155:534352/slip44:60', raw: 5n },
      recipient: WALLET,
    });
    expect(arrival).toMatchObject({
      step: 'finalised',
      transfer: departure?.transfer,
      received: departure?.received,
    });
  });

  it('that failed can be run again and has not ended', () => {
    expect(only(on(534_352, run('FailedRelayedMessage', L2_MESSENGER)))?.step).toBe('relayed');
  });

  it('is not believed about a payment that no gateway made', () => {
    const arrival = only(on(534_352, paid(IMPOSTOR, 99n), run('RelayedMessage', L2_MESSENGER)));
    expect(arrival).toMatchObject({ emitter: 'known-contract', step: 'finalised' });
    expect(arrival?.received).toBeUndefined();
  });

  it('moves at most its ether when it is no gateway’s', () => {
    expect(only(on(1, sent(L1_MESSENGER, IMPOSTOR)))).toMatchObject({
      sender: IMPOSTOR,
      recipient: L2_GATEWAY,
      sent: { raw: 5n },
    });
  });

  it('is not trusted from an unknown messenger, and its arrival there says nothing', () => {
    expect(only(on(1, sent(IMPOSTOR, L1_GATEWAY)))?.emitter).toBe('topic-only');
    expect(decodeTransaction(on(1, run('RelayedMessage', IMPOSTOR)), NETWORK).events).toEqual([]);
  });
});

describeWithReceipts('real messages', () => {
  it('are joined by the hash that the message queue logs', () => {
    // AppendMessage of 0x87c44e16… on Scroll and RelayedMessage of 0xed4d0ddc… on Ethereum.
    const id = 'scroll/eip155:534352/0x9b5d08f6f6ef0d425c177c07b2367c3826f02fe52cfdcb58913b70992adedeb3';
    const [left] = decodeReal('0x87c44e16').events;
    const [arrived] = decodeReal('0xed4d0ddc').events;
    expect([left?.transfer, arrived?.transfer]).toEqual([id, id]);
    expect([left?.received, arrived?.received]).toEqual(
      Array(2).fill({ asset: 'eip155:1/slip44:60', raw: 600_000_000_000_000_000n }),
    );
    expect(left?.evidence?.map(({ eventName }) => eventName)).toEqual([
      'AppendMessage',
      'SentMessage',
      'WithdrawETH',
    ]);
  });

  it('tell a token on both layers', () => {
    const [left] = decodeReal('0xd80e6894').events;
    const [arrived] = decodeReal('0x630cd857').events;
    expect(arrived?.transfer).toBe(left?.transfer);
    expect([arrived?.sent, arrived?.received]).toEqual([left?.sent, left?.received]);
    expect(left?.received).toEqual({
      asset: 'eip155:534352/erc20:0x06efdbff2a14a7c8e15944d1f4a48f9f95f663a4',
      raw: 100_000_000n,
    });
  });

  it('are untrusted when the gateway is another', () => {
    const transaction = realTransaction('0xed4d0ddc');
    const logs = transaction.logs.map((log) => ({ ...log, address: IMPOSTOR as RawLog['address'] }));
    expect(decodeTransaction({ ...transaction, logs }, NETWORK).events).toEqual([]);
  });
});
