import { layerOf, type Network } from '@causeway/domain/network';
import type { Address, BridgeId, ChainId } from '@causeway/domain/units';
import type { Direction } from './cross-domain-message.js';

/** One end of a rollup's bridge, as seen from the chain whose logs are read. */
export interface RollupSide extends Direction {
  readonly bridge: BridgeId;
  /** Whether the logs are the rollup's own, so that departures are withdrawals. */
  readonly isRollup: boolean;
  /** The contracts of the bridge by role, on both layers; undefined for contracts the network does not know. */
  readonly addresses: ReadonlyMap<string, Address> | undefined;
}

/** The side for logs of contracts on `chain` that serve `counterpart`. */
export function rollupSide(
  network: Network,
  bridge: BridgeId,
  chain: ChainId,
  counterpart: ChainId,
): RollupSide {
  const isRollup = layerOf(network, chain)?.settlesOn === counterpart;
  const rollup = layerOf(network, isRollup ? chain : counterpart);
  const contracts = [...(rollup?.contracts ?? []), ...(rollup?.settlementContracts ?? [])];
  const addresses = new Map(
    contracts.filter((known) => known.bridge === bridge).map((known) => [known.role, known.address] as const),
  );
  return { bridge, isRollup, source: chain, destination: counterpart, addresses };
}

/** The side for logs of contracts the network does not know: nothing about them is taken for granted. */
export function unknownSide(network: Network, bridge: BridgeId, chain: ChainId): RollupSide {
  const isRollup = layerOf(network, chain)?.settlesOn !== undefined;
  return { bridge, isRollup, source: chain, destination: undefined, addresses: undefined };
}

/** Whether an address is the rollup's messenger on one of its layers; unknown rollups get the benefit. */
export function isMessenger(side: RollupSide, layer: 'settlement' | 'rollup', address: Address): boolean {
  const role = layer === 'settlement' ? 'L1CrossDomainMessenger' : 'L2CrossDomainMessenger';
  return side.addresses === undefined || side.addresses.get(role) === address;
}

/** Whether an address is the rollup's standard bridge on the layer the logs are from. */
export function isStandardBridge(side: RollupSide, address: Address): boolean {
  const role = side.isRollup ? 'L2StandardBridge' : 'L1StandardBridge';
  return side.addresses === undefined || side.addresses.get(role) === address;
}
