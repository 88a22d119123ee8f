import {
  erc20Asset,
  expectOk,
  nativeAsset,
  parseAddress,
  parseAssetFamily,
  parseBridgeId,
  type AssetFamily,
  type AssetId,
  type BridgeId,
  type ChainId,
} from '@causeway/domain/units';
import type { BridgeContract, LayerAsset } from '../layer.js';

/** Short forms in which the data files state facts; a misspelt one throws when the module loads. */

export const OP_STACK: BridgeId = bridgeId('op-stack');
export const ARBITRUM: BridgeId = bridgeId('arbitrum');
export const ACROSS: BridgeId = bridgeId('across');
export const CCTP: BridgeId = bridgeId('cctp');
export const ZKSYNC_ERA: BridgeId = bridgeId('zksync-era');
export const LINEA: BridgeId = bridgeId('linea');
export const SCROLL: BridgeId = bridgeId('scroll');
export const STARKGATE: BridgeId = bridgeId('starkgate');
export const ZKSYNC_LITE: BridgeId = bridgeId('zksync-lite');
export const POLYGON_POS: BridgeId = bridgeId('polygon-pos');
export const POLYGON_ZKEVM: BridgeId = bridgeId('polygon-zkevm');
export const HOP: BridgeId = bridgeId('hop');
export const OMNIBRIDGE: BridgeId = bridgeId('omnibridge');
export const XDAI: BridgeId = bridgeId('xdai');
export const NOMAD: BridgeId = bridgeId('nomad');
export const LAYERZERO: BridgeId = bridgeId('layerzero');
export const STARGATE: BridgeId = bridgeId('stargate');
export const HYPERLANE: BridgeId = bridgeId('hyperlane');
export const WORMHOLE: BridgeId = bridgeId('wormhole');
export const CONNEXT: BridgeId = bridgeId('connext');
export const DEBRIDGE: BridgeId = bridgeId('debridge');
export const CELER: BridgeId = bridgeId('celer');
export const RELAY: BridgeId = bridgeId('relay');

export const ETH = family('ETH');
export const USDC = family('USDC');
export const USDT = family('USDT');
export const DAI = family('DAI');
export const BTC = family('BTC');
export const POL = family('POL');

function bridgeId(text: string): BridgeId {
  return expectOk(parseBridgeId(text));
}

function family(text: string): AssetFamily {
  return expectOk(parseAssetFamily(text));
}

/** Of Circle's FiatToken: `balanceAndBlacklistStates` (circlefin/stablecoin-evm test/helpers/storageSlots.behavior.ts). */
export const FIAT_TOKEN_BALANCES = 9;

/** Of WETH9, whose first three slots are name, symbol and decimals (gnosis/canonical-weth WETH9.sol). */
export const WETH9_BALANCES = 3;

/** Ether as a layer's native coin. */
export function ether(chain: ChainId): LayerAsset {
  return { asset: nativeAsset(chain), family: ETH, symbol: 'ETH', decimals: 18 };
}

/** The id of an ERC-20 token. */
export function erc20(chain: ChainId, address: string): AssetId {
  return erc20Asset(chain, expectOk(parseAddress(address)));
}

/** An ERC-20 token. */
export function token(
  chain: ChainId,
  symbol: string,
  assetFamily: AssetFamily,
  decimals: number,
  address: string,
  more: Pick<LayerAsset, 'bridgedFrom' | 'wrapsNative' | 'balanceSlot'> = {},
): LayerAsset {
  return { asset: erc20(chain, address), family: assetFamily, symbol, decimals, ...more };
}

/** A contract of a bridge. */
export function contract(
  bridge: BridgeId,
  role: string,
  address: string,
  counterpart?: ChainId,
): BridgeContract {
  const known = { bridge, role, address: expectOk(parseAddress(address)) };
  return counterpart === undefined ? known : { ...known, counterpart };
}
