import { z } from 'zod';
import type { CollateralRule } from '@causeway/domain/margin';
import { blockFinality, securityMechanism, transferStage } from '../network-words.js';
import { bridgeId, decimal } from '../scalars.js';
import { byChain, byFamily, columns } from './rule-maps.js';
import { reserveCollateral } from './reserve-rules.js';
import { sqrtSizeAssetWeight } from './size-weight-rules.js';

const assetHaircut = z.object({ rule: z.literal('asset-haircut'), haircuts: byFamily(decimal) }).meta({
  description:
    'Collateral of a family counts for value × (1 − haircut); a family not listed is no collateral',
});

const collateralWeight = z.object({ rule: z.literal('collateral-weight'), weights: byFamily(columns) }).meta({
  description: 'Collateral of a family counts for value × weight, less where it backs new risk',
});

const layerHaircut = z
  .object({ rule: z.literal('layer-haircut'), haircuts: byChain(decimal), otherwise: decimal })
  .meta({ description: 'Collateral counts for a further × (1 − haircut) by the layer it lies on' });

const inTransitCredit = z
  .object({
    rule: z.literal('in-transit-credit'),
    credits: z.array(
      z.object({
        mechanism: securityMechanism.exactOptional(),
        bridge: bridgeId.exactOptional(),
        stage: transferStage,
        finality: blockFinality.exactOptional(),
        withinSeconds: decimal.exactOptional(),
        credit: decimal,
        atMost: decimal.exactOptional(),
      }),
    ),
  })
  .meta({
    description:
      'Of collateral in transit counts value × credit, by the first entry whose conditions it meets',
  });

/** Rules of the section `margin.collateral`. */
export const collateralRule: z.ZodType<CollateralRule, unknown> = z.discriminatedUnion('rule', [
  assetHaircut,
  collateralWeight,
  inTransitCredit,
  layerHaircut,
  reserveCollateral,
  sqrtSizeAssetWeight,
]);
