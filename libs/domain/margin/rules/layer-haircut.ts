import { chainOfAsset, type Decimal } from '@causeway/domain/units';
import { takeHaircut, type CollateralLine } from '../collateral-line.js';
import { entriesAt, notAFraction } from '../complaint.js';
import type { RuleDefinition } from '../rule-definition.js';

/**
 * `layer-haircut`: collateral counts for a further × (1 − haircut) by the layer it lies on, for what must hold for
 * that layer not to lose it. It multiplies with the haircut of the asset, because either can be lost alone. No venue
 * has this rule; it is Causeway's own.
 */
export interface LayerHaircutRule {
  readonly rule: 'layer-haircut';
  /** Fraction of 1 by CAIP-2 chain. */
  readonly haircuts: ReadonlyMap<string, Decimal>;
  /** The haircut of a layer that is not listed. */
  readonly otherwise: Decimal;
}

export const layerHaircut: RuleDefinition<LayerHaircutRule, CollateralLine> = {
  complaintAbout: ({ haircuts, otherwise }) =>
    notAFraction(entriesAt('/haircuts', haircuts)) ?? notAFraction([['/otherwise', otherwise]]),
  apply: ({ haircuts, otherwise }, lines, context) => {
    for (const line of lines) {
      const haircut = haircuts.get(chainOfAsset(line.holding.amount.asset)) ?? otherwise;
      line.layerHaircut = haircut;
      if (haircut.isZero() && context.recorder === undefined) continue;
      takeHaircut(line, haircut, context);
    }
  },
};
