import type { BridgeId } from '@causeway/domain/units';

/** Collateral that shares a layer, an asset family or a bridge. */
export interface CollateralSubject {
  readonly dimension: 'layer' | 'asset' | 'bridge';
  /** A chain id, a family, a bridge id; `*` is every one. */
  readonly subject: string;
}

/** Where a holding is. */
export interface CollateralPlace {
  readonly chain: string;
  readonly family: string;
  /** The bridge that it is in transit over. */
  readonly bridge: BridgeId | undefined;
}

/** Whether collateral at a place is on a subject: what is in transit is on the layer and in the family it arrives as. */
export function isOnSubject(
  { dimension, subject }: CollateralSubject,
  { chain, family, bridge }: CollateralPlace,
): boolean {
  const own = { layer: chain, asset: family, bridge }[dimension];
  return own !== undefined && (subject === '*' || subject === own);
}
