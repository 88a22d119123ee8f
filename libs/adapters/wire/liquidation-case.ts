import { z } from 'zod';
import type { Bucket, SeizableBucket } from '@causeway/domain/ledger';
import type { CaseStage, LiquidationCase, PlanGoal, UnreachableReason } from '@causeway/domain/liquidation';
import { securityMechanism } from './network-words.js';
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
  'margin-call': true,
  liquidating: true,
  recovered: true,
  closed: true,
  bankrupt: true,
});

const conversion = z.object({
  proceeds: unsigned,
  proceedsValue: decimal,
  seconds: z.int().min(0),
  security: securityMechanism.exactOptional(),
  route: z.array(z.string()),
});

const unreachable = z.object({
  asset: assetId,
  chain: chainId,
  bucket: oneOf<Bucket>({ available: true, reserved: true, seized: true, 'in-transit': true }),
  value: decimal,
  reason: oneOf<UnreachableReason>({
    'in-transit': true,
    'no-price': true,
    'no-route': true,
    'too-slow': true,
    'too-weak': true,
  }),
});

const quality = z.object({
  goal: oneOf<PlanGoal>({ restore: true, close: true, insolvent: true }),
  loss: decimal,
  lossBound: decimal,
  settlementAsset: assetId,
  graphVersion: z.string(),
  unreachable: z.array(unreachable),
});

const plan = z.object({
  reductions: z.array(
    z.object({
      instrument: instrumentId,
      chain: chainId,
      sizeChange: decimal,
      markPrice: decimal,
      maintenanceReleased: decimal,
      realisedPnl: decimal.exactOptional(),
      cost: decimal.exactOptional(),
    }),
  ),
  seizures: z.array(
    z.object({
      asset: assetId,
      chain: chainId,
      bucket: oneOf<SeizableBucket>({ available: true, reserved: true }),
      raw: unsigned,
      value: decimal,
      conversion: conversion.exactOptional(),
    }),
  ),
  healthAfter: decimal.exactOptional(),
  shortfall: decimal,
  quality: quality.exactOptional(),
});

const estimate = z.object({
  surplus: decimal,
  driftPerDay: decimal,
  deviationPerDay: decimal,
  driftSeconds: z.int().min(0).exactOptional(),
  seconds: z.int().min(0).exactOptional(),
});

const place = { instrument: instrumentId, chain: chainId, size: decimal };

const progress = z.object({
  since: unixMilliseconds,
  seen: z.array(z.object(place)),
  reductions: z.array(z.object({ ...place, at: unixMilliseconds })),
});

const evidence = z.object({
  accountSeq: sequence,
  priceVector: z.string(),
  policyVersion,
  equity: decimal,
  maintenanceMargin: decimal,
  health: decimal.exactOptional(),
  systemicActions: z.array(z.string()).exactOptional(),
});

export const liquidationCaseFields = z.object({
  id: caseId,
  account: accountId,
  desk: deskId,
  stage,
  openedAt: unixMilliseconds,
  updatedAt: unixMilliseconds,
  plan: plan.exactOptional(),
  deadline: unixMilliseconds.exactOptional(),
  estimate: estimate.exactOptional(),
  progress: progress.exactOptional(),
  history: z.array(z.object({ stage, at: unixMilliseconds, evidence })),
});

export const liquidationCaseFormat = wireFormat<LiquidationCase>(
  'causeway.liquidation-case/1',
  'A liquidation case with its plan and the evidence of each decision',
  'ignored',
  liquidationCaseFields,
);
