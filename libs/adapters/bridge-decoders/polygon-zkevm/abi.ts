import { parseAbi } from 'viem';

/** Events of the unified bridge. */
export const zkevmEvents = parseAbi([
  'event BridgeEvent(uint8 leafType, uint32 originNetwork, address originAddress, uint32 destinationNetwork, address destinationAddress, uint256 amount, bytes metadata, uint32 depositCount)',
  'event ClaimEvent(uint256 globalIndex, uint32 originNetwork, address originAddress, address destinationAddress, uint256 amount)',
]);

/** A claim as logged while the bridge joined two layers only. */
export const zkevmFirstClaimEvents = parseAbi([
  'event ClaimEvent(uint32 index, uint32 originNetwork, address originAddress, address destinationAddress, uint256 amount)',
]);
