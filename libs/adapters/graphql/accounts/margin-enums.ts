import type { Bucket } from '@causeway/domain/ledger';
import type { MarginBand, ValuationGap } from '@causeway/domain/margin';
import { documentedEnum } from '../schema/documented-enum.js';

export const MarginBandEnum = documentedEnum<MarginBand>(
  'MarginBand',
  'Where an account stands against the thresholds of the risk policy.',
  {
    healthy: 'Health is at or above the warning threshold, or nothing must be maintained.',
    warning: 'Health is below the warning threshold.',
    liquidatable: 'Health is below the liquidation threshold.',
  },
);

export const BucketEnum = documentedEnum<Bucket>(
  'Bucket',
  'What may be done with collateral at this instant.',
  {
    available: 'At the free disposal of the desk.',
    'in-transit': 'Between two layers, on a bridge.',
    reserved: 'Set aside for an order or a withdrawal.',
    seized: 'Taken by a liquidation.',
  },
);

export const ValuationGapCodeEnum = documentedEnum<ValuationGap['code']>(
  'ValuationGapCode',
  'Why part of an account could not be valued.',
  {
    MISSING_PRICE: 'There is no price for the subject yet.',
    UNKNOWN_ASSET: 'The network does not know the asset.',
    UNKNOWN_INSTRUMENT: 'The risk policy has no rule that margins the instrument.',
    PRICE_NOT_FOR_CREDIT: 'The price may not be used for credit: it counts nothing in free collateral.',
    PRICE_NOT_FOR_LIQUIDATION: 'The price may not be used for liquidation: no case is decided by it.',
    MISSING_FACT: 'A rule needs a fact of the market that nobody has told.',
  },
);
