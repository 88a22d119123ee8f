import { z } from 'zod';
import type { TransferStage } from '@causeway/domain/bridging';
import { USD_PLACES } from '@causeway/domain/margin';
import type { SecurityMechanism } from '@causeway/domain/network';
import type { Decimal } from '@causeway/domain/units';
import { byChain, byFamily, byInstrument } from './margin-rules/rule-maps.js';
import { securityMechanism, transferStage } from './network-words.js';
import type { RiskPolicyDocument } from './risk-policy-document.js';
import { decimal, storableText } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** A policy of the first edition: fixed haircuts, credits and rates instead of rules. */
export interface FirstMarginPolicy {
  readonly name: string;
  readonly assetHaircuts: ReadonlyMap<string, Decimal>;
  readonly layerHaircuts: ReadonlyMap<string, Decimal>;
  readonly defaultLayerHaircut: Decimal;
  readonly inTransitCredits: readonly {
    readonly mechanism: SecurityMechanism;
    readonly stage: TransferStage;
    readonly credit: Decimal;
  }[];
  readonly instruments: ReadonlyMap<
    string,
    { readonly initialMarginFraction: Decimal; readonly maintenanceMarginFraction: Decimal }
  >;
  readonly warningHealth: Decimal;
  readonly liquidationHealth: Decimal;
  readonly targetHealth: Decimal;
}

/** The fields of a policy of the first edition, with or without its version around them. */
export const firstMarginPolicyFields = z.object({
  name: storableText.max(200),
  assetHaircuts: byFamily(decimal),
  layerHaircuts: byChain(decimal),
  defaultLayerHaircut: decimal,
  inTransitCredits: z.array(
    z.object({ mechanism: securityMechanism, stage: transferStage, credit: decimal }),
  ),
  instruments: byInstrument(z.object({ initialMarginFraction: decimal, maintenanceMarginFraction: decimal })),
  warningHealth: decimal,
  liquidationHealth: decimal,
  targetHealth: decimal,
});

export const firstMarginPolicyFormat = wireFormat<FirstMarginPolicy>(
  'causeway.margin-policy/1',
  'A risk policy of the first edition: haircuts, in-transit credits, margin rates and thresholds; still read',
  'refused',
  firstMarginPolicyFields,
);

/** The rules that give the same figures, to the last unit. */
export function translatedPolicy(first: FirstMarginPolicy): RiskPolicyDocument {
  const { name, assetHaircuts, layerHaircuts, defaultLayerHaircut, inTransitCredits, instruments } = first;
  const { warningHealth, liquidationHealth, targetHealth } = first;
  const rates = [...instruments].map(
    ([instrument, { initialMarginFraction: initial, maintenanceMarginFraction: maintenance }]) =>
      [instrument, { initial, maintenance }] as const,
  );
  return {
    name,
    margin: {
      places: USD_PLACES,
      collateral: [
        { rule: 'asset-haircut', haircuts: assetHaircuts },
        { rule: 'layer-haircut', haircuts: layerHaircuts, otherwise: defaultLayerHaircut },
        { rule: 'in-transit-credit', credits: inTransitCredits },
      ],
      debts: [],
      positions: [{ rule: 'margin-rates', rates: new Map(rates) }],
      account: [],
      health: {
        rule: 'health-ratio',
        warning: warningHealth,
        liquidation: liquidationHealth,
        target: targetHealth,
      },
    },
  };
}
