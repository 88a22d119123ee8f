import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, encodePacked, parseAbiParameters, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import {
  buildNetwork,
  NETWORK,
  opStackLayer,
  SHIPPED_BRIDGES,
  SHIPPED_LAYERS,
} from '@causeway/domain/network';
import { expectOk, parseAddress, parseHash, type Address } from '@causeway/domain/units';
import { decodeTransaction } from '../decode-transaction.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { opStackEvents } from './abi.js';

const FOLDER = 'libs/adapters/bridge-decoders/op-stack';
const address = (text: string): Address => expectOk(parseAddress(text));
const OPTIMISM_PORTAL = address('0xbeb5fc579115071764c7423a4f12edde41f106ed');
const OPTIMISM_MESSENGER = address('0x25ace71c97b33cc4729cf772ae268934f7ab5fa1');
const L2_BRIDGE = address('0x4200000000000000000000000000000000000010');
const L2_MESSENGER = address('0x4200000000000000000000000000000000000007');
const MESSAGE_PASSER = address('0x4200000000000000000000000000000000000016');
const WALLET = address('0x1a1e021a302c237453d3d45c7b82b19ceeb7e2e6');

function on(chain: string, logs: readonly RawLog[]): TransactionLogs {
  return { ...sampleTransaction('0x239293e2'), chain: chain as TransactionLogs['chain'], logs };
}

function relayed(
  logIndex: number,
  emitter: Address,
  name: 'RelayedMessage' | 'FailedRelayedMessage',
  msgHash: Hex,
): RawLog {
  const topics = encodeEventTopics({ abi: opStackEvents, eventName: name, args: { msgHash } }) as Hex[];
  return { logIndex, address: emitter, topics, data: '0x' };
}

describe('a deposit past the messenger', () => {
  // wevm/viem (MIT), src/op-stack/utils/getL2TransactionHash.test.ts.
  const deposit: TransactionLogs = {
    ...sampleTransaction('0x239293e2'),
    blockHash: expectOk(parseHash('0x634c52556471c589f42db9131467e0c9484f5c73049e32d1a74e2a4ce0f91d57')),
    logs: [
      {
        logIndex: 109,
        address: OPTIMISM_PORTAL,
        topics: encodeEventTopics({
          abi: opStackEvents,
          eventName: 'TransactionDeposited',
          args: { from: WALLET, to: WALLET, version: 0n },
        }) as Hex[],
        data: encodeAbiParameters(parseAbiParameters('bytes'), [
          encodePacked(['uint256', 'uint256', 'uint64', 'uint8'], [0n, 0x45n, 21_000n, 0]),
        ]),
      },
    ],
  };

  it('is known by the hash of the transaction it becomes', () => {
    expect(decodeTransaction(deposit, NETWORK).events).toMatchObject([
      {
        step: 'initiated',
        transfer: 'op-stack/eip155:1/0x0a60b983815ed475c5919609025204a479654d93afc610feca7d99ae0befc329',
        destinationChain: 'eip155:10',
        sender: WALLET,
        arrivesSilently: true,
      },
    ]);
  });

  it('moves what was minted, not what the transaction passes on', () => {
    expect(decodeTransaction(deposit, NETWORK).events[0]?.sent).toBeUndefined();
  });
});

describe('a deposit through the standard bridge', () => {
  const departed = decodeTransaction(sampleTransaction('0x239293e2'), NETWORK).events[0];
  const messageId = departed?.transfer.split('/')[2] as Hex;
  const finalised: RawLog = {
    logIndex: 0,
    address: L2_BRIDGE,
    topics: encodeEventTopics({
      abi: opStackEvents,
      eventName: 'DepositFinalized',
      args: {
        l1Token: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
        l2Token: '0x7f5c764cbc14f9669b88837ca1490cca17c31607',
        from: departed?.sender ?? WALLET,
      },
    }) as Hex[],
    data: encodeAbiParameters(parseAbiParameters('address, uint256, bytes'), [
      departed?.recipient ?? WALLET,
      11_590_000_000n,
      '0x',
    ]),
  };

  it('is one event of all its logs, whatever the token logs between', () => {
    expect(departed?.evidence?.map(({ eventName }) => eventName)).toEqual([
      'ERC20DepositInitiated',
      'ERC20BridgeInitiated',
      'TransactionDeposited',
      'SentMessage',
      'SentMessageExtension1',
    ]);
  });

  it('has the same id and amounts on the rollup', () => {
    const arrived = decodeTransaction(
      on('eip155:10', [finalised, relayed(1, L2_MESSENGER, 'RelayedMessage', messageId)]),
      NETWORK,
    ).events;
    expect(arrived).toHaveLength(1);
    expect(arrived[0]).toMatchObject({
      step: 'finalised',
      transfer: departed?.transfer,
      emitter: 'known-contract',
    });
    expect([arrived[0]?.sent, arrived[0]?.received]).toEqual([departed?.sent, departed?.received]);
  });

  it('is on its way as long as its message fails, since anyone may run it again', () => {
    const failed = on('eip155:10', [relayed(1, L2_MESSENGER, 'FailedRelayedMessage', messageId)]);
    expect(decodeTransaction(failed, NETWORK).events).toMatchObject([
      { step: 'relayed', transfer: departed?.transfer },
    ]);
  });

  it('is undecodable when the log that names the message is missing', () => {
    const { events, undecodable } = decodeTransaction(on('eip155:10', [finalised]), NETWORK);
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ code: 'INCOMPLETE_TRANSACTION' }]);
  });

  it('takes no amount from a bridge nobody knows', () => {
    const fake = { ...finalised, address: WALLET };
    const arrived = decodeTransaction(
      on('eip155:10', [fake, relayed(1, L2_MESSENGER, 'RelayedMessage', messageId)]),
      NETWORK,
    ).events;
    expect(arrived).toMatchObject([{ transfer: departed?.transfer, emitter: 'known-contract' }]);
    expect(arrived[0]?.received).toBeUndefined();
  });
});

describe('a transaction with deposits to two rollups', () => {
  it('keeps them apart', () => {
    const { events } = decodeTransaction(sampleTransaction('0xc9c0361b'), NETWORK);
    const destinations = events.map(({ destinationChain }) => destinationChain);
    expect(destinations.filter((chain) => chain === 'eip155:10')).toHaveLength(8);
    expect(destinations.filter((chain) => chain === 'eip155:8453')).toHaveLength(5);
    expect(new Set(events.map(({ transfer }) => transfer)).size).toBe(13);
  });
});

describe('a withdrawal', () => {
  it('bears its withdrawal hash when it leaves, is proven and is paid', () => {
    const left = decodeTransaction(sampleTransaction('0xf96590b9'), NETWORK).events[0];
    const withdrawalHash = left?.transfer.split('/')[2] as Hex;
    const proven: RawLog = {
      logIndex: 0,
      address: OPTIMISM_PORTAL,
      topics: encodeEventTopics({
        abi: opStackEvents,
        eventName: 'WithdrawalProven',
        args: { withdrawalHash, from: L2_MESSENGER, to: OPTIMISM_MESSENGER },
      }) as Hex[],
      data: '0x',
    };
    const paid: RawLog = {
      logIndex: 2,
      address: OPTIMISM_PORTAL,
      topics: encodeEventTopics({
        abi: opStackEvents,
        eventName: 'WithdrawalFinalized',
        args: { withdrawalHash },
      }) as Hex[],
      data: encodeAbiParameters(parseAbiParameters('bool'), [true]),
    };
    const onEthereum = decodeTransaction(on('eip155:1', [proven, paid]), NETWORK).events;
    expect(onEthereum.map(({ step }) => step)).toEqual(['proven', 'finalised']);
    expect(new Set(onEthereum.map(({ transfer }) => transfer))).toEqual(new Set([left?.transfer]));
  });

  it('past the messenger moves the ether of its transaction', () => {
    const { chain: _, ...rest } = sampleTransaction('0x239293e2');
    const passed: RawLog = {
      logIndex: 0,
      address: MESSAGE_PASSER,
      topics: encodeEventTopics({
        abi: opStackEvents,
        eventName: 'MessagePassed',
        args: { nonce: 1n, sender: WALLET, target: WALLET },
      }) as Hex[],
      data: encodeAbiParameters(parseAbiParameters('uint256, uint256, bytes, bytes32'), [
        69n,
        21_000n,
        '0x',
        `0x${'31'.repeat(32)}`,
      ]),
    };
    const { events } = decodeTransaction(
      { ...rest, chain: 'eip155:8453' as TransactionLogs['chain'], logs: [passed] },
      NETWORK,
    );
    expect(events).toMatchObject([
      {
        sent: { asset: 'eip155:8453/slip44:60', raw: 69n },
        received: { asset: 'eip155:1/slip44:60', raw: 69n },
      },
    ]);
  });
});

describe('a rollup that is not in the network', () => {
  const withdrawal = JSON.parse(
    readFileSync(`${FOLDER}/vsl-withdrawal.fixture.json`, 'utf8'),
  ) as TransactionLogs;

  it('is ignored: nothing in the logs of its arrivals names it', () => {
    expect(decodeTransaction(withdrawal, NETWORK)).toEqual({ events: [], undecodable: [] });
  });

  it('is read as soon as the network has its one entry', () => {
    const vsl = opStackLayer({
      chainNumber: 12_553,
      name: 'RSS3 VSL',
      blockSeconds: '2',
      settlement: {
        standardBridge: '0x4cbab69108aa72151eda5a3c164ea86845f18438',
        messenger: '0x892caa506c86c5101f5ec11c6f09589c9dc8a85c',
        portal: '0x6a12432491bbbe8d3babf75f759766774c778db4',
      },
      sources: ['emitters in RSS3-Network/Node tests (MIT)'],
    });
    const network = expectOk(buildNetwork([...SHIPPED_LAYERS, vsl], SHIPPED_BRIDGES));
    const { events } = decodeTransaction(withdrawal, network);
    expect(events).toMatchObject([
      {
        step: 'finalised',
        sourceChain: 'eip155:12553',
        recipient: '0x30286dd245338292f319809935a1037ccd4573ea',
        received: {
          asset: 'eip155:1/erc20:0xc98d64da73a6616c42117b582e832812e7b8d57f',
          raw: 5_000_000_000_000_000_000_000n,
        },
      },
    ]);
  });
});
