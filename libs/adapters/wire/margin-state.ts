import { z } from 'zod';
import type { MarginBand, MarginState, ValuationGap } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
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
  unixMilliseconds,
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
  initialCollateralValue: decimal.exactOptional(),
});

const debtMargin = z.object({
  asset: assetId,
  chain: chainId,
  family: assetFamily,
  quantity: decimal,
  price: decimal,
  value: decimal,
  deduction: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
});

const band = oneOf<MarginBand>({ healthy: true, warning: true, liquidatable: true });

const isolatedMargin = z.object({
  instrument: instrumentId,
  chain: chainId,
  equity: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
  health: decimal.exactOptional(),
  band,
});

const adjustment = z.object({
  rule: z.string(),
  subject: z.string(),
  equity: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
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
  isMarginedTogether: z.literal(true).exactOptional(),
  isIsolated: z.literal(true).exactOptional(),
});

const layerMargin = z.object({
  chain: chainId,
  value: decimal,
  collateralValue: decimal,
  debtValue: decimal.default(ZERO),
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
  asOf: unixMilliseconds.exactOptional(),
  accountValue: decimal,
  collateralValue: decimal,
  debtValue: decimal.default(ZERO),
  unrealisedPnl: decimal,
  equity: decimal,
  initialEquity: decimal.exactOptional(),
  initialMargin: decimal,
  maintenanceMargin: decimal,
  freeCollateral: decimal,
  withdrawableCollateral: decimal.exactOptional(),
  health: decimal.exactOptional(),
  band,
  inTransitValue: decimal,
  inTransitCollateralValue: decimal,
  holdings: z.array(holdingMargin),
  positions: z.array(positionMargin),
  debts: z.array(debtMargin).default([]),
  adjustments: z.array(adjustment).default([]),
  isolated: z.array(isolatedMargin).default([]),
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
        MISSING_FACT: true,
        PRICE_NOT_FOR_CREDIT: true,
        PRICE_NOT_FOR_LIQUIDATION: true,
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
