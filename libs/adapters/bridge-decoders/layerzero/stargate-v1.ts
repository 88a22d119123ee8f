import { decodeAbiParameters, parseAbiParameters, size, type Hex } from 'viem';
import type { TransactionLogs } from '@causeway/domain/bridging';
import { contractAt, type Network } from '@causeway/domain/network';
import { erc20Asset, nativeAsset, tokenAmount, type Address, type TokenAmount } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import type { stargateV1Events } from './abi.js';
import { STARGATE } from './packet-logs.js';

type StargateLog = ReadLog<typeof stargateV1Events>;
export type SwapLog = Extract<StargateLog, { eventName: 'Swap' }>;
export type SwapRemoteLog = Extract<StargateLog, { eventName: 'SwapRemote' }>;
export type NativeLog = Extract<StargateLog, { eventName: 'TransferNative' }>;

/** What the message of a swap says. Amounts are in the pools' shared decimals. */
export interface SwapMessage {
  readonly destinationPool: bigint;
  readonly amount: bigint;
  readonly receiver: Address | undefined;
}

const SWAP_REMOTE = 1;
const FUNCTION = parseAbiParameters('uint8');
const SWAP = parseAbiParameters(
  'uint8 functionType, uint256 srcPoolId, uint256 dstPoolId, uint256 dstGasForCall, (uint256 credits, uint256 idealBalance), (uint256 amount, uint256 eqFee, uint256 eqReward, uint256 lpFee, uint256 protocolFee, uint256 lkbRemove), bytes to, bytes payload',
);

/**
 * The content of a message that asks the remote pool to pay; undefined for credits and other messages.
 * Bridge.swap of stargate-protocol/stargate.
 */
export function parseSwapMessage(message: Hex): SwapMessage | undefined {
  if (size(message) < 32) return undefined;
  try {
    const [functionType] = decodeAbiParameters(FUNCTION, message);
    if (functionType !== SWAP_REMOTE) return undefined;
    const [, , destinationPool, , , { amount }, to] = decodeAbiParameters(SWAP, message);
    return { destinationPool, amount, receiver: size(to) === 20 ? addressOf(to) : undefined };
  } catch {
    return undefined;
  }
}

/**
 * What a wallet gave to the pool, in the token's own decimals: the pool logs Swap before the router moves the
 * tokens. Wrapped ether of Stargate is counted as the ether it is.
 */
export function swapSent(
  transaction: TransactionLogs,
  network: Network,
  swap: SwapLog,
  before: number,
): TokenAmount | undefined {
  const pool = swap.log.address;
  const giver = addressOf(swap.args.from);
  const move = agreedMove(
    tokenMoves(transaction).filter(
      ({ logIndex, from, to }) =>
        to === pool && from === giver && logIndex > swap.log.logIndex && logIndex < before,
    ),
  );
  return move === undefined ? undefined : assetAmount(transaction, network, move.token, move.raw);
}

/** What the pool paid, from the token's own log between `after` and the pool's SwapRemote. */
export function swapReceived(
  transaction: TransactionLogs,
  network: Network,
  paid: SwapRemoteLog,
  after: number,
  native: readonly NativeLog[],
): TokenAmount | undefined {
  const pool = paid.log.address;
  const receiver = addressOf(paid.args.to);
  const isBetween = (logIndex: number): boolean => logIndex > after && logIndex < paid.log.logIndex;
  const unwrapped = native.find(
    ({ args, log, contract }) =>
      contract !== undefined &&
      addressOf(args.src) === pool &&
      addressOf(args.dst) === receiver &&
      isBetween(log.logIndex),
  );
  if (unwrapped !== undefined) return tokenAmount(nativeAsset(transaction.chain), unwrapped.args.wad);
  const move = agreedMove(
    tokenMoves(transaction).filter(
      ({ logIndex, from, to }) => from === pool && to === receiver && isBetween(logIndex),
    ),
  );
  return move === undefined ? undefined : assetAmount(transaction, network, move.token, move.raw);
}

function assetAmount(
  transaction: TransactionLogs,
  network: Network,
  token: Address,
  raw: bigint,
): TokenAmount | undefined {
  if (raw === 0n) return undefined;
  const contract = contractAt(network, transaction.chain, token);
  const isWrappedEther = contract?.bridge === STARGATE && contract.role === 'StargateEthVault';
  return tokenAmount(
    isWrappedEther ? nativeAsset(transaction.chain) : erc20Asset(transaction.chain, token),
    raw,
  );
}
