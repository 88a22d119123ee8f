import type { Readable } from 'node:stream';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { bridgeEventFormat, parseJson, readReceipts, transactionLogsFormat } from '@causeway/adapters/wire';
import type {
  BridgeEvent,
  DecodedTransaction,
  TransactionLogs,
  UndecodableLog,
} from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import {
  fail,
  ok,
  parseChainId,
  parseUnixMilliseconds,
  type ChainId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import {
  linesOf,
  located,
  readSource,
  refused,
  succeeded,
  toNdjson,
  type Outcome,
  type Source,
} from './input.js';

/** What receipts leave out. */
export interface DecodeOptions {
  readonly chain?: string;
  readonly blockTime?: string;
}

interface Defaults {
  readonly chain?: ChainId;
  readonly blockTime?: UnixMilliseconds;
}

/** Prints the bridge events of transactions, and on stderr each log that could not be read, and counts. */
export async function decodeCommand(file: string, options: DecodeOptions, stdin: Readable): Promise<Outcome> {
  const defaults = parseDefaults(options);
  if (!defaults.ok) return refused(defaults.failure);
  const source = await readSource(file, stdin);
  if (!source.ok) return refused(source.failure);
  const decoded = decodeSource(source.value, defaults.value);
  if (!decoded.ok) return refused(decoded.failure);

  const events = decoded.value.flatMap((transaction) => transaction.events);
  const undecodable = decoded.value.flatMap((transaction) => transaction.undecodable);
  const report =
    undecodable.map(describeUndecodable).join('') + countEvents(decoded.value.length, events, undecodable);
  return succeeded(toNdjson(events, bridgeEventFormat), report);
}

function parseDefaults({ chain, blockTime }: DecodeOptions): Result<Defaults> {
  const parsedChain = chain === undefined ? undefined : parseChainId(chain, '--chain');
  if (parsedChain?.ok === false) return parsedChain;
  const isDigits = blockTime === undefined || /^\d+$/.test(blockTime);
  const parsedTime =
    blockTime === undefined
      ? undefined
      : parseUnixMilliseconds(isDigits ? Number(blockTime) : NaN, '--block-time');
  if (parsedTime?.ok === false) return parsedTime;
  return ok({
    ...(parsedChain === undefined ? {} : { chain: parsedChain.value }),
    ...(parsedTime === undefined ? {} : { blockTime: parsedTime.value }),
  });
}

/** A text that is one JSON value is a document of receipts, unless it names a schema; all else is NDJSON. */
function decodeSource(source: Source, defaults: Defaults): Result<readonly DecodedTransaction[]> {
  const whole = parseJson(source.text);
  if (whole.ok) return located(decodeJson(whole.value, defaults), source.name);
  const decoded: DecodedTransaction[] = [];
  for (const { line, text } of linesOf(source)) {
    const json = parseJson(text);
    const transactions = located(json.ok ? decodeJson(json.value, defaults) : json, `${source.name}:${line}`);
    if (!transactions.ok) return transactions;
    decoded.push(...transactions.value);
  }
  return ok(decoded);
}

function decodeJson(json: unknown, defaults: Defaults): Result<readonly DecodedTransaction[]> {
  if (isRecord(json)) {
    const record = transactionLogsFormat.decode(json);
    return record.ok ? ok([decodeTransaction(record.value, NETWORK)]) : record;
  }
  const receipts = readReceipts(json, defaults.chain);
  if (!receipts.ok) {
    const { code, message, field } = receipts.failure;
    return field?.endsWith('chainId') === true ? fail(code, `${message} with --chain`, field) : receipts;
  }
  const decoded: DecodedTransaction[] = [];
  for (const { logs, blockTime, path } of receipts.value) {
    const transaction = decodeReceipt(logs, blockTime ?? defaults.blockTime, path);
    if (!transaction.ok) return transaction;
    decoded.push(transaction.value);
  }
  return ok(decoded);
}

/** Receipts that have a `schema` field of their own are documents of receipts, not records. */
function isRecord(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'schema' in json && !('receipts' in json);
}

/** A block time is demanded only of a transaction that has something to say about bridges. */
function decodeReceipt(
  logs: Omit<TransactionLogs, 'blockTime'>,
  blockTime: UnixMilliseconds | undefined,
  path: string,
): Result<DecodedTransaction> {
  const decoded = decodeTransaction({ ...logs, blockTime: blockTime ?? (0 as UnixMilliseconds) }, NETWORK);
  if (blockTime === undefined && decoded.events.length > 0) {
    const field = path === '' ? 'blockTimestamp' : `${path}.blockTimestamp`;
    return fail(
      'INVALID_DOCUMENT',
      'blockTimestamp is missing: give the block time with --block-time',
      field,
    );
  }
  return ok(decoded);
}

function describeUndecodable({ logId, bridge, code, message }: UndecodableLog): string {
  return `undecodable ${logId} (${bridge}): ${code} ${message}\n`;
}

function countEvents(
  transactions: number,
  events: readonly BridgeEvent[],
  undecodable: readonly UndecodableLog[],
): string {
  const byBridge = new Map<string, number>();
  for (const { bridge } of events) byBridge.set(bridge, (byBridge.get(bridge) ?? 0) + 1);
  const parts = [...byBridge]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([bridge, count]) => `${bridge} ${count}`);
  const which = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${transactions} transactions: ${events.length} bridge events${which}, ${undecodable.length} undecodable logs\n`;
}
