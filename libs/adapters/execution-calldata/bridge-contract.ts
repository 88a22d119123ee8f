import { layerOf, type Network } from '@causeway/domain/network';
import type { Address, ChainId } from '@causeway/domain/units';

/** The address of the contract with this role that a bridge has on a layer, for any counterpart. */
export function bridgeContract(
  network: Network,
  chain: ChainId,
  bridge: string,
  role: string,
): Address | undefined {
  return layerOf(network, chain)?.contracts.find(
    (contract) => contract.bridge === bridge && contract.role === role,
  )?.address;
}

/** The address of a contract that a rollup's own bridge has on the layer on which the rollup settles. */
export function settlementContract(
  network: Network,
  rollup: ChainId,
  bridge: string,
  role: string,
): Address | undefined {
  return layerOf(network, rollup)?.settlementContracts?.find(
    (contract) => contract.bridge === bridge && contract.role === role,
  )?.address;
}
