import { RLP } from '@ethereumjs/rlp';
import type { Hash } from '@causeway/domain/units';
import { addressOf, areEqual, hexOf, knownBytes, minimalBytes } from './bytes.js';
import { logsBloom, type ReceiptLog } from './logs-bloom.js';
import { readList, readString, readUnsigned, readWhole, type RlpItem } from './rlp-reader.js';

/** A receipt as the receipts root of its block commits to it. */
export interface ConsensusReceipt {
  /** The EIP-2718 type of the transaction; 0 for those from before there were types. */
  readonly type: number;
  /** Whether the transaction succeeded, or before Byzantium the state root after it. */
  readonly outcome: boolean | Hash;
  /** Gas used in the block up to and including this transaction. */
  readonly cumulativeGasUsed: bigint;
  readonly logs: readonly ReceiptLog[];
  /** Of an OP-stack deposit since Canyon (type 0x7e). */
  readonly deposit?: { readonly nonce: bigint; readonly version: bigint };
}

const LAST_TYPE = 0x7f;
const OP_STACK_DEPOSIT = 0x7e;
const FIELDS = 4;
const DEPOSIT_FIELDS = 6;
const LOG_FIELDS = 3;
const MAXIMUM_TOPICS = 4;

/**
 * The bytes that the receipts trie holds for a receipt: RLP of outcome, gas, bloom filter and logs, after the type
 * where there is one (EIP-2718; OP-stack specification, deposits, for type 0x7e).
 */
export function encodeReceipt({
  type,
  outcome,
  cumulativeGasUsed,
  logs,
  deposit,
}: ConsensusReceipt): Uint8Array {
  const fields = [
    typeof outcome === 'boolean' ? minimalBytes(outcome ? 1n : 0n) : knownBytes(outcome),
    minimalBytes(cumulativeGasUsed),
    logsBloom(logs),
    logs.map(({ address, topics, data }) => [knownBytes(address), topics.map(knownBytes), knownBytes(data)]),
    ...(deposit === undefined ? [] : [minimalBytes(deposit.nonce), minimalBytes(deposit.version)]),
  ];
  const payload = RLP.encode(fields);
  return type === 0 ? payload : Buffer.concat([Uint8Array.of(type), payload]);
}

/**
 * Reads the bytes that a receipts trie holds, or undefined when they are no receipt: not canonical RLP, an unknown
 * form, or a bloom filter that is not that of the logs.
 */
export function readReceipt(encoded: Uint8Array): ConsensusReceipt | undefined {
  const first = encoded[0] ?? 0;
  const isTyped = first > 0 && first <= LAST_TYPE;
  const type = isTyped ? first : 0;
  const bytes = isTyped ? encoded.subarray(1) : encoded;
  const items = readList(bytes, readWhole(bytes), DEPOSIT_FIELDS);
  const isDeposit = items?.length === DEPOSIT_FIELDS;
  if (items === undefined || (items.length !== FIELDS && !(isDeposit && type === OP_STACK_DEPOSIT))) {
    return undefined;
  }
  const outcome = readOutcome(bytes, items[0]);
  const cumulativeGasUsed = readUnsigned(bytes, items[1], 8);
  const bloom = readString(bytes, items[2]);
  const logs = readLogs(bytes, items[3]);
  if (outcome === undefined || cumulativeGasUsed === undefined || bloom === undefined) return undefined;
  if (logs === undefined || !areEqual(bloom, logsBloom(logs))) return undefined;
  const receipt = { type, outcome, cumulativeGasUsed, logs };
  if (!isDeposit) return receipt;
  const nonce = readUnsigned(bytes, items[4], 8);
  const version = readUnsigned(bytes, items[5], 8);
  return nonce === undefined || version === undefined
    ? undefined
    : { ...receipt, deposit: { nonce, version } };
}

function readOutcome(bytes: Uint8Array, item: RlpItem | undefined): boolean | Hash | undefined {
  const outcome = readString(bytes, item);
  if (outcome?.length === 32) return hexOf(outcome) as Hash;
  const status = readUnsigned(bytes, item, 1);
  return status === undefined || status > 1n ? undefined : status === 1n;
}

function readLogs(bytes: Uint8Array, item: RlpItem | undefined): readonly ReceiptLog[] | undefined {
  const logs = readList(bytes, item)?.map((log) => readLog(bytes, log));
  return logs?.every((log) => log !== undefined) === true ? logs : undefined;
}

function readLog(bytes: Uint8Array, item: RlpItem): ReceiptLog | undefined {
  const items = readList(bytes, item, LOG_FIELDS);
  const address = readString(bytes, items?.[0], 20);
  const topics = readList(bytes, items?.[1], MAXIMUM_TOPICS)?.map((topic) => readString(bytes, topic, 32));
  const data = readString(bytes, items?.[2]);
  if (address === undefined || data === undefined) return undefined;
  if (topics?.every((topic) => topic !== undefined) !== true) return undefined;
  return { address: addressOf(address), topics: topics.map(hexOf), data: hexOf(data) };
}
