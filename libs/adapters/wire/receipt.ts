import { z } from 'zod';
import type { TransactionLogs } from '@causeway/domain/bridging';
import {
  evmChain,
  fail,
  fromUnixSeconds,
  ok,
  type ChainId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { isObject } from './json.js';
import { address, bytes, hash, topic } from './scalars.js';
import { firstFailure, type WireCode } from './wire-format.js';

/** A receipt as logs of its transaction; nodes do not always say when its block was made. */
export interface ReceiptLogs {
  readonly logs: Omit<TransactionLogs, 'blockTime'>;
  readonly blockTime?: UnixMilliseconds;
  /** Where the receipt stands in its document, e.g. `receipts[3]`; empty when it is the document. */
  readonly path: string;
}

/** A JSON-RPC quantity: hexadecimal as nodes write it, or decimal as text or as a number. */
const quantity = z.unknown().transform((value, context) => {
  const isNumber = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (isNumber || (typeof value === 'string' && /^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(value))) {
    return BigInt(value);
  }
  context.addIssue({ code: 'custom', message: 'not a whole number from 0, in decimal or 0x-hexadecimal' });
  return z.NEVER;
});

const receiptSchema = z.object({
  chainId: quantity.optional(),
  blockNumber: quantity,
  blockHash: hash,
  transactionHash: hash.optional(),
  txHash: hash.optional(),
  blockTimestamp: quantity.optional(),
  timestamp: quantity.optional(),
  ticketId: hash.optional(),
  logs: z.array(
    z.object({
      logIndex: quantity,
      address,
      topics: z.array(topic).max(4),
      data: bytes,
      removed: z.boolean().optional(),
    }),
  ),
});

/**
 * Reads receipts as `eth_getTransactionReceipt` answers them: one, a list, a JSON-RPC answer (`result`), or an
 * object with `receipts` and, for block times, `blockHeaders` by `<chain id>:<block hash>`. A receipt that does not
 * name its `chainId` is of `defaultChain`. Quantities may be hexadecimal or decimal. `ticketId`, which Arbitrum
 * gives with the transaction of a redeem, may stand in the receipt. Logs that were removed by a reorganisation are
 * left out.
 */
export function readReceipts(
  json: unknown,
  defaultChain?: ChainId,
): Result<readonly ReceiptLogs[], WireCode> {
  const headers = isObject(json) && isObject(json['blockHeaders']) ? json['blockHeaders'] : {};
  const receipts: ReceiptLogs[] = [];
  for (const { path, value } of receiptsIn(json)) {
    const receipt = readReceipt(value, path, headers, defaultChain);
    if (!receipt.ok) return receipt;
    receipts.push(receipt.value);
  }
  return ok(receipts);
}

function receiptsIn(json: unknown): readonly { readonly path: string; readonly value: unknown }[] {
  const listed = (list: readonly unknown[], name: string) =>
    list.map((value, at) => ({ path: `${name}[${at}]`, value }));
  if (Array.isArray(json)) return listed(json, '');
  if (isObject(json) && Array.isArray(json['receipts'])) return listed(json['receipts'], 'receipts');
  if (isObject(json) && Array.isArray(json['result'])) return listed(json['result'], 'result');
  if (isObject(json) && isObject(json['result'])) return [{ path: 'result', value: json['result'] }];
  return [{ path: '', value: json }];
}

function readReceipt(
  json: unknown,
  path: string,
  headers: Record<string, unknown>,
  defaultChain: ChainId | undefined,
): Result<ReceiptLogs, WireCode> {
  const inside = (field: string) => (path === '' ? field : `${path}.${field}`);
  const decoded = receiptSchema.safeParse(json);
  if (!decoded.success) {
    const { code, message, field } = firstFailure(decoded.error);
    return fail(code, message, field === undefined || field === '' ? path : inside(field));
  }
  const receipt = decoded.data;
  const transactionHash = receipt.transactionHash ?? receipt.txHash;
  if (transactionHash === undefined) {
    return fail('INVALID_DOCUMENT', 'transactionHash is missing', inside('transactionHash'));
  }
  const chain = receipt.chainId === undefined ? defaultChain : evmChain(receipt.chainId);
  if (chain === undefined) {
    return fail('INVALID_DOCUMENT', 'chainId is missing: name the chain of the receipt', inside('chainId'));
  }
  const seconds =
    receipt.blockTimestamp ?? receipt.timestamp ?? headerTime(headers, chain, receipt.blockHash);
  return ok({
    path,
    ...(seconds === undefined ? {} : { blockTime: fromUnixSeconds(Number(seconds)) }),
    logs: {
      chain,
      blockNumber: receipt.blockNumber,
      blockHash: receipt.blockHash,
      transactionHash,
      finality: 'latest',
      logs: receipt.logs
        .filter(({ removed }) => removed !== true)
        .map((log) => ({
          logIndex: Number(log.logIndex),
          address: log.address,
          topics: log.topics,
          data: log.data,
        })),
      ...(receipt.ticketId === undefined ? {} : { redeemsTicket: receipt.ticketId }),
    },
  });
}

function headerTime(headers: Record<string, unknown>, chain: ChainId, blockHash: string): bigint | undefined {
  const header = headers[`${chain.slice(chain.indexOf(':') + 1)}:${blockHash}`];
  const time = quantity.safeParse(isObject(header) ? header['timestamp'] : undefined);
  return time.success ? time.data : undefined;
}
