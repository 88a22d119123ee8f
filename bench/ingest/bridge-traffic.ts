import { encodeAbiParameters, encodeEventTopics, keccak256, pad, parseAbi, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import {
  evmChain,
  evmChainNumber,
  expectOk,
  parseAddress,
  parseHash,
  type Address,
  type AssetId,
  type ChainId,
  type Hash,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { SeededRandom } from '../seeded-random.js';

/** SpokePool events as across-protocol/contracts declares them, and the token transfer beside them. */
const EVENTS = parseAbi([
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
  'struct V3RelayExecutionEventInfo { bytes32 updatedRecipient; bytes32 updatedMessageHash; uint256 updatedOutputAmount; uint8 fillType; }',
  'event FilledRelay(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 exclusiveRelayer, bytes32 indexed relayer, bytes32 depositor, bytes32 recipient, bytes32 messageHash, V3RelayExecutionEventInfo relayExecutionInfo)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
const [FUNDS_DEPOSITED, FILLED_RELAY, TRANSFER] = EVENTS;
const ZERO_WORD = pad('0x', { size: 32 });
const RELAYER = pad('0x07ae8551be970cb1cca11dd7a11f47ae82e70e67', { size: 32 });
const FIRST_SECOND = 1_735_689_600;
/** A fill follows its deposit by this many transactions. */
const FILL_DELAY = 20;

/** A layer with a SpokePool, and its USDC. */
export interface Lane {
  readonly chain: ChainId;
  readonly spokePool: Address;
  readonly usdc: Address;
  readonly asset: AssetId;
}

/** The layers the traffic runs between. */
export const LANES: readonly Lane[] = [1, 10, 8_453, 42_161].map((number) => laneOf(evmChain(number)));

/** One deposit on Across and the fill that completes it. */
interface Relay {
  readonly id: bigint;
  readonly from: Lane;
  readonly to: Lane;
  readonly wallet: Address;
  readonly amount: bigint;
}

/**
 * Deposits of USDC on Across between the layers, each by one of the wallets to itself, and their fills; in order of
 * time, two transactions for each transfer. The contracts are those of the network and every log is one that viem
 * encodes, so that nothing but the hashes and amounts is made up.
 */
export function bridgeTraffic(
  random: SeededRandom,
  wallets: readonly Address[],
  transfers: number,
): readonly TransactionLogs[] {
  const due: { readonly at: number; readonly transaction: TransactionLogs }[] = [];
  for (let index = 0; index < transfers; index += 1) {
    const [from, to] = random.sample(LANES, 2) as [Lane, Lane];
    const amount = BigInt(random.whole(10, 5_000)) * 1_000_000n;
    const relay = { id: BigInt(index + 1), from, to, wallet: random.pick(wallets), amount };
    const [depositAt, fillAt] = [index * 2, (index + FILL_DELAY) * 2 + 1];
    due.push({ at: depositAt, transaction: deposit(random, relay, depositAt) });
    due.push({ at: fillAt, transaction: fill(random, relay, depositAt, fillAt) });
  }
  return due.sort((a, b) => a.at - b.at).map(({ transaction }) => transaction);
}

function laneOf(chain: ChainId): Lane {
  const layer = NETWORK.layers.get(chain);
  const spokePool = layer?.contracts.find(({ bridge }) => bridge === 'across')?.address;
  const usdc = layer?.assets.find(({ symbol }) => symbol === 'USDC')?.asset;
  if (spokePool === undefined || usdc === undefined) throw new Error(`${chain} has no SpokePool or no USDC`);
  const address = expectOk(parseAddress(usdc.slice(usdc.lastIndexOf(':') + 1)));
  return { chain, spokePool, usdc: address, asset: usdc };
}

/** What both events of a relay say of it. */
function agreed({ from, to, wallet, amount }: Relay, depositAt: number) {
  return {
    inputToken: word(from.usdc),
    outputToken: word(to.usdc),
    inputAmount: amount,
    outputAmount: amount - amount / 10_000n,
    fillDeadline: FIRST_SECOND + depositAt + 7_200,
    depositor: word(wallet),
    recipient: word(wallet),
  };
}

function deposit(random: SeededRandom, relay: Relay, at: number): TransactionLogs {
  const terms = agreed(relay, at);
  const topics = encodeEventTopics({
    abi: [FUNDS_DEPOSITED],
    args: {
      destinationChainId: chainNumber(relay.to),
      depositId: relay.id,
      depositor: terms.depositor,
    },
  });
  const data = encodeAbiParameters(unindexed(FUNDS_DEPOSITED.inputs), [
    terms.inputToken,
    terms.outputToken,
    terms.inputAmount,
    terms.outputAmount,
    FIRST_SECOND + at,
    terms.fillDeadline,
    0,
    terms.recipient,
    ZERO_WORD,
    '0x',
  ]);
  const transfer = tokenTransfer(relay.from, relay.wallet, relay.from.spokePool, relay.amount);
  return transactionOf(random, relay.from, at, [transfer, { topics, data }]);
}

function fill(random: SeededRandom, relay: Relay, depositAt: number, at: number): TransactionLogs {
  const terms = agreed(relay, depositAt);
  const topics = encodeEventTopics({
    abi: [FILLED_RELAY],
    args: { originChainId: chainNumber(relay.from), depositId: relay.id, relayer: RELAYER },
  });
  const data = encodeAbiParameters(unindexed(FILLED_RELAY.inputs), [
    terms.inputToken,
    terms.outputToken,
    terms.inputAmount,
    terms.outputAmount,
    1n,
    terms.fillDeadline,
    0,
    ZERO_WORD,
    terms.depositor,
    terms.recipient,
    ZERO_WORD,
    {
      updatedRecipient: terms.recipient,
      updatedMessageHash: ZERO_WORD,
      updatedOutputAmount: terms.outputAmount,
      fillType: 0,
    },
  ]);
  const relayer = expectOk(parseAddress(`0x${RELAYER.slice(26)}`));
  const transfer = tokenTransfer(relay.to, relayer, relay.wallet, terms.outputAmount);
  return transactionOf(random, relay.to, at, [transfer, { topics, data }]);
}

type Encoded = { readonly topics: readonly unknown[]; readonly data: Hex; readonly token?: Address };

function tokenTransfer(lane: Lane, from: Address, to: Address, value: bigint): Encoded {
  return {
    topics: encodeEventTopics({ abi: [TRANSFER], args: { from, to } }),
    data: encodeAbiParameters(unindexed(TRANSFER.inputs), [value]),
    token: lane.usdc,
  };
}

function transactionOf(
  random: SeededRandom,
  { chain, spokePool }: Lane,
  at: number,
  encoded: readonly Encoded[],
): TransactionLogs {
  return {
    chain,
    blockNumber: BigInt(20_000_000 + at),
    blockHash: hash(keccak256(`0x${at.toString(16).padStart(8, '0')}`)),
    blockTime: ((FIRST_SECOND + at) * 1_000) as UnixMilliseconds,
    transactionHash: hash(`0x${random.hexadecimal(64)}`),
    finality: 'safe',
    logs: encoded.map(({ topics, data, token }, logIndex): RawLog => ({
      logIndex,
      address: token ?? spokePool,
      topics: topics as readonly Hex[],
      data,
    })),
  };
}

/** The parameters that the data of a log holds; the others are in its topics. */
function unindexed<const Inputs extends readonly object[]>(inputs: Inputs): Unindexed<Inputs> {
  return inputs.filter((input) => !('indexed' in input)) as unknown as Unindexed<Inputs>;
}
type Unindexed<Inputs extends readonly object[]> = Inputs extends readonly [
  infer First,
  ...infer Rest extends readonly object[],
]
  ? First extends { readonly indexed: true }
    ? Unindexed<Rest>
    : readonly [First, ...Unindexed<Rest>]
  : readonly [];

function chainNumber({ chain }: Lane): bigint {
  return BigInt(evmChainNumber(chain) ?? 0);
}

function word(address: Address): Hex {
  return pad(address, { size: 32 });
}

function hash(text: string): Hash {
  return expectOk(parseHash(text));
}
