import { z } from 'zod';
import type { ConservationRules, Matching } from '@causeway/domain/conservation';
import type { AssetId, ChainId } from '@causeway/domain/units';
import { bridgeId, mapOf, oneOf } from './scalars.js';
import { wireFormat } from './wire-format.js';

const seconds = z.int().min(0);

function mapByIdentifier<Id extends string, Value extends z.ZodType>(
  pattern: RegExp,
  form: string,
  value: Value,
) {
  return mapOf(pattern, form, value) as unknown as z.ZodType<ReadonlyMap<Id, z.output<Value>>>;
}

export const conservationRulesFormat = wireFormat<ConservationRules>(
  'causeway.conservation-rules/1',
  'What must hold for a bridge: what joins its legs, which assets are one, and when a departure is final',
  'refused',
  z.object({
    bridge: bridgeId,
    matching: oneOf<Matching>({
      'unique-message-id': true,
      'shared-message-id': true,
      'recipient-and-amount': true,
    }),
    assets: mapByIdentifier<AssetId, z.ZodString>(
      /^[-a-z0-9]{3,8}:[^/\s]+\/[^/\s]+$/,
      'a CAIP-19 asset id',
      z.string().min(1),
    ),
    finalitySeconds: mapByIdentifier<ChainId, typeof seconds>(
      /^[-a-z0-9]{3,8}:[^/\s]+$/,
      'a CAIP-2 chain id',
      seconds,
    ),
    maximumFeeBasisPoints: z.codec(z.int().min(0).max(9_999), z.bigint(), {
      decode: (value) => BigInt(value),

      encode: (value) => Number(value),
    }),
    recipientsAgree: z.boolean(),
    longestTransferSeconds: seconds,
    patienceSeconds: seconds,
    clockToleranceSeconds: seconds.exactOptional(),
    openingSeconds: seconds.exactOptional(),
    deliversOrders: z.literal(true).exactOptional(),
  }),
);
