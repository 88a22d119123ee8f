import type { TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  type Address,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { ZERO_ADDRESS } from '../event-draft.js';
import { localToken } from '../local-token.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import { chainOfNetwork } from './networks.js';

/** A token by the network that issued it and its address there. */
export interface Origin {
  readonly network: number;
  readonly address: Address;
}

/** Ether, which Ethereum issued and which has no address. */
export function isEther({ network, address }: Origin): boolean {
  return network === 0 && address === ZERO_ADDRESS;
}

/** Ether in the form of a layer's coin; undefined for layers not known to have ether as their coin. */
export function etherOn(network: Network, chain: ChainId, raw: bigint): TokenAmount | undefined {
  const asset = nativeAsset(chain);
  return raw === 0n || !network.assets.has(asset) ? undefined : tokenAmount(asset, raw);
}

/**
 * What moved on the chain of the transaction: ether, the token itself where it was issued, else the token that the
 * bridge burned or minted for it, by the token's own log.
 */
export function movedHere(
  transaction: TransactionLogs,
  network: Network,
  origin: Origin,
  side: 'mint' | 'burn',
  wallet: Address | undefined,
  raw: bigint,
): TokenAmount | undefined {
  const { chain } = transaction;
  if (isEther(origin)) return etherOn(network, chain, raw);
  const original = erc20Asset(chainOfNetwork(origin.network), origin.address);
  if (raw === 0n) return undefined;
  if (chainOfNetwork(origin.network) === chain) return tokenAmount(original, raw);
  const holder = wallet ?? burnerOf(transaction, raw);
  const local =
    holder === undefined ? undefined : localToken(network, transaction, side, original, holder, raw);
  return local === undefined ? undefined : tokenAmount(local, raw);
}

/** The wallet whose tokens were burned in exactly this amount; the bridge's own log does not name it. */
export function burnerOf(transaction: TransactionLogs, raw: bigint): Address | undefined {
  const burned = tokenMoves(transaction).filter((move) => move.to === ZERO_ADDRESS && move.raw === raw);
  return agreedMove(burned)?.from;
}
