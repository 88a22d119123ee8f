import { z } from 'zod';
import type { Latency, SecurityMechanism } from '@causeway/domain/network';
import type { NextStepKind, Punctuality, TransferStage } from '@causeway/domain/bridging';
import type { BlockFinality } from '@causeway/domain/finality';
import { oneOf, unsigned } from './scalars.js';

export const securityMechanism = oneOf<SecurityMechanism>({
  'validity-proof': true,
  'optimistic-challenge': true,
  'shared-sequencer': true,
  'issuer-mint-burn': true,
  'bonded-relayer': true,
  'external-validators': true,
});

export const transferStage = oneOf<TransferStage>({
  initiated: true,
  attested: true,
  relayed: true,
  'in-challenge': true,
  'partially-filled': true,
  finalised: true,
  cancelled: true,
  expired: true,
  refunded: true,
  failed: true,
});

export const punctuality = oneOf<Punctuality>({
  'on-time': true,
  late: true,
  stuck: true,
  claimable: true,
});

export const nextStepKind = oneOf<NextStepKind>({
  deliver: true,
  prove: true,
  finalise: true,
  claim: true,
  execute: true,
  refund: true,
});
export const blockFinality = oneOf<BlockFinality>({
  latest: true,
  safe: true,
  finalised: true,
  settled: true,
});

const MAXIMUM_BLOCK_NUMBER = 2n ** 63n - 1n;
export const blockNumber = unsigned.refine(
  (value) => value <= MAXIMUM_BLOCK_NUMBER,
  'no chain has such a block',
);

/** Measured seconds; fractions of a second are allowed because quartiles fall between measurements. */
export const latency: z.ZodType<Latency, Latency> = z.object({
  lowerQuartileSeconds: z.number().min(0),
  medianSeconds: z.number().min(0),
  upperQuartileSeconds: z.number().min(0),
});
