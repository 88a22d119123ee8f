import { z } from 'zod';
import type { AllocationEvidence, AllocationSource, AllocationUse } from '@causeway/domain/liquidation';
import {
  accountId,
  assetId,
  caseId,
  chainId,
  decimal,
  instrumentId,
  integer,
  oneOf,
  policyVersion,
  sequence,
  unixMilliseconds,
  unsigned,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

const source = z.object({
  kind: oneOf<AllocationSource>({
    collateral: true,
    profit: true,
    'insurance-fund': true,
    deleveraging: true,
    socialisation: true,
  }),
  account: accountId.exactOptional(),
  raw: unsigned,
});

const use = z.object({
  kind: oneOf<AllocationUse>({ venue: true, 'liquidation-fee': true, returned: true }),
  account: accountId.exactOptional(),
  raw: unsigned,
});

const deleveraged = z.object({
  account: accountId,
  instrument: instrumentId,
  chain: chainId,
  sizeChange: decimal,
  markPrice: decimal,
  rank: decimal,
  profit: integer,
  borne: unsigned,
});

/** The fields of the evidence of a settlement. */
export const allocationEvidenceFields = z.object({
  case: caseId,
  settlement: sequence,
  account: accountId,
  at: unixMilliseconds,
  policyVersion,
  settlementAsset: assetId,
  settlementPrice: decimal,
  loss: unsigned,
  fee: unsigned,
  sources: z.array(source),
  uses: z.array(use),
  deleveraged: z.array(deleveraged),
  fundBefore: unsigned,
  fundAfter: unsigned,
  unpaid: unsigned,
});

export const allocationEvidenceFormat = wireFormat<AllocationEvidence>(
  'causeway.allocation-evidence/1',
  'How a settlement of a liquidation was paid for, to the base unit',
  'ignored',
  allocationEvidenceFields,
);
