export {
  SECURITY_MECHANISMS,
  type Bridge,
  type BridgePromises,
  type Latency,
  type RouteLatency,
  type SecurityMechanism,
} from './bridge.js';
export type { BridgeContract, Layer, LayerAsset, LayerKind, ProtocolNumbers } from './layer.js';
export { buildNetwork, type Network, type NetworkCode } from './network.js';
export {
  assetOf,
  assetsOfFamily,
  bridgeOf,
  canonicalRepresentation,
  chainOfCctpDomain,
  chainOfNumber,
  contractAt,
  familyOf,
  layerOf,
  tellsDepartures,
  wrappedNativeOf,
} from './lookup.js';
export { isWeaker, securityOfBalance, weakestLink } from './security.js';
export { isCanonical, latencyOf, withdrawalOf, type Withdrawal } from './latency.js';
export { OP_STACK_LEGACY_ETHER, opStackLayer, type OpStackFacts } from './layers/op-stack-layer.js';
export { NETWORK, SHIPPED_BRIDGES, SHIPPED_LAYERS } from './shipped-network.js';
