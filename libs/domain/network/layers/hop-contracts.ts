import type { BridgeContract } from '../layer.js';
import { contract, HOP } from './facts.js';

/** A token that Hop carries, by the symbol its contracts are listed under. */
export type HopToken = 'ETH' | 'USDC' | 'USDT' | 'DAI' | 'MATIC';

/**
 * Hop's bridge for one token on a rollup, and the pool that swaps its bridge token for the token users hold there.
 * The role names the token, which no log does.
 */
export function hopRollupContracts(
  token: HopToken,
  bridge: string,
  saddleSwap: string,
): readonly BridgeContract[] {
  return [contract(HOP, `L2Bridge/${token}`, bridge), contract(HOP, `SaddleSwap/${token}`, saddleSwap)];
}

/** Hop's bridge for one token on Ethereum. */
export function hopSettlementContract(token: HopToken, bridge: string): BridgeContract {
  return contract(HOP, `L1Bridge/${token}`, bridge);
}
