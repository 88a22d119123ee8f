import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, parseAbiParameters, toHex, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { evmChain, expectOk, fromUnixSeconds, parseAddress, parseHash } from '@causeway/domain/units';
import { decodeTransaction } from '../decode-transaction.js';
import { shippedTransactions } from '../real-transactions.fixture.js';
import { nomadEvents } from './abi.js';

const [deposit] = shippedTransactions('nomad/nomad-transactions.fixture.json') as readonly [TransactionLogs];
const WALLET = '0x8e7bd07c642953ce557308b657a763f295085696';
const HASH = '0x27a166beafb11fadb4ff2c40f02b1d1ace9954f6b1a7edfd5a17a2528fe190cd';

/** Wallet and amount as the ledger of XChainWatcher (MIT) has them for this transaction. */
describe('a real departure', () => {
  it('is one event of home and router, with the token on both layers', () => {
    const { events, undecodable } = decodeTransaction(deposit, NETWORK);
    expect(undecodable).toEqual([]);
    expect(events).toMatchObject([
      {
        bridge: 'nomad',
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `nomad/eip155:1/${HASH}`,
        destinationChain: 'eip155:1284',
        sender: WALLET,
        recipient: WALLET,
        sent: {
          asset: 'eip155:1/erc20:0xba8d75baccc4d5c4bd814fde69267213052ea663',
          raw: 750_000_000_000_000_000_000n,
        },
        received: {
          asset: 'eip155:1284/erc20:0xacc15dc74880c9944775448304b263d191c6077f',
          raw: 750_000_000_000_000_000_000n,
        },
      },
    ]);
  });

  it('is not trusted when home and router are others, and nothing when the router alone is', () => {
    const ROUTER = '88a69b4e698a4b090df6cf5bd7b2d47325ad30a3';
    const logs = deposit.logs.map((log) => ({
      ...log,
      address: WALLET as RawLog['address'],
      data: log.data.replace(ROUTER, WALLET.slice(2)) as Hex,
    }));
    expect(decodeTransaction({ ...deposit, logs }, NETWORK).events).toMatchObject([
      { emitter: 'topic-only' },
    ]);
    const [transfer, dispatch] = deposit.logs;
    expect(decodeTransaction({ ...deposit, logs: [transfer!, dispatch!, logs[2]!] }, NETWORK).events).toEqual(
      [],
    );
  });

  it('is one transfer even if somebody dispatches the same message himself', () => {
    const [, dispatch] = deposit.logs;
    const own = { ...dispatch!, logIndex: 1, data: dispatch!.data.replace('88a69b4e', '99999999') as Hex };
    const { events } = decodeTransaction({ ...deposit, logs: [own, ...deposit.logs] }, NETWORK);
    expect(events).toHaveLength(1);
  });

  it('moves nothing without the router’s log', () => {
    const logs = deposit.logs.slice(0, 2);
    expect(decodeTransaction({ ...deposit, logs }, NETWORK)).toEqual({ events: [], undecodable: [] });
  });
});

describe('an arrival', () => {
  const REPLICA = '0x7f58bb8311db968ab110889f2dfa04ab7e8e831b';
  const ROUTER = '0xd3dfd3ede74e0dcebc1aa685e151332857efce2d';
  const arrival = (replica: Hex, hash: Hex): TransactionLogs => ({
    ...deposit,
    chain: evmChain(1284),
    logs: [
      {
        logIndex: 0,
        address: ROUTER as RawLog['address'],
        topics: encodeEventTopics({
          abi: nomadEvents,
          eventName: 'Receive',
          args: {
            originAndNonce: (6_648_936n << 32n) + 2_844n,
            token: '0xacc15dc74880c9944775448304b263d191c6077f',
            recipient: WALLET,
          },
        }) as Hex[],
        data: encodeAbiParameters(parseAbiParameters('address, uint256'), [`0x${'0'.repeat(40)}`, 750n]),
      },
      {
        logIndex: 1,
        address: replica as RawLog['address'],
        topics: [
          ...encodeEventTopics({
            abi: nomadEvents,
            eventName: 'Process',
            args: { messageHash: hash, success: true },
          }),
          toHex(0, { size: 32 }),
        ]
          .filter((topic): topic is Hex => typeof topic === 'string')
          .slice(0, 3)
          .concat(toHex(0, { size: 32 })),
        data: '0x',
      },
    ],
  });

  it('has the id of its departure', () => {
    expect(decodeTransaction(arrival(REPLICA, HASH), NETWORK).events).toMatchObject([
      {
        step: 'finalised',
        emitter: 'known-contract',
        transfer: `nomad/eip155:1/${HASH}`,
        recipient: WALLET,
        received: { raw: 750n },
      },
    ]);
  });

  it('of a made-up message is a transfer of its own', () => {
    const forged = `0x${'f0'.repeat(32)}` as const;
    expect(decodeTransaction(arrival(REPLICA, forged), NETWORK).events[0]?.transfer).toBe(
      `nomad/eip155:1/${forged}`,
    );
  });

  it('is nothing at a replica nobody knows beside a router somebody does', () => {
    expect(decodeTransaction(arrival(WALLET, HASH), NETWORK).events).toEqual([]);
  });
});

const RECEIPTS = '../shared/data/nomad_raw_receipts_l1.json';
const LEDGER = '../shared/data/nomad_ledger_jan_may_2022.json';
const isAvailable = existsSync(RECEIPTS) && existsSync(LEDGER);

(isAvailable ? describe : describe.skip)('135 real receipts of Ethereum', () => {
  it('agree with the ledger in wallet and amount', () => {
    const { receipts } = JSON.parse(readFileSync(RECEIPTS, 'utf8')) as {
      receipts: readonly {
        blockHash: string;
        transactionHash: string;
        logs: readonly { address: string; topics: Hex[]; data: Hex; logIndex: string }[];
      }[];
    };
    const { streams } = JSON.parse(readFileSync(LEDGER, 'utf8')) as {
      streams: { l1_lock: readonly [number, string, number, string, number, string][] };
    };
    const rows = new Map(
      streams.l1_lock.map(([time, hash, , wallet, , amount]) => [hash, { time, wallet, amount }]),
    );
    let agreed = 0;
    for (const receipt of receipts) {
      const row = rows.get(receipt.transactionHash);
      const { events } = decodeTransaction(
        {
          chain: evmChain(1),
          blockNumber: 0n,
          blockHash: expectOk(parseHash(receipt.blockHash)),
          blockTime: fromUnixSeconds(row?.time ?? 0),
          transactionHash: expectOk(parseHash(receipt.transactionHash)),
          finality: 'finalised',
          logs: receipt.logs.map(({ address, topics, data, logIndex }) => ({
            logIndex: Number(BigInt(logIndex)),
            address: expectOk(parseAddress(address)),
            topics,
            data,
          })),
        },
        NETWORK,
      );
      const [event] = events;
      expect(events).toHaveLength(1);
      expect([event?.emitter, event?.recipient, event?.sent?.raw.toString()]).toEqual([
        'known-contract',
        row?.wallet,
        row?.amount,
      ]);
      agreed += 1;
    }
    expect(agreed).toBe(135);
  });
});
