import { addSeconds, type ChainId, type UnixMilliseconds } from '@causeway/domain/units';

/** How far a layer may be behind the market before nothing that adds to risk is permitted on it. */
export interface UptimeRules {
  /** Must exceed how late final blocks are read where final blocks alone are read. */
  readonly maximumLagSeconds: number;
  /** For layers that need another. */
  readonly layers: ReadonlyMap<string, number>;
}

/** A layer, and up to when it is on record. */
export interface LayerOnRecord {
  readonly chain: ChainId;
  readonly through: UnixMilliseconds;
}

/**
 * The layers whose record is more seconds behind the clock of the market than the rules allow, with up to when each is on
 * record. Whether the layer stands still or its reader, nobody knows what happens on it.
 */
export function laggingLayers(
  layers: readonly LayerOnRecord[],
  { maximumLagSeconds, layers: own }: UptimeRules,
  now: UnixMilliseconds,
): ReadonlyMap<ChainId, UnixMilliseconds> {
  const lagging = layers.filter(({ chain, through }) => {
    const seconds = own.get(chain) ?? maximumLagSeconds;
    return addSeconds(through, seconds) < now;
  });
  return new Map(lagging.map(({ chain, through }) => [chain, through]));
}
