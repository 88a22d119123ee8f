import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, pad, parseAbiParameters, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { decodeReal, describeWithReceipts } from '../real-transactions.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { starkgateEvents } from './abi.js';
import { hashToStarknet, parseWithdrawalPayload } from './starknet-message.js';

const CORE = '0xc662c410c0ecf747543f5ba90660f6abebd9c8c4';
const ETHER_BRIDGE = '0xae0ee0a63a2ce6baeeffe56e7714fb4efe48d419';
const USDC_BRIDGE = '0xf6080d9fbeebcd44d89affbfd42f098cbff92816';
const MULTI_BRIDGE = '0xf5b6ee2caeb6769659f6c091d209dfdcaf3f69eb';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const ACCOUNT = 0x3a1bf949fa7424b4bd48661a62ded82bc6f6e3c5f5c6d5904c07e6143187d1bn;

const log = (logIndex: number, address: string, topics: readonly unknown[], data: Hex): RawLog => ({
  logIndex,
  address: address as RawLog['address'],
  topics: topics as Hex[],
  data,
});
const onEthereum = (...logs: readonly RawLog[]): TransactionLogs => ({
  ...sampleTransaction('0x7eea022c'),
  logs,
});
const decode = (...logs: readonly RawLog[]) => decodeTransaction(onEthereum(...logs), NETWORK).events;

const toStarknet = (bridge: Hex, payload: readonly bigint[], core: Hex = CORE): RawLog =>
  log(
    5,
    core,
    encodeEventTopics({
      abi: starkgateEvents,
      eventName: 'LogMessageToL2',
      args: { fromAddress: bridge, toAddress: 1n, selector: 2n },
    }),
    encodeAbiParameters(parseAbiParameters('uint256[], uint256, uint256'), [payload, 41n, 0n]),
  );

const fromStarknet = (
  eventName: 'ConsumedMessageToL1' | 'LogMessageToL1',
  bridge: Hex,
  payload: readonly bigint[],
): RawLog =>
  log(
    5,
    CORE,
    encodeEventTopics({ abi: starkgateEvents, eventName, args: { fromAddress: 1n, toAddress: bridge } }),
    encodeAbiParameters(parseAbiParameters('uint256[]'), [payload]),
  );

describe('the message hash', () => {
  it('is the core contract’s', () => {
    // Hash and message as a mock of the core contract asserts them for its second message.
    const hash = hashToStarknet(
      '0x8e264821AFa98DD104eEcfcfa7FD9f8D8B320adA',
      1_029_302_920_393_029_293n,
      1n,
      0x10e13e50cb99b6b3c8270ec6e16acfccbe1164a629d74b43549567a77593affn,
      [
        1n,
        0n,
        108_435_438_677_142_185_061_741_940_086_249_401_528n,
        124_329_071_714_117_678_877_788_791_808_645_380_031n,
      ],
    );
    expect(hash).toBe('0x6ccb65d433aedf74020e9ee5330713c5b11cf2da546519d32eab4d00c5c94e35');
  });
});

describe('a deposit', () => {
  const deposit = log(
    6,
    MULTI_BRIDGE,
    encodeEventTopics({
      abi: starkgateEvents,
      eventName: 'Deposit',
      args: { sender: WALLET, token: USDC, l2Recipient: ACCOUNT },
    }),
    encodeAbiParameters(parseAbiParameters('uint256, uint256, uint256'), [97n, 41n, 0n]),
  );

  it('is one event of the core’s message and the bridge’s log', () => {
    const events = decode(toStarknet(MULTI_BRIDGE, [BigInt(USDC), ACCOUNT, 97n, 0n]), deposit);
    expect(events).toMatchObject([
      {
        step: 'initiated',
        emitter: 'known-contract',
        destinationChain: 'starknet:SN_MAIN',
        sender: WALLET,
        sent: { asset: `eip155:1/erc20:${USDC}`, raw: 97n },
      },
    ]);
    expect(events[0]?.recipient).toBeUndefined();
  });

  it('of ether names no token from before version 2', () => {
    const old = log(
      4,
      ETHER_BRIDGE,
      encodeEventTopics({
        abi: starkgateEvents,
        eventName: 'LogDeposit',
        args: { sender: WALLET, l2Recipient: ACCOUNT },
      }),
      encodeAbiParameters(parseAbiParameters('uint256'), [97n]),
    );
    expect(decode(old, toStarknet(ETHER_BRIDGE, [ACCOUNT, 97n, 0n]))).toMatchObject([
      { sent: { asset: 'eip155:1/slip44:60', raw: 97n } },
    ]);
  });

  it('is nothing without the bridge’s log, and untrusted from another core', () => {
    expect(decode(toStarknet(MULTI_BRIDGE, [1n, 2n]))).toEqual([]);
    expect(decode(toStarknet(MULTI_BRIDGE, [1n], WALLET), deposit)).toMatchObject([
      { emitter: 'topic-only' },
    ]);
  });

  it('that Starknet never took is paid back under its id', () => {
    const payload = [BigInt(USDC), ACCOUNT, 97n, 0n];
    const cancelled = log(
      9,
      CORE,
      encodeEventTopics({
        abi: starkgateEvents,
        eventName: 'MessageToL2Canceled',
        args: { fromAddress: MULTI_BRIDGE, toAddress: 1n, selector: 2n },
      }),
      encodeAbiParameters(parseAbiParameters('uint256[], uint256'), [payload, 41n]),
    );
    const [sent] = decode(toStarknet(MULTI_BRIDGE, payload), deposit);
    expect(decode(cancelled)).toMatchObject([{ step: 'refunded', transfer: sent?.transfer }]);
  });
});

describe('a withdrawal', () => {
  it('is proven by the state update and finalised by the bridge', () => {
    const payload = [0n, BigInt(WALLET), BigInt(USDC), 7n, 1n];
    const [proven] = decode(fromStarknet('LogMessageToL1', MULTI_BRIDGE, payload));
    const [paid] = decode(fromStarknet('ConsumedMessageToL1', MULTI_BRIDGE, payload));
    expect(proven).toMatchObject({ step: 'proven', recipient: WALLET });
    expect(paid).toMatchObject({
      step: 'finalised',
      transfer: proven?.transfer,
      received: { asset: `eip155:1/erc20:${USDC}`, raw: (1n << 128n) + 7n },
    });
  });

  it('from before version 2 takes its token from the token’s own log', () => {
    const message = fromStarknet('ConsumedMessageToL1', USDC_BRIDGE, [0n, BigInt(WALLET), 7n, 0n]);
    const moved = log(
      4,
      USDC,
      ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(USDC_BRIDGE), pad(WALLET)],
      encodeAbiParameters(parseAbiParameters('uint256'), [7n]),
    );
    expect(decode(moved, message)).toMatchObject([
      { received: { asset: `eip155:1/erc20:${USDC}`, raw: 7n } },
    ]);
    expect(decode(message)[0]?.received).toBeUndefined();
  });

  it('is none when the message is for no bridge', () => {
    expect(decode(fromStarknet('ConsumedMessageToL1', WALLET, [0n, BigInt(WALLET), 7n, 0n]))).toEqual([]);
  });
});

describe('parseWithdrawalPayload', () => {
  it.each<readonly [string, readonly bigint[]]>([
    ['of another kind', [1n, 5n, 7n, 0n]],
    ['too short', [0n, 5n, 7n]],
    ['too long', [0n, 5n, 6n, 7n, 0n, 1n]],
    ['with a recipient that is no address', [0n, 1n << 160n, 7n, 0n]],
  ])('reads no withdrawal in a payload %s', (_, payload) => {
    expect(parseWithdrawalPayload(payload)).toBeUndefined();
  });
});

describeWithReceipts('a real withdrawal', () => {
  it('pays ether from the ether bridge', () => {
    expect(decodeReal('0xb7af31d6').events).toMatchObject([
      {
        step: 'finalised',
        emitter: 'known-contract',
        sourceChain: 'starknet:SN_MAIN',
        recipient: '0x5615a916cb46df2c44d2023ebfcc7d6958dee439',
        received: { asset: 'eip155:1/slip44:60', raw: 62_300_000_000_000_000n },
      },
    ]);
  });
});
