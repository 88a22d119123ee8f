import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, pad, parseAbiParameters, toHex, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import {
  decodeReal,
  describeWithReceipts,
  realTransaction,
  shippedTransactions,
} from '../real-transactions.fixture.js';
import { plasmaBurnEvents, plasmaExitEvents, polygonPosEvents } from './abi.js';

const [deposit] = shippedTransactions('polygon-pos/polygon-pos-transactions.fixture.json') as readonly [
  TransactionLogs,
];

const STATE_RECEIVER = '0x0000000000000000000000000000000000001001';
const CHILD_CHAIN = '0xd9c7c4ed4b66858301d0cb28cc88bf655fe34861';
const COIN = '0x0000000000000000000000000000000000001010';
const MATIC = '0x7d1afa7b718fb893db30a3abc0cfc608aacfebb0';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const BRIDGED_USDC = '0x2791bca1f2de4661ed88a30c99a7a9449aa84174';
const NATIVE_USDC = '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359';
const ENDPOINT = '0x1a44076050125825900e736c501f859c50fe728c';
const ERC20_PREDICATE = '0x40ec5b33f54e0e8a33a975908c5ba1c14e5bbbdf';
const WITHDRAW_MANAGER = '0x2a88696e0ffa76baa1338f2c74497cc013495922';
const WALLET = '0xeeb17adefd06a3c67abd4adf7e42978b1f018c8e';
const ZERO = `0x${'0'.repeat(40)}` as const;
const word = (raw: bigint): Hex => toHex(raw, { size: 32 });

const log = (logIndex: number, address: string, topics: readonly unknown[], data: Hex): RawLog => ({
  logIndex,
  address: address as RawLog['address'],
  topics: topics as Hex[],
  data,
});
const on = (chain: number, ...logs: readonly RawLog[]): TransactionLogs => ({
  ...deposit,
  chain: `eip155:${chain}` as TransactionLogs['chain'],
  logs,
});
const decode = (transaction: TransactionLogs) => decodeTransaction(transaction, NETWORK).events;
const moved = (logIndex: number, token: string, from: Hex, to: Hex, raw: bigint): RawLog =>
  log(
    logIndex,
    token,
    ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(from), pad(to)],
    word(raw),
  );
const committed = (logIndex: number, stateId: bigint, isSuccess = true, address = STATE_RECEIVER): RawLog =>
  log(
    logIndex,
    address,
    encodeEventTopics({ abi: polygonPosEvents, eventName: 'StateCommitted', args: { stateId } }),
    word(isSuccess ? 1n : 0n),
  );

describe('a deposit', () => {
  it('is the synced state with the predicate’s log (block 21925176 of Ethereum, a16z/helios, MIT)', () => {
    const [event] = decode(deposit);
    expect(event).toMatchObject({
      bridge: 'polygon-pos',
      step: 'initiated',
      transfer: 'polygon-pos/eip155:1/3029617',
      sender: '0x3a23f943181408eac424116af7b7790c94cb97a5',
      recipient: WALLET,
      sent: { asset: `eip155:1/erc20:${USDC}`, raw: 2_933_073_471n },
      received: { asset: `eip155:137/erc20:${BRIDGED_USDC}`, raw: 2_933_073_471n },
    });
    const names = event?.evidence?.map(({ eventName }) => eventName);
    expect(names).toEqual(expect.arrayContaining(['LockedERC20', 'StateSynced']));
  });

  it('is nothing without the predicate’s log, which alone tells tokens from collectibles', () => {
    const logs = deposit.logs.filter(({ address }) => (address as string) !== ERC20_PREDICATE);
    expect(decode({ ...deposit, logs }).filter(({ bridge }) => bridge === 'polygon-pos')).toEqual([]);
  });

  it('is not a state for others that looks like one', () => {
    const logs = deposit.logs.map((one) => ({
      ...one,
      topics: one.topics.map(
        (topic) => topic.replace('a6fa4fb5f76172d178d61b04b0ecd319c5d1c0aa', WALLET.slice(2)) as Hex,
      ),
    }));
    expect(decode({ ...deposit, logs }).filter(({ bridge }) => bridge === 'polygon-pos')).toEqual([]);
  });

  it('arrives with the token that was minted before its commit', () => {
    const events = decode(
      on(
        137,
        moved(1, BRIDGED_USDC, ZERO, WALLET, 7n),
        committed(2, 10n),
        committed(3, 11n),
        moved(4, BRIDGED_USDC, ZERO, WALLET, 9n),
        committed(5, 3_029_617n),
      ),
    );
    expect(events).toMatchObject([
      { transfer: 'polygon-pos/eip155:1/10', received: { raw: 7n } },
      {
        transfer: decode(deposit)[0]?.transfer,
        step: 'finalised',
        emitter: 'known-contract',
        recipient: WALLET,
        received: { asset: `eip155:137/erc20:${BRIDGED_USDC}`, raw: 9n },
      },
    ]);
  });

  it('does not arrive as a token that the bridge does not issue', () => {
    const [event] = decode(on(137, moved(1, NATIVE_USDC, ZERO, WALLET, 7n), committed(2, 10n)));
    expect(event?.step).toBe('finalised');
    expect(event?.received).toBeUndefined();
  });

  it('fails when its state could not be taken', () => {
    expect(decode(on(137, committed(2, 10n, false)))).toMatchObject([{ step: 'failed' }]);
    expect(
      decode(on(137, moved(1, BRIDGED_USDC, ZERO, WALLET, 7n), committed(2, 10n, true, WALLET))),
    ).toMatchObject([{ emitter: 'topic-only' }]);
  });

  it('of POL arrives as the coin', () => {
    const deposited = log(
      1,
      CHILD_CHAIN,
      encodeEventTopics({
        abi: polygonPosEvents,
        eventName: 'TokenDeposited',
        args: { rootToken: MATIC, childToken: COIN, user: WALLET },
      }),
      encodeAbiParameters(parseAbiParameters('uint256, uint256'), [5n, 1n]),
    );
    expect(decode(on(137, deposited, committed(2, 12n)))).toMatchObject([
      { recipient: WALLET, received: { asset: 'eip155:137/slip44:966', raw: 5n } },
    ]);
  });
});

describe('a withdrawal', () => {
  const exited = log(
    3,
    ERC20_PREDICATE,
    encodeEventTopics({
      abi: polygonPosEvents,
      eventName: 'ExitedERC20',
      args: { exitor: WALLET, rootToken: USDC },
    }),
    word(7n),
  );

  it('is a burn of a token that the bridge issues, and has the exit’s id', () => {
    const [burned] = decode(on(137, moved(1, BRIDGED_USDC, WALLET, ZERO, 7n)));
    const [paid] = decode(on(1, exited));
    expect(burned).toMatchObject({
      step: 'initiated',
      emitter: 'known-contract',
      sender: WALLET,
      sent: { asset: `eip155:137/erc20:${BRIDGED_USDC}`, raw: 7n },
    });
    expect(paid).toMatchObject({
      step: 'finalised',
      transfer: burned?.transfer,
      sent: burned?.sent,
      received: { asset: `eip155:1/erc20:${USDC}`, raw: 7n },
    });
  });

  it('is not a burn of any other token, on any other chain, or by another bridge', () => {
    expect(decode(on(137, moved(1, NATIVE_USDC, WALLET, ZERO, 7n)))).toEqual([]);
    expect(decode(on(1, moved(1, BRIDGED_USDC, WALLET, ZERO, 7n)))).toEqual([]);
    const beside = log(0, ENDPOINT, [word(1n)], '0x');
    expect(decode(on(137, beside, moved(1, BRIDGED_USDC, WALLET, ZERO, 7n)))).toEqual([]);
  });

  it('over Plasma is burned, started and paid under one id', () => {
    const args = { token: MATIC, from: WALLET } as const;
    const burn = log(
      1,
      COIN,
      encodeEventTopics({ abi: plasmaBurnEvents, eventName: 'Withdraw', args }),
      encodeAbiParameters(parseAbiParameters('uint256, uint256, uint256'), [5n, 9n, 4n]),
    );
    const started = log(
      2,
      WITHDRAW_MANAGER,
      encodeEventTopics({
        abi: polygonPosEvents,
        eventName: 'ExitStarted',
        args: { exitor: WALLET, exitId: 1n, token: MATIC },
      }),
      encodeAbiParameters(parseAbiParameters('uint256, bool'), [5n, true]),
    );
    const paid = log(
      3,
      WITHDRAW_MANAGER,
      encodeEventTopics({
        abi: plasmaExitEvents,
        eventName: 'Withdraw',
        args: { exitId: 1n, user: WALLET, token: MATIC },
      }),
      word(5n),
    );
    const events = [...decode(on(137, burn)), ...decode(on(1, started)), ...decode(on(1, paid))];
    expect(events.map(({ step }) => step)).toEqual(['initiated', 'proven', 'finalised']);
    expect(new Set(events.map(({ transfer }) => transfer)).size).toBe(1);
    expect(events[0]?.sent).toEqual({ asset: 'eip155:137/slip44:966', raw: 5n });
  });

  it('is not trusted from an unknown predicate', () => {
    expect(decode(on(1, { ...exited, address: WALLET as RawLog['address'] }))).toMatchObject([
      { emitter: 'topic-only' },
    ]);
  });
});

describeWithReceipts('real logs', () => {
  it('tell ether as the wrapped token that Polygon holds for it', () => {
    expect(decodeReal('0x841676f4').events).toMatchObject([
      {
        transfer: 'polygon-pos/eip155:1/2544807',
        sent: { asset: 'eip155:1/slip44:60', raw: 1_600_000_000_000_000_000n },
        received: { asset: 'eip155:137/erc20:0x7ceb23fd6bc0add59e62ac25578270cff1b9f619' },
      },
    ]);
  });

  it('join the start of a Plasma exit with its payment, in POL', () => {
    const [started] = decodeReal('0x42e58d6b').events;
    const [paid] = decodeReal('0x772c7c66').events;
    expect(started?.step).toBe('proven');
    expect(paid).toMatchObject({
      transfer: started?.transfer,
      received: {
        asset: 'eip155:1/erc20:0x455e53cbb86018ac2b8092fdcd39d8444affc3f6',
        raw: 2_004_054_999_809_184_671_214n,
      },
    });
  });

  it('are untrusted when every contract is another', () => {
    const transaction = realTransaction('0x962b5ec3');
    const logs = transaction.logs.map((one) => ({ ...one, address: WALLET as RawLog['address'] }));
    expect(decode({ ...transaction, logs }).every(({ emitter }) => emitter === 'topic-only')).toBe(true);
  });
});
