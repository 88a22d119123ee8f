import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, parseAbiParameters, toHex, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { shippedTransactions, transactionOf } from '../real-transactions.fixture.js';
import { assetRouterDepositEvents, sharedBridgeDepositEvents, zksyncEvents } from './abi.js';
import { parseWithdrawalMessage, withdrawal, withdrawalId } from './withdrawal-message.js';

const transactions = shippedTransactions('zksync-era/zksync-era-transactions.fixture.json');
const real = (hashStart: string): TransactionLogs => transactionOf(transactions, hashStart);
const decode = (transaction: TransactionLogs) => decodeTransaction(transaction, NETWORK);

const DIAMOND = '0x32400084c286cf3e17e7b677ea9583e60a000324';
const L1_ERC20_BRIDGE = '0x57891966931eb4bb6fb81430e6ce0a03aabde063';
const SHARED_BRIDGE = '0xd7f9f54194c633f36ccd5f3da84ad4a1c38cb2cb';
const ASSET_ROUTER = '0x8829ad80e425c646dab305381ff105169feece56';
const L1_TOKEN = '0xd35cceead182dcee0f148ebac9447da2c4d449c4';
const WALLET = `0x${'a1'.repeat(20)}` as const;

/** The priority operation of the local node, as if the diamond of ZKsync Era had logged it. */
const operation: RawLog = {
  ...real('0xace84d78').logs[0]!,
  address: DIAMOND as RawLog['address'],
  logIndex: 9,
};
const OPERATION = '0x18509644075c198320cce3589a34eeb513ca6f053235788117192b391b1e39f2';

const log = (logIndex: number, address: string, topics: readonly unknown[], data: Hex): RawLog => ({
  logIndex,
  address: address as RawLog['address'],
  topics: topics as Hex[],
  data,
});
const onEthereum = (...logs: readonly RawLog[]): TransactionLogs => ({ ...real('0xace84d78'), logs });

describe('a withdrawal of ether', () => {
  it.each([
    [
      '0x69d3dcb5',
      '0x4289f204436c7a9c0c7ed3c0ebdecba4677e9058363358a9b794d3a4eeb27ef4',
      100_000_000_000_000_000n,
    ],
    [
      '0x33bfd18a',
      '0xdbd13cfc2b65ffede0008bdfc0151047dcd0b2369d3db4dfd12d7fd8a8e953bd',
      300_000_000_000_000_000n,
    ],
    ['0x15c29587', '0x0bc337b42226405c56d0c4db2bd874946831bd2b0b00e51e72d0cf430165fe7f', 7_000_000_000n],
  ])('has the hash of its message as id, which the messenger logs (%s)', (hash, messageHash, raw) => {
    const { events, undecodable } = decode(real(hash));
    expect(undecodable).toEqual([]);
    expect(events).toMatchObject([
      {
        bridge: 'zksync-era',
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `zksync-era/eip155:324/${messageHash}`,
        sent: { asset: 'eip155:324/slip44:60', raw },
        received: { asset: 'eip155:1/slip44:60', raw },
      },
    ]);
    expect(events[0]?.evidence?.map(({ eventName }) => eventName)).toEqual(['L1MessageSent', 'Withdrawal']);
  });

  it('of nothing moves nothing', () => {
    expect(decode(real('0x6424dd7b')).events).toMatchObject([
      { step: 'initiated', emitter: 'known-contract' },
    ]);
    expect(decode(real('0x6424dd7b')).events[0]?.sent).toBeUndefined();
  });

  it('is paid on Ethereum under the same id', () => {
    const to = '0xd754ff5e8a6f257e162f72578a4bb0493c0681d8';
    const topics = encodeEventTopics({
      abi: zksyncEvents,
      eventName: 'EthWithdrawalFinalized',
      args: { to },
    });
    const paid = log(3, DIAMOND, topics, toHex(100_000_000_000_000_000n, { size: 32 }));
    expect(decode(onEthereum(paid)).events).toMatchObject([
      {
        step: 'finalised',
        transfer: decode(real('0x69d3dcb5')).events[0]?.transfer,
        received: { asset: 'eip155:1/slip44:60' },
      },
    ]);
    expect(decode(onEthereum({ ...paid, address: WALLET as RawLog['address'] })).events).toEqual([]);
  });
});

describe('a withdrawal of a token', () => {
  const moved = withdrawal(
    '0xc62a6e5d98b3a0de9ec4a930fbb354443e92e9e0',
    '0x798516d03735f69867188ddec000000000000000',
    1n,
  );

  it('has an id that its message’s hash proves', () => {
    // Message and hash as the messenger logged them in transaction 0x37f670de… of matter-labs/block-explorer.
    const message =
      '0x11a2ccc1481e48ce19781c3ca573967216dee75fdcf70f54d35cceead182dcee0f148ebac9447da2c4d449c40000000000000000000000000000000000000000000000000000000000989680';
    const parsed = parseWithdrawalMessage(message);
    expect(parsed).toEqual(withdrawal('0x481e48ce19781c3ca573967216dee75fdcf70f54', L1_TOKEN, 10_000_000n));
    expect(parsed && withdrawalId(parsed)).toBe(
      '0x9f76d9d39cd9b74822deed512743bcd0a4f6be0c365c3815eea3ed01ccd0e182',
    );
  });

  it('over a bridge nobody knows is shown and not trusted', () => {
    const { events } = decode(real('0x866cd72b'));
    expect(events).toMatchObject([{ step: 'initiated', emitter: 'topic-only' }]);
    const messageOnly = real('0x866cd72b').logs.filter(({ topics }) => topics[0]?.startsWith('0x3a36e472'));
    expect(decode({ ...real('0x866cd72b'), logs: messageOnly }).events).toEqual([]);
  });

  it('is one event where the old and the shared bridge both log its payment', () => {
    const args = { to: moved.recipient, l1Token: moved.token };
    const amount = toHex(1n, { size: 32 });
    const old = encodeEventTopics({ abi: zksyncEvents, eventName: 'WithdrawalFinalized', args });
    const shared = encodeEventTopics({
      abi: zksyncEvents,
      eventName: 'WithdrawalFinalizedSharedBridge',
      args: { ...args, chainId: 324n },
    });
    const { events } = decode(
      onEthereum(log(1, SHARED_BRIDGE, shared, amount), log(2, L1_ERC20_BRIDGE, old, amount)),
    );
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      step: 'finalised',
      transfer: `zksync-era/eip155:324/${withdrawalId(moved)}`,
      received: { raw: 1n },
    });
    expect(events[0]?.evidence).toHaveLength(2);
  });

  it('of the asset router has the id of the plain message', () => {
    const assetData = encodeAbiParameters(parseAbiParameters('address, address, address, uint256, bytes'), [
      WALLET,
      moved.recipient,
      moved.token ?? '0x',
      1n,
      '0x',
    ]);
    const topics = encodeEventTopics({
      abi: zksyncEvents,
      eventName: 'DepositFinalizedAssetRouter',
      args: { chainId: 324n, assetId: toHex(7, { size: 32 }) },
    });
    const paid = log(1, ASSET_ROUTER, topics, encodeAbiParameters(parseAbiParameters('bytes'), [assetData]));
    expect(decode(onEthereum(paid)).events).toMatchObject([
      { transfer: `zksync-era/eip155:324/${withdrawalId(moved)}` },
    ]);
    const message: Hex = `0x9c884fd1${'00'.repeat(64)}${assetData.slice(2)}`;
    expect(parseWithdrawalMessage(message)).toEqual(moved);
  });
});

describe('a deposit', () => {
  it('of ether is the priority operation, without its fee', () => {
    expect(decode(real('0xace84d78')).events).toMatchObject([
      { emitter: 'topic-only', transfer: `zksync-era/eip155:1/${OPERATION}` },
    ]);
    expect(decode(onEthereum(operation)).events).toMatchObject([
      {
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `zksync-era/eip155:1/${OPERATION}`,
        sender: '0x36615cf349d7f6344891b1e7ca7c72883f5dc049',
        sent: { asset: 'eip155:1/slip44:60', raw: 7_000_000_000n },
        received: { asset: 'eip155:324/slip44:60', raw: 7_000_000_000n },
      },
    ]);
  });

  it('of a token over the first bridge is one event with it', () => {
    const topics = encodeEventTopics({
      abi: zksyncEvents,
      eventName: 'DepositInitiated',
      args: { l2DepositTxHash: OPERATION, from: WALLET, to: WALLET },
    });
    const data = encodeAbiParameters(parseAbiParameters('address, uint256'), [L1_TOKEN, 5n]);
    expect(decode(onEthereum(operation, log(10, L1_ERC20_BRIDGE, topics, data))).events).toMatchObject([
      {
        emitter: 'known-contract',
        sender: WALLET,
        recipient: WALLET,
        sent: { asset: `eip155:1/erc20:${L1_TOKEN}`, raw: 5n },
      },
    ]);
    const forged = decode(onEthereum(operation, log(10, WALLET, topics, data))).events;
    expect(forged).toMatchObject([{ sent: { asset: 'eip155:1/slip44:60' } }]);
  });

  it.each([
    ['the shared bridge', SHARED_BRIDGE, sharedBridge()],
    ['the asset router', ASSET_ROUTER, assetRouter()],
  ])('of a token over %s is joined by the hash of its data', (_, address, initiated) => {
    const confirmed = encodeEventTopics({
      abi: zksyncEvents,
      eventName: 'BridgehubDepositFinalized',
      args: { chainId: 324n, txDataHash: toHex(3, { size: 32 }), l2DepositTxHash: OPERATION },
    });
    const { events } = decode(
      onEthereum(
        log(8, address, initiated.topics, initiated.data),
        operation,
        log(10, SHARED_BRIDGE, confirmed, '0x'),
      ),
    );
    expect(events).toMatchObject([
      {
        emitter: 'known-contract',
        sender: WALLET,
        recipient: WALLET,
        sent: { asset: `eip155:1/erc20:${L1_TOKEN}`, raw: 5n },
      },
    ]);
    expect(events[0]?.evidence).toHaveLength(3);
  });

  it('arrives in the transaction that bears its hash', () => {
    expect(decode(real('0x5e018d2a')).events).toMatchObject([
      {
        step: 'finalised',
        emitter: 'topic-only',
        transfer: `zksync-era/eip155:1/${real('0x5e018d2a').transactionHash}`,
        received: { raw: 100_000_000_000_000_000n },
      },
    ]);
  });

  it('fails when the bootloader says so', () => {
    const failed = real('0x5b08ec4c');
    expect(decode(failed).events).toMatchObject([
      {
        step: 'failed',
        emitter: 'known-contract',
        transfer: `zksync-era/eip155:1/${failed.transactionHash}`,
      },
    ]);
    const logs = failed.logs.map((one) => ({
      ...one,
      data: one.data.replace(/0{64}$/, `${'0'.repeat(63)}1`) as Hex,
    }));
    expect(decode({ ...failed, logs }).events).toMatchObject([{ step: 'finalised' }]);
  });
});

function sharedBridge() {
  return {
    topics: encodeEventTopics({
      abi: sharedBridgeDepositEvents,
      eventName: 'BridgehubDepositInitiated',
      args: { chainId: 324n, txDataHash: toHex(3, { size: 32 }), from: WALLET },
    }),
    data: encodeAbiParameters(parseAbiParameters('address, address, uint256'), [WALLET, L1_TOKEN, 5n]),
  };
}

function assetRouter() {
  const mint = encodeAbiParameters(parseAbiParameters('address, address, address, uint256, bytes'), [
    WALLET,
    WALLET,
    L1_TOKEN,
    5n,
    '0x',
  ]);
  return {
    topics: encodeEventTopics({
      abi: assetRouterDepositEvents,
      eventName: 'BridgehubDepositInitiated',
      args: { chainId: 324n, txDataHash: toHex(3, { size: 32 }), from: WALLET },
    }),
    data: encodeAbiParameters(parseAbiParameters('bytes32, bytes'), [toHex(9, { size: 32 }), mint]),
  };
}
