import { fail, ok, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { isObject } from './json.js';
import { priceFormat, type PriceRecord } from './price.js';
import { transactionLogsFormat, type TransactionLogsRecord } from './transaction-logs.js';
import type { WireCode } from './wire-format.js';

/** What a service takes in: each kind belongs on its own topic under its own key. */
export type InputRecord =
  | { readonly kind: 'transaction-logs'; readonly record: TransactionLogsRecord }
  | { readonly kind: 'price'; readonly record: PriceRecord };

/** Reads a record of either kind, told apart by its `schema` field. */
export function decodeInputRecord(json: unknown): Result<InputRecord, WireCode> {
  if (!isObject(json)) return fail('INVALID_DOCUMENT', 'expected a JSON object');
  switch (json['schema']) {
    case transactionLogsFormat.name: {
      const decoded = transactionLogsFormat.decode(json);
      return decoded.ok ? ok({ kind: 'transaction-logs', record: decoded.value }) : decoded;
    }
    case priceFormat.name: {
      const decoded = priceFormat.decode(json);
      return decoded.ok ? ok({ kind: 'price', record: decoded.value }) : decoded;
    }
    default:
      return fail(
        'UNSUPPORTED_SCHEMA',
        `expected "${transactionLogsFormat.name}" or "${priceFormat.name}"`,
        'schema',
      );
  }
}

/** The instant of a replayed track at which a record is due: `replayAt`, else its own time. */
export function replayTime(input: InputRecord): UnixMilliseconds {
  return input.kind === 'price'
    ? (input.record.replayAt ?? input.record.time)
    : (input.record.replayAt ?? input.record.blockTime);
}
