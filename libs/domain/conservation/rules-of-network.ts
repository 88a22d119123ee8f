import { isCanonical, type Bridge, type Layer, type Network } from '@causeway/domain/network';
import type { AssetId } from '@causeway/domain/units';
import type { RulesByBridge } from './conservation-book.js';
import type { ConservationRules } from './conservation-rules.js';

/** What an operator decides about all bridges. */
export interface WatchSettings {
  readonly patienceSeconds: number;
  readonly clockToleranceSeconds: number;
  readonly openingSeconds: number;
}

/** For legs that are joined by message id no span ends. */
const NO_LIMIT_SECONDS = 3_155_760_000;

/**
 * The rules of every bridge of a network, from what the network says the bridge promises and how its layers settle.
 * Representations of one family with the same decimals are one asset; amounts of others cannot be compared in base
 * units, so those are left unlisted.
 */
export function rulesOfNetwork(network: Network, settings: WatchSettings): RulesByBridge {
  const assets = conservedAssets(network);
  return new Map(
    [...network.bridges.values()].map((bridge) => [
      bridge.bridge,
      rulesOf(bridge, [...network.layers.values()], assets, settings),
    ]),
  );
}

function rulesOf(
  bridge: Bridge,
  layers: readonly Layer[],
  assets: ConservationRules['assets'],
  { patienceSeconds, clockToleranceSeconds, openingSeconds }: WatchSettings,
): ConservationRules {
  const { promises = {} } = bridge;
  const fee = promises.maximumFeeBasisPoints;
  return {
    bridge: bridge.bridge,
    matching: promises.sharesMessageIds === true ? 'shared-message-id' : 'unique-message-id',
    assets,
    finalitySeconds: new Map(layers.map((layer) => [layer.chain, transitSeconds(bridge, layer)])),
    maximumFeeBasisPoints: BigInt(fee ?? 0),
    recipientsAgree: promises.namesRecipient === true,
    longestTransferSeconds: NO_LIMIT_SECONDS,
    ...{ patienceSeconds, clockToleranceSeconds, openingSeconds },
    ...(fee === undefined ? { deliversOrders: true } : {}),
  };
}

/**
 * Seconds that lie between a departure on a layer and its arrival at least. What a rollup derives from its settlement
 * layer is taken back with it, so a deposit over its own bridge waits for nothing; a withdrawal waits for the challenge.
 */
function transitSeconds(bridge: Bridge, layer: Layer): number {
  const stated = bridge.promises?.minimumTransitSeconds ?? 0;
  const isWithdrawal = isCanonical(bridge) && layer.settlesOn !== undefined;
  return isWithdrawal ? Math.max(stated, layer.challengeSeconds ?? 0) : stated;
}

function conservedAssets({ families }: Network): ReadonlyMap<AssetId, string> {
  return new Map(
    [...families].flatMap(([family, representations]) => {
      const [first] = representations;
      return representations
        .filter(({ decimals }) => decimals === first?.decimals)
        .map(({ asset }) => [asset, family] as const);
    }),
  );
}
