import type { TransactionLogs } from '@causeway/domain/bridging';
import { wrappedNativeOf, type Network } from '@causeway/domain/network';
import { erc20Asset, nativeAsset, tokenAmount, type Address, type TokenAmount } from '@causeway/domain/units';
import { addressOf, ZERO_ADDRESS } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import { nativeWasWrapped } from '../token-transfer.js';
import type { hopEvents } from './abi.js';
import { hopTokenOf } from './hop-token.js';

type HopLog = ReadLog<typeof hopEvents>;
export type PoolSwap = Extract<HopLog, { eventName: 'TokenSwap' }>;

/** In Hop's pools the token users hold is the first and the bridge token the second. */
const USER_TOKEN = 0n;

/** The swap of users' tokens for bridge tokens that a departure of `amount` bridge tokens came from. */
export function swapBefore(logs: readonly HopLog[], log: HopLog, amount: bigint): PoolSwap | undefined {
  return logs
    .filter((other): other is PoolSwap => isSwapOfSameToken(other, log))
    .filter(
      ({ args, log: { logIndex } }) =>
        logIndex < log.log.logIndex && args.soldId === USER_TOKEN && args.tokensBought === amount,
    )
    .at(-1);
}

/** The swap of at most `limit` bridge tokens for users' tokens that an arrival came with, among the given logs. */
export function swapOfArrival(run: readonly HopLog[], log: HopLog, limit: bigint): PoolSwap | undefined {
  const swaps = run.filter(
    (other): other is PoolSwap =>
      isSwapOfSameToken(other, log) && other.args.boughtId === USER_TOKEN && other.args.tokensSold <= limit,
  );
  return swaps.length === 1 ? swaps[0] : undefined;
}

function isSwapOfSameToken(other: HopLog, log: HopLog): other is PoolSwap {
  return other.eventName === 'TokenSwap' && hopTokenOf(other.contract) === hopTokenOf(log.contract);
}

/** What the user of a swap gave: the token that went into the pool, in its native form if it was wrapped for it. */
export function givenToPool(
  transaction: TransactionLogs,
  network: Network,
  swap: PoolSwap,
): { readonly amount: TokenAmount | undefined; readonly sender: Address | undefined } {
  const { buyer, tokensSold } = swap.args;
  const wrapper = addressOf(buyer);
  const moves = tokenMoves(transaction).filter(({ raw }) => raw === tokensSold);
  const given = agreedMove(moves.filter(({ from, to }) => from === wrapper && to === swap.log.address));
  if (given === undefined) return { amount: undefined, sender: undefined };
  const taken = agreedMove(moves.filter(({ token, to }) => token === given.token && to === wrapper));
  const amount = userAmount(transaction, network, 'wrap', given.token, wrapper, taken?.from, tokensSold);
  return { amount, sender: taken?.from === ZERO_ADDRESS ? undefined : taken?.from };
}

/** What the user of a swap got, and who it was passed on to; native if it was unwrapped. */
export function takenFromPool(
  transaction: TransactionLogs,
  network: Network,
  swap: PoolSwap,
): { readonly amount: TokenAmount | undefined; readonly recipient: Address | undefined } {
  const { buyer, tokensBought } = swap.args;
  const wrapper = addressOf(buyer);
  const moves = tokenMoves(transaction).filter(({ raw }) => raw === tokensBought);
  const taken = agreedMove(moves.filter(({ from, to }) => from === swap.log.address && to === wrapper));
  if (taken === undefined) return { amount: undefined, recipient: undefined };
  const passed = agreedMove(moves.filter(({ token, from }) => token === taken.token && from === wrapper));
  const amount = userAmount(transaction, network, 'unwrap', taken.token, wrapper, passed?.to, tokensBought);
  return { amount, recipient: passed?.to === ZERO_ADDRESS ? undefined : passed?.to };
}

/**
 * The wrapped coin says itself that it was wrapped or unwrapped: by an event of its own, or (on Arbitrum) by minting
 * and burning itself, when the wallet at the `other` end of the wrapper is none.
 */
function userAmount(
  transaction: TransactionLogs,
  network: Network,
  side: 'wrap' | 'unwrap',
  token: Address,
  wrapper: Address,
  other: Address | undefined,
  raw: bigint,
): TokenAmount | undefined {
  if (raw === 0n) return undefined;
  const { chain } = transaction;
  const asset = erc20Asset(chain, token);
  const isNative =
    wrappedNativeOf(network, chain)?.asset === asset &&
    (other === ZERO_ADDRESS || nativeWasWrapped(transaction, side, asset, wrapper, raw));
  return tokenAmount(isNative ? nativeAsset(chain) : asset, raw);
}
