import { expectOk } from '@causeway/domain/units';
import { across } from './bridges/across.js';
import { arbitrum } from './bridges/arbitrum.js';
import { cctp } from './bridges/cctp.js';
import { celer } from './bridges/celer.js';
import { connext } from './bridges/connext.js';
import { debridge } from './bridges/debridge.js';
import { hyperlane } from './bridges/hyperlane.js';
import { layerzero } from './bridges/layerzero.js';
import { opStack } from './bridges/op-stack.js';
import { relay } from './bridges/relay.js';
import { stargate } from './bridges/stargate.js';
import { wormhole } from './bridges/wormhole.js';
import type { Bridge } from './bridge.js';
import type { Layer } from './layer.js';
import { arbitrumOne } from './layers/arbitrum-one.js';
import { base } from './layers/base.js';
import { ethereum } from './layers/ethereum.js';
import { ink } from './layers/ink.js';
import { linea } from './layers/linea.js';
import { mode } from './layers/mode.js';
import { optimism } from './layers/optimism.js';
import { polygonPos } from './layers/polygon-pos.js';
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
];

/** The network that comes with Causeway; `buildNetwork` makes one with layers of your own. */
export const NETWORK: Network = expectOk(buildNetwork(SHIPPED_LAYERS, SHIPPED_BRIDGES));
