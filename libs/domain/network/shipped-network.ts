import { expectOk } from '@causeway/domain/units';
import { across } from './bridges/across.js';
import { arbitrum } from './bridges/arbitrum.js';
import { cctp } from './bridges/cctp.js';
import { celer } from './bridges/celer.js';
import { connext } from './bridges/connext.js';
import { debridge } from './bridges/debridge.js';
import { hop } from './bridges/hop.js';
import { hyperlane } from './bridges/hyperlane.js';
import { layerzero } from './bridges/layerzero.js';
import { lineaCanonical } from './bridges/linea.js';
import { nomad } from './bridges/nomad.js';
import { omnibridge } from './bridges/omnibridge.js';
import { opStack } from './bridges/op-stack.js';
import { polygonPosBridge } from './bridges/polygon-pos.js';
import { polygonZkevmBridge } from './bridges/polygon-zkevm.js';
import { relay } from './bridges/relay.js';
import { scrollCanonical } from './bridges/scroll.js';
import { stargate } from './bridges/stargate.js';
import { starkgate } from './bridges/starkgate.js';
import { zksyncLite } from './bridges/zksync-lite.js';
import { wormhole } from './bridges/wormhole.js';
import { xdai } from './bridges/xdai.js';
import { zksyncEra as zksyncEraCanonical } from './bridges/zksync-era.js';
import type { Bridge } from './bridge.js';
import type { Layer } from './layer.js';
import { arbitrumOne } from './layers/arbitrum-one.js';
import { base } from './layers/base.js';
import { ethereum } from './layers/ethereum.js';
import { gnosis } from './layers/gnosis.js';
import { ink } from './layers/ink.js';
import { linea } from './layers/linea.js';
import { mode } from './layers/mode.js';
import { moonbeam } from './layers/moonbeam.js';
import { optimism } from './layers/optimism.js';
import { polygonPos } from './layers/polygon-pos.js';
import { polygonZkevm } from './layers/polygon-zkevm.js';
import { scroll } from './layers/scroll.js';
import { soneium } from './layers/soneium.js';
import { unichain } from './layers/unichain.js';
import { worldChain } from './layers/world-chain.js';
import { zksyncEra } from './layers/zksync-era.js';
import { zora } from './layers/zora.js';
import { buildNetwork, type Network } from './network.js';

/** The layers that come with Causeway. */
export const SHIPPED_LAYERS: readonly Layer[] = [
  ethereum,
  optimism,
  base,
  arbitrumOne,
  unichain,
  worldChain,
  ink,
  soneium,
  mode,
  zora,
  scroll,
  linea,
  zksyncEra,
  polygonPos,
  gnosis,
  polygonZkevm,
  moonbeam,
];

/** The bridges that come with Causeway. */
export const SHIPPED_BRIDGES: readonly Bridge[] = [
  opStack,
  arbitrum,
  across,
  cctp,
  stargate,
  layerzero,
  hyperlane,
  wormhole,
  connext,
  debridge,
  celer,
  relay,
  zksyncEraCanonical,
  lineaCanonical,
  scrollCanonical,
  starkgate,
  zksyncLite,
  polygonPosBridge,
  polygonZkevmBridge,
  hop,
  omnibridge,
  xdai,
  nomad,
];

/** The network that comes with Causeway; `buildNetwork` makes one with layers of your own. */
export const NETWORK: Network = expectOk(buildNetwork(SHIPPED_LAYERS, SHIPPED_BRIDGES));
