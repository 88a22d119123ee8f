import { z } from 'zod';
import type { CollateralRule } from '@causeway/domain/margin';
import { blockFinality, securityMechanism, transferStage } from '../network-words.js';
import { assetFamily, bridgeId, decimal } from '../scalars.js';
import { reserveCollateral } from './reserve-rules.js';
import { byBridge, byChain, byFamily, columns } from './rule-maps.js';
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

const concentrationBrackets = z
  .object({
    rule: z.literal('concentration-brackets'),
    brackets: byFamily(z.array(z.object({ upTo: decimal.exactOptional(), weight: decimal }))),
  })
  .meta({ description: 'Much of one asset counts less: marginal brackets over all of it, on all layers' });

const correlatedAssets = z
  .object({
    rule: z.literal('correlated-assets'),
    groups: z.array(z.object({ name: z.string().min(1), families: z.array(assetFamily), weight: columns })),
  })
  .meta({ description: 'Collateral counts more while all debts are of the same group of correlated assets' });

const inTransitCap = z
  .object({ rule: z.literal('in-transit-cap'), caps: byBridge(decimal), otherwise: decimal.exactOptional() })
  .meta({ description: 'All that is in transit over one bridge counts at most its cap in USD' });

const provenBalance = z
  .object({
    rule: z.literal('proven-balance'),
    unproven: byChain(decimal),
    otherwise: decimal,
    withinSeconds: decimal.exactOptional(),
  })
  .meta({ description: 'What no Merkle proof has shown counts for a weight by layer; 0 requires proof' });

/** Rules of the section `margin.collateral`. */
export const collateralRule: z.ZodType<CollateralRule, unknown> = z.discriminatedUnion('rule', [
  assetHaircut,
  collateralWeight,
  concentrationBrackets,
  correlatedAssets,
  inTransitCap,
  inTransitCredit,
  layerHaircut,
  provenBalance,
  reserveCollateral,
  sqrtSizeAssetWeight,
]);
