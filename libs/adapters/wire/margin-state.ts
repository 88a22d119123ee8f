import { z } from 'zod';
import type { MarginBand, MarginState, ValuationGap } from '@causeway/domain/margin';
import { bucket } from './margin-account.js';
import { securityMechanism, transferStage } from './network-words.js';
import { holdingProof } from './proof-evidence.js';
import {
  accountId,
  assetFamily,
  assetId,
  bridgeId,
  chainId,
  decimal,
  deskId,
  instrumentId,
  oneOf,
  policyVersion,
  sequence,
  transferId,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

const holdingMargin = z.object({
  asset: assetId,
  chain: chainId,
  family: assetFamily,
  bucket,
  transfer: transferId.exactOptional(),
  bridge: bridgeId.exactOptional(),
  mechanism: securityMechanism.exactOptional(),
  stage: transferStage.exactOptional(),
  proven: holdingProof.exactOptional(),
  quantity: decimal,
  price: decimal,
  value: decimal,
  assetHaircut: decimal,
  layerHaircut: decimal,
  credit: decimal,
  collateralValue: decimal,
});

const positionMargin = z.object({
  instrument: instrumentId,
  chain: chainId,
  size: decimal,
  entryPrice: decimal,
  markPrice: decimal,
  notional: decimal,
  unrealisedPnl: decimal,
  initialMarginFraction: decimal,
  maintenanceMarginFraction: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
});

const layerMargin = z.object({
  chain: chainId,
  value: decimal,
  collateralValue: decimal,
  unrealisedPnl: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
});

export const marginStateFields = z.object({
  account: accountId,
  desk: deskId,
  accountSeq: sequence,
  priceVector: z.string(),
  policyVersion,
  accountValue: decimal,
  collateralValue: decimal,
  unrealisedPnl: decimal,
  equity: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
  freeCollateral: decimal,
  health: decimal.exactOptional(),
  band: oneOf<MarginBand>({ healthy: true, warning: true, liquidatable: true }),
  inTransitValue: decimal,
  inTransitCollateralValue: decimal,
  holdings: z.array(holdingMargin),
  positions: z.array(positionMargin),
  layers: z.array(layerMargin),
  assets: z.array(
    z.object({ family: assetFamily, quantity: decimal, value: decimal, collateralValue: decimal }),
  ),
  gaps: z.array(
    z.object({
      code: oneOf<ValuationGap['code']>({
        MISSING_PRICE: true,
        UNKNOWN_ASSET: true,
        UNKNOWN_INSTRUMENT: true,
      }),
      subject: z.string(),
    }),
  ),
});

export const marginStateFormat = wireFormat<MarginState>(
  'causeway.margin-state/1',
  'The margin of one account in USD: per layer, asset, position and in transit',
  'ignored',
  marginStateFields,
);
