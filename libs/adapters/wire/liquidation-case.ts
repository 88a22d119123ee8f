import { z } from 'zod';
import type { SeizableBucket } from '@causeway/domain/ledger';
import type { CaseStage, LiquidationCase } from '@causeway/domain/liquidation';
import {
  accountId,
  assetId,
  caseId,
  chainId,
  decimal,
  deskId,
  instrumentId,
  oneOf,
  policyVersion,
  sequence,
  unixMilliseconds,
  unsigned,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

const stage = oneOf<CaseStage>({
  warned: true,
  liquidating: true,
  recovered: true,
  closed: true,
  bankrupt: true,
});

const plan = z.object({
  reductions: z.array(
    z.object({
      instrument: instrumentId,
      chain: chainId,
      sizeChange: decimal,
      markPrice: decimal,
      maintenanceReleased: decimal,
    }),
  ),
  seizures: z.array(
    z.object({
      asset: assetId,
      chain: chainId,
      bucket: oneOf<SeizableBucket>({ available: true, reserved: true }),
      raw: unsigned,
      value: decimal,
    }),
  ),
  healthAfter: decimal.exactOptional(),
  shortfall: decimal,
});

const evidence = z.object({
  accountSeq: sequence,
  priceVector: z.string(),
  policyVersion,
  equity: decimal,
  maintenanceMargin: decimal,
  health: decimal.exactOptional(),
});

export const liquidationCaseFields = z.object({
  id: caseId,
  account: accountId,
  desk: deskId,
  stage,
  openedAt: unixMilliseconds,
  updatedAt: unixMilliseconds,
  plan: plan.exactOptional(),
  history: z.array(z.object({ stage, at: unixMilliseconds, evidence })),
});

export const liquidationCaseFormat = wireFormat<LiquidationCase>(
  'causeway.liquidation-case/1',
  'A liquidation case with its plan and the evidence of each decision',
  'ignored',
  liquidationCaseFields,
);
