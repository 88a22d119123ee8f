import { knownBalanceSlots, verifyBalanceProof, type BalanceSlots } from '@causeway/adapters/state-proofs';
import type { BalanceProof } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import { fail, ok, type ChainId, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { balanceProofFormat } from './balance-proof.js';
import { chainReadFormat, type ChainReadRecord } from './bridge-leg.js';
import { headerReportFormat, type HeaderReportRecord } from './header-report.js';
import { isObject, parseJson } from './json.js';
import { priceFormat, type PriceRecord } from './price.js';
import { transactionLogsFormat, type TransactionLogsRecord } from './transaction-logs.js';

/** What a collector tells of a chain: all of it shares a topic, and with it one order. */
export type ChainRecord =
  | { readonly kind: 'transaction-logs'; readonly record: TransactionLogsRecord }
  | { readonly kind: 'block-header'; readonly record: HeaderReportRecord }
  | { readonly kind: 'chain-read'; readonly record: ChainReadRecord }
  /** Verified up to the hash of its block. */
  | { readonly kind: 'balance-proof'; readonly record: BalanceProofRecord };

/** What a proof shows of a wallet's balance. */
export interface BalanceProofRecord extends BalanceProof {
  readonly chain: ChainId;
  readonly replayAt?: UnixMilliseconds;
}

/** What a service takes in: each kind belongs on its own topic under its own key. */
export type InputRecord = ChainRecord | { readonly kind: 'price'; readonly record: PriceRecord };

const CHAIN_SCHEMAS = `"${transactionLogsFormat.name}", "${headerReportFormat.name}", "${chainReadFormat.name}", "${balanceProofFormat.name}"`;

const SHIPPED_SLOTS = knownBalanceSlots(NETWORK);

/** Reads a record of any kind, told apart by its `schema` field; `slots` says where tokens keep balances. */
export function decodeInputRecord(json: unknown, slots: BalanceSlots = SHIPPED_SLOTS): Result<InputRecord> {
  if (!isObject(json)) return fail('INVALID_DOCUMENT', 'expected a JSON object');
  if (json['schema'] === priceFormat.name) {
    const decoded = priceFormat.decode(json);
    return decoded.ok ? ok({ kind: 'price', record: decoded.value }) : decoded;
  }
  const decoded = decodeChainRecord(json, slots);
  return (
    decoded ?? fail('UNSUPPORTED_SCHEMA', `expected ${CHAIN_SCHEMAS} or "${priceFormat.name}"`, 'schema')
  );
}

/** Reads the value of a record of a chain; `slots` says where tokens keep balances. */
export function decodeChainRecordText(
  text: string,
  slots: BalanceSlots = SHIPPED_SLOTS,
): Result<ChainRecord> {
  const json = parseJson(text);
  if (!json.ok) return json;
  if (!isObject(json.value)) return fail('INVALID_DOCUMENT', 'expected a JSON object');
  const decoded = decodeChainRecord(json.value, slots);
  return decoded ?? fail('UNSUPPORTED_SCHEMA', `expected one of ${CHAIN_SCHEMAS}`, 'schema');
}

function decodeChainRecord(
  json: { readonly schema?: unknown },
  slots: BalanceSlots,
): Result<ChainRecord> | undefined {
  switch (json.schema) {
    case transactionLogsFormat.name: {
      const decoded = transactionLogsFormat.decode(json);
      return decoded.ok ? ok({ kind: 'transaction-logs', record: decoded.value }) : decoded;
    }
    case headerReportFormat.name: {
      const decoded = headerReportFormat.decode(json);
      return decoded.ok ? ok({ kind: 'block-header', record: decoded.value }) : decoded;
    }
    case chainReadFormat.name: {
      const decoded = chainReadFormat.decode(json);
      return decoded.ok ? ok({ kind: 'chain-read', record: decoded.value }) : decoded;
    }
    case balanceProofFormat.name:
      return decodeBalanceProof(json, slots);
    default:
      return undefined;
  }
}

function decodeBalanceProof(json: unknown, slots: BalanceSlots): Result<ChainRecord> {
  const decoded = balanceProofFormat.decode(json);
  if (!decoded.ok) return decoded;
  const { chain, replayAt } = decoded.value;
  const verified = verifyBalanceProof(decoded.value, slots);
  if (!verified.ok) return verified;
  const record = { ...verified.value, chain, ...(replayAt === undefined ? {} : { replayAt }) };
  return ok({ kind: 'balance-proof', record });
}

/** The instant of a replayed track at which a record is due: `replayAt`, else its own time. */
export function replayTime(input: InputRecord): UnixMilliseconds {
  switch (input.kind) {
    case 'price':
      return input.record.replayAt ?? input.record.time;
    case 'transaction-logs':
      return input.record.replayAt ?? input.record.blockTime;
    case 'block-header':
      return input.record.replayAt ?? input.record.header.time;
    case 'chain-read':
      return input.record.replayAt ?? input.record.through;
    case 'balance-proof':
      return input.record.replayAt ?? input.record.at;
  }
}
