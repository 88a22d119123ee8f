import { z } from 'zod';
import { decimal } from '../scalars.js';
import { byFamily, byInstrument, columns } from './rule-maps.js';

const sized = z.object({ ...columns.shape, imf: decimal });

export const sqrtSizeAssetWeight = z
  .object({
    rule: z.literal('sqrt-size-asset-weight'),
    markets: byFamily(z.object({ ...sized.shape, scaleFrom: decimal })),
  })
  .meta({
    description:
      'Collateral of a family counts for value × min(weight, 1.1 / (1 + imf × √quantity)), initially less once all deposits exceed `scaleFrom` USD',
  });

export const sqrtSizeLiabilityWeight = z
  .object({ rule: z.literal('sqrt-size-liability-weight'), markets: byFamily(sized) })
  .meta({ description: 'A debt asks for value × max(weight, 0.8 × weight + imf × √quantity)' });

export const sqrtSizeMargin = z
  .object({ rule: z.literal('sqrt-size-margin'), markets: byInstrument(sized) })
  .meta({ description: 'A position demands value × max(ratio, 0.8 × ratio + imf × √size)' });
