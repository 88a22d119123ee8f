import { readFileSync } from 'node:fs';
import { readReceipts } from '@causeway/adapters/wire';
import type { TransactionLogs } from '@causeway/domain/bridging';
import { evmChain, expectOk, fromUnixSeconds, type ChainId } from '@causeway/domain/units';

/** Where the real data lies, beside the project and no part of it. */
export const DATA = '../shared/data';

/** The amount that an independent project's own test expects of a transaction, in base units. */
export interface ExpectedAmount {
  readonly type: string;
  readonly token: { readonly value: string; readonly symbol: string };
}

/** The transactions of one file, and what an independent decoding expects of some of them. */
export interface RecallFile {
  readonly name: string;
  /** Whether it holds lending, swaps and the like, where a bridge's event is the exception. */
  readonly isDefi: boolean;
  readonly transactions: readonly TransactionLogs[];
  /** Receipts that no node could have answered, each with what is wrong. */
  readonly malformed: readonly string[];
  readonly cases: readonly {
    readonly name: string;
    readonly transactionHash: string;
    readonly actions: readonly ExpectedAmount[];
  }[];
}

type Json = Record<string, unknown>;
interface Case extends Json {
  readonly name: string;
  readonly tx: { readonly hash: string };
  readonly expected: { readonly actions: readonly ExpectedAmount[] };
}

/** Every file of receipts and of decoded cases. @throws when one is missing or cannot be read */
export function recallFiles(): readonly RecallFile[] {
  return [
    listed('receipts_bridge'),
    cases('decoded_cases_bridge'),
    { ...listed('arbitrum_l1_l2_traces'), transactions: arbitrumTraces() },
    { ...listed('opstack_zksync_logs'), transactions: singleLogs() },
    { ...listed('zksync_era_receipts'), ...zksyncReceipts() },
    {
      ...listed('gap_logs'),
      transactions: read((open('gap_logs')['starknet'] as Json)['receipt'], evmChain(1)),
    },
    { ...listed('nomad_raw_receipts_l1'), transactions: read(open('nomad_raw_receipts_l1'), evmChain(1)) },
    { ...listed('full_block_with_receipts'), transactions: wholeBlock() },
    { ...listed('receipts_swaps'), isDefi: true },
    { ...listed('receipts_lending_margin'), isDefi: true },
    { ...cases('decoded_cases_defi'), isDefi: true },
  ];
}

/** A file of the data, as JSON. @throws when it is missing */
export function open(name: string): Json {
  return JSON.parse(readFileSync(`${DATA}/${name}.json`, 'utf8')) as Json;
}

/** Receipts as transactions; one without a block time counts as of the epoch, which changes no recall. */
function read(json: unknown, chain?: ChainId): readonly TransactionLogs[] {
  return expectOk(readReceipts(json, chain)).map(({ logs, blockTime }) => ({
    ...logs,
    blockTime: blockTime ?? fromUnixSeconds(0),
  }));
}

const READ_APART = new Set([
  'arbitrum_l1_l2_traces',
  'opstack_zksync_logs',
  'zksync_era_receipts',
  'gap_logs',
  'nomad_raw_receipts_l1',
  'full_block_with_receipts',
]);

function listed(name: string): RecallFile {
  const transactions = READ_APART.has(name) ? [] : read(open(name));
  return { name, isDefi: false, transactions, malformed: [], cases: [] };
}

function cases(name: string): RecallFile {
  const all = open(name)['cases'] as (Case & {
    readonly chainId: number;
    readonly block: { readonly hash: string; readonly number: string; readonly timestamp: string };
  })[];
  const receipts = all.map(({ chainId, block, tx, logs }) => ({
    chainId,
    blockNumber: block.number,
    blockHash: block.hash,
    timestamp: block.timestamp,
    transactionHash: tx.hash,
    logs,
  }));
  return {
    name,
    isDefi: false,
    transactions: read(receipts),
    malformed: [],
    cases: all.map((one) => ({
      name: one.name,
      transactionHash: one.tx.hash,
      actions: one.expected.actions,
    })),
  };
}

interface Trace extends Json {
  readonly source: {
    readonly childChainId: number;
    readonly parentChainId: number;
    readonly ticketId?: string;
  };
  readonly parentLogs: readonly Json[];
  readonly childLogs: readonly Json[];
}

/** Receipts where the file has them, single logs of the other legs where not; the redeem with its ticket. */
function arbitrumTraces(): readonly TransactionLogs[] {
  const file = open('arbitrum_l1_l2_traces') as { traces: Record<string, Trace>; receipts: Json[] };
  const receipts = new Map<string, Json>();
  const keep = (receipt: Json) => {
    const hash = receipt['transactionHash'] as string;
    if (!receipts.has(hash)) receipts.set(hash, receipt);
  };
  file.receipts.forEach(keep);
  for (const trace of Object.values(file.traces)) {
    const { childChainId, parentChainId, ticketId } = trace.source;
    for (const [name, chainId] of [
      ['childReceipt', childChainId],
      ['ticketReceipt', childChainId],
      ['redeemReceipt', childChainId],
      ['parentExecutionReceipt', parentChainId],
    ] as const) {
      const receipt = trace[name] as Json | undefined;
      if (receipt === undefined) continue;
      keep({ ...receipt, chainId, ...(name === 'redeemReceipt' ? { ticketId } : {}) });
    }
    receiptsOfLogs(trace.parentLogs, parentChainId).forEach(keep);
    receiptsOfLogs(trace.childLogs, childChainId).forEach(keep);
  }
  return read([...receipts.values()]);
}

function receiptsOfLogs(logs: readonly Json[], chainId: number): readonly Json[] {
  const byTransaction = new Map<string, Json[]>();
  for (const log of logs) {
    const hash = log['transactionHash'] as string;
    byTransaction.set(hash, [...(byTransaction.get(hash) ?? []), log]);
  }
  return [...byTransaction.values()].map((group) => ({ ...group[0], chainId, logs: group }));
}

/** The logs of public networks; those of local development networks name no chain to be read on. */
function singleLogs(): readonly TransactionLogs[] {
  const logs = open('opstack_zksync_logs')['logs'] as (Json & { chainId: number | null })[];
  const chains = new Set(logs.flatMap(({ chainId }) => (chainId === null ? [] : [chainId])));
  return [...chains].flatMap((chain) => {
    const own = logs.filter(({ chainId }) => chainId === chain);
    return read(receiptsOfLogs(own, chain));
  });
}

/**
 * They do not say which test network they are of; its system contracts are those of ZKsync Era, as which they are
 * read. Some were made by hand to be wrong.
 */
function zksyncReceipts(): Pick<RecallFile, 'transactions' | 'malformed'> {
  const all = open('zksync_era_receipts')['cases'] as { case: string; receipt: Json & { logs: Json[] } }[];
  const transactions: TransactionLogs[] = [];
  const malformed: string[] = [];
  for (const { case: name, receipt } of all) {
    const logs = receipt.logs.map((log) => ({ ...log, logIndex: log['index'] ?? log['logIndex'] }));
    const document = { ...receipt, chainId: 324, logs };
    const decoded = readReceipts(document);
    if (decoded.ok) transactions.push(...read(document));
    else malformed.push(`${name}: ${decoded.failure.field ?? ''} ${decoded.failure.message}`);
  }
  return { transactions, malformed };
}

function wholeBlock(): readonly TransactionLogs[] {
  const { header, receipts } = open('full_block_with_receipts') as { header: Json; receipts: Json[] };
  const block = {
    chainId: 1,
    blockNumber: header['number'],
    blockHash: header['hash'],
    timestamp: header['timestamp'],
  };
  return read(receipts.map((receipt) => ({ ...receipt, ...block })));
}
