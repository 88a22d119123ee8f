import type { Question } from './rpc-proxy.js';

/** A log as nodes answer it. */
export interface AnsweredLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

interface AnsweredReceipt {
  readonly logs: readonly AnsweredLog[];
}

/** The answer with its logs changed, whichever question shows them. */
export function withLogs(
  { method }: Question,
  truth: unknown,
  change: (log: AnsweredLog) => AnsweredLog,
): unknown {
  const changed = (receipt: AnsweredReceipt) => ({ ...receipt, logs: receipt.logs.map(change) });
  if (method === 'eth_getLogs') return (truth as readonly AnsweredLog[]).map(change);
  if (method === 'eth_getTransactionReceipt') return changed(truth as AnsweredReceipt);
  if (method === 'eth_getBlockReceipts') return (truth as readonly AnsweredReceipt[]).map(changed);
  return truth;
}

/** The answer without any log, whichever question shows them. */
export function withoutLogs({ method }: Question, truth: unknown): unknown {
  if (method === 'eth_getLogs') return [];
  if (method === 'eth_getTransactionReceipt') return { ...(truth as AnsweredReceipt), logs: [] };
  if (method !== 'eth_getBlockReceipts') return truth;
  return (truth as readonly AnsweredReceipt[]).map((receipt) => ({ ...receipt, logs: [] }));
}

/** Whether a question is for the block of a number. */
export function isBlock({ method, params }: Question, number: bigint): boolean {
  return method === 'eth_getBlockByNumber' && params[0] === `0x${number.toString(16)}`;
}
