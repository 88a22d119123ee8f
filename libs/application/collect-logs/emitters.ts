import type { Network } from '@causeway/domain/network';
import type { Address, ChainId } from '@causeway/domain/units';

/** The bridge contracts on a chain, whose transactions are collected. */
export function emittersOn(network: Network, chain: ChainId): readonly Address[] {
  const prefix = `${chain}/`;
  return [...network.contracts]
    .filter(([key]) => key.startsWith(prefix))
    .map(([, contract]) => contract.address);
}
