import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, pad, parseAbiParameters, toHex, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { decodeReal, describeWithReceipts } from '../real-transactions.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { hopEvents } from './abi.js';

const L1_ETH = '0xb8901acb165ed027e32754e0ffe830802919727f';
const L1_USDC = '0x3666f603cc164936c1b87e207f36beba4ac5f18a';
const OPTIMISM_ETH = '0x83f6244bd87662118d96d9a6d44f09dfff14b30e';
const OPTIMISM_POOL = '0xaa30d6bba6285d0585722e2440ff89e23ef68864';
const GNOSIS_USDC = '0x25d8039bb044dc227f741a9e381ca4ceae2e6ae8';
const WETH = '0x4200000000000000000000000000000000000006';
const BRIDGE_TOKEN = `0x${'b7'.repeat(20)}` as const;
const WRAPPER = `0x${'e1'.repeat(20)}` as const;
const WALLET = `0x${'a1'.repeat(20)}` as const;
const ZERO = `0x${'0'.repeat(40)}` as const;
const ID = `0x${'1d'.repeat(32)}` as const;

const log = (logIndex: number, address: string, topics: readonly unknown[], data: Hex): RawLog => ({
  logIndex,
  address: address as RawLog['address'],
  topics: topics as Hex[],
  data,
});
const on = (chain: number, ...logs: readonly RawLog[]): TransactionLogs => ({
  ...sampleTransaction('0x7eea022c'),
  chain: `eip155:${chain}` as TransactionLogs['chain'],
  logs,
});
const only = (transaction: TransactionLogs) => {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
};
const moved = (logIndex: number, token: string, from: Hex, to: Hex, raw: bigint): RawLog =>
  log(
    logIndex,
    token,
    ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(from), pad(to)],
    toHex(raw, { size: 32 }),
  );
const swapped = (
  logIndex: number,
  sold: bigint,
  bought: bigint,
  soldId: bigint,
  pool: string = OPTIMISM_POOL,
): RawLog =>
  log(
    logIndex,
    pool,
    encodeEventTopics({ abi: hopEvents, eventName: 'TokenSwap', args: { buyer: WRAPPER } }),
    encodeAbiParameters(parseAbiParameters('uint256, uint256, uint128, uint128'), [
      sold,
      bought,
      soldId,
      1n - soldId,
    ]),
  );
const sent = (logIndex: number, bridge: string, chainId: bigint): RawLog =>
  log(
    logIndex,
    bridge,
    encodeEventTopics({
      abi: hopEvents,
      eventName: 'TransferSent',
      args: { transferId: ID, chainId, recipient: WALLET },
    }),
    encodeAbiParameters(parseAbiParameters('uint256, bytes32, uint256, uint256, uint256, uint256'), [
      100n,
      ID,
      3n,
      0n,
      0n,
      0n,
    ]),
  );
const bonded = (logIndex: number, bridge: string): RawLog =>
  log(
    logIndex,
    bridge,
    encodeEventTopics({ abi: hopEvents, eventName: 'WithdrawalBonded', args: { transferId: ID } }),
    toHex(100n, { size: 32 }),
  );

describe('a transfer from a rollup', () => {
  it('burns bridge tokens and is due on Ethereum without the bonder’s fee', () => {
    expect(only(on(100, moved(1, BRIDGE_TOKEN, WALLET, ZERO, 100n), sent(2, GNOSIS_USDC, 1n)))).toMatchObject(
      {
        step: 'initiated',
        emitter: 'known-contract',
        transfer: `hop/hop:any/${ID}`,
        destinationChain: 'eip155:1',
        sender: WALLET,
        sent: { asset: `eip155:100/erc20:${BRIDGE_TOKEN}`, raw: 100n },
        received: { asset: 'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', raw: 97n },
      },
    );
  });

  it('takes what the user gave the pool, as the coin where it was wrapped for it', () => {
    const wrapped = log(
      0,
      WETH,
      ['0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c', pad(WRAPPER)],
      toHex(101n, { size: 32 }),
    );
    const inPool = [
      moved(1, WETH, WRAPPER, OPTIMISM_POOL, 101n),
      swapped(2, 101n, 100n, 0n),
      sent(3, OPTIMISM_ETH, 1n),
    ];
    expect(only(on(10, wrapped, ...inPool))).toMatchObject({
      emitter: 'known-contract',
      sent: { asset: 'eip155:10/slip44:60', raw: 101n },
    });
    expect(only(on(10, ...inPool))).toMatchObject({ sent: { asset: `eip155:10/erc20:${WETH}`, raw: 101n } });
  });

  it('does not take a swap in a pool of others for its own', () => {
    const event = only(
      on(
        10,
        moved(1, WETH, WRAPPER, WALLET, 101n),
        swapped(2, 101n, 100n, 0n, WALLET),
        sent(3, OPTIMISM_ETH, 1n),
      ),
    );
    expect(event?.emitter).toBe('known-contract');
    expect(event?.sent).toBeUndefined();
  });

  it('arrives under its id, on a rollup with what the pool gave', () => {
    const out = [
      moved(5, WETH, OPTIMISM_POOL, WRAPPER, 96n),
      swapped(6, 97n, 96n, 1n),
      moved(7, WETH, WRAPPER, WALLET, 96n),
    ];
    expect(only(on(10, bonded(1, OPTIMISM_ETH), ...out))).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      transfer: `hop/hop:any/${ID}`,
      recipient: WALLET,
      received: { asset: `eip155:10/erc20:${WETH}`, raw: 96n },
    });
  });

  it('leaves to its departure what a payment on Ethereum is', () => {
    const event = only(on(1, bonded(1, L1_USDC)));
    expect(event).toMatchObject({
      step: 'finalised',
      emitter: 'known-contract',
      transfer: `hop/hop:any/${ID}`,
    });
    expect([event?.received, event?.recipient]).toEqual([undefined, undefined]);
  });

  it('is not trusted from an unknown bridge', () => {
    expect(only(on(1, bonded(1, WALLET)))?.emitter).toBe('topic-only');
  });
});

describe('a transfer from Ethereum', () => {
  const fields = encodeAbiParameters(parseAbiParameters('uint256, uint256, uint256, uint256'), [
    100n,
    90n,
    5n,
    1n,
  ]);
  const left = log(
    1,
    L1_ETH,
    encodeEventTopics({
      abi: hopEvents,
      eventName: 'TransferSentToL2',
      args: { chainId: 10n, recipient: WALLET, relayer: ZERO },
    }),
    fields,
  );
  const completed = (bridge: string) =>
    log(
      9,
      bridge,
      encodeEventTopics({
        abi: hopEvents,
        eventName: 'TransferFromL1Completed',
        args: { recipient: WALLET, relayer: ZERO },
      }),
      fields,
    );

  it('is known on both layers by all that both log', () => {
    const departure = only(on(1, left));
    expect(departure).toMatchObject({
      sourceChain: 'eip155:1',
      destinationChain: 'eip155:10',
      sent: { asset: 'eip155:1/slip44:60', raw: 100n },
    });
    expect(only(on(10, completed(OPTIMISM_ETH)))?.transfer).toBe(departure?.transfer);
  });

  it('of another token is another transfer', () => {
    expect(only(on(100, completed(GNOSIS_USDC)))?.transfer).not.toBe(only(on(1, left))?.transfer);
  });
});

describeWithReceipts('real transfers', () => {
  it('from Ethereum to OP Mainnet are joined, and paid in the coin the pool gave', () => {
    const [left] = decodeReal('0xd4664041').events.filter(({ bridge }) => bridge === 'hop');
    const [arrived] = decodeReal('0x8394c39e').events.filter(({ bridge }) => bridge === 'hop');
    expect(arrived?.transfer).toBe(left?.transfer);
    expect(left?.sent).toEqual({ asset: 'eip155:1/slip44:60', raw: 200_000_000_000_000_000n });
    // The wrapped coin's own log in the arrival: 0x2c6d1cfced7933f wei unwrapped.
    expect(arrived?.received).toEqual({ asset: 'eip155:10/slip44:60', raw: 0x2c6d1cfced7933fn });
  });

  it('from Gnosis Chain are joined with their claim on Ethereum, which saves the fee', () => {
    const [left] = decodeReal('0x0c608439').events;
    const [claimed] = decodeReal('0xc76dbb99').events;
    expect(claimed).toMatchObject({ transfer: left?.transfer, received: { raw: 60_786_713_495n } });
    expect(left?.received?.raw).toBe(60_713_769_439n);
  });

  it('from Arbitrum tell the coin by the wrapped coin’s minting itself', () => {
    const [left] = decodeReal('0x4fb91812').events;
    expect(left?.sent).toEqual({ asset: 'eip155:42161/slip44:60', raw: 199_000_000_000_000_000n });
    expect(left?.sender).toBeUndefined();
  });
});
