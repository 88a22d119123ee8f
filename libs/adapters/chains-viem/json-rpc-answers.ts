import { fromUnixSeconds, type Address, type Hash } from '@causeway/domain/units';
import type { RawLog } from '@causeway/domain/bridging';
import type { ConsensusReceipt, HeaderFields } from '@causeway/adapters/state-proofs';
import type { BlockHeader, ChainTransaction } from '@causeway/application/ports';
import { z } from 'zod';

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
const smallNumber = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,12}$/)
  .transform((hexadecimal) => Number.parseInt(hexadecimal, 16));

function lowerCase<Text extends string>(pattern: RegExp) {
  return z
    .string()
    .regex(pattern)
    .transform((text) => text.toLowerCase() as Text);
}

const hash = lowerCase<Hash>(/^0x[0-9a-fA-F]{64}$/);
const address = lowerCase<Address>(/^0x[0-9a-fA-F]{40}$/);
const topic = lowerCase<`0x${string}`>(/^0x[0-9a-fA-F]{64}$/);
const bytes = lowerCase<`0x${string}`>(/^0x([0-9a-fA-F]{2})*$/);

const rawLog = { logIndex: smallNumber, address, topics: z.array(topic).max(4), data: bytes };

export const chainNumberAnswer = quantity;

/** A block, and what its hash commits to where its header follows Ethereum's rules. */
export interface ChainBlock {
  readonly header: BlockHeader;
  readonly fields?: HeaderFields;
}

const place = { number: quantity, hash, parentHash: hash, timestamp: smallNumber };

/** A block as `eth_getBlockByNumber` answers it, whatever its header's rules; null where the endpoint has none. */
export const blockAnswer = z
  .object(place)
  .transform((block): ChainBlock => ({ header: headerOf(block) }))
  .nullable();

const sinceLondon = {
  baseFeePerGas: quantity.nullish(),
  withdrawalsRoot: hash.nullish(),
  blobGasUsed: quantity.nullish(),
  excessBlobGas: quantity.nullish(),
  parentBeaconBlockRoot: hash.nullish(),
  requestsHash: hash.nullish(),
};

/** A block whose header follows Ethereum's rules, with all that its hash commits to. */
export const ethereumBlockAnswer = z
  .object({
    ...place,
    sha3Uncles: hash,
    miner: address,
    stateRoot: hash,
    transactionsRoot: hash,
    receiptsRoot: hash,
    logsBloom: bytes,
    difficulty: quantity,
    gasLimit: quantity,
    gasUsed: quantity,
    extraData: bytes,
    mixHash: hash,
    nonce: bytes,
    ...sinceLondon,
  })
  .transform(({ hash, timestamp, ...rest }): ChainBlock => {
    // Some nodes answer null for the fields of later forks.
    const given = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
    const fields = { ...Object.fromEntries(given), timestamp: BigInt(timestamp) } as unknown as HeaderFields;
    return { header: headerOf({ hash, timestamp, ...rest }), fields };
  })
  .nullable();

function headerOf(block: {
  readonly number: bigint;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly timestamp: number;
}): BlockHeader {
  const { number, hash, parentHash, timestamp } = block;
  return { number, hash, parentHash, time: fromUnixSeconds(timestamp) };
}

/** The transactions of a block, by their hashes. */
export const transactionHashesAnswer = z.object({ hash, transactions: z.array(hash) }).nullable();

/** A log found by its emitter, and where. */
export interface EmittedLog {
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly transactionHash: Hash;
  readonly log: RawLog;
}

/** What `eth_getLogs` answers. A log that was removed again has no place in a settled block. */
export const logsAnswer = z.array(
  z
    .object({
      ...rawLog,
      blockNumber: quantity,
      blockHash: hash,
      transactionHash: hash,
      removed: z.literal(false).optional(),
    })
    .transform(({ blockNumber, blockHash, transactionHash, removed: _, ...log }): EmittedLog => ({
      blockNumber,
      blockHash,
      transactionHash,
      log,
    })),
);

/** Arbitrum's type of a transaction that redeems a retryable ticket. */
const REDEEM_TYPE = '0x68';

/** A transaction's receipt, and whether the ticket it redeems has to be asked for. */
export const receiptAnswer = z
  .object({
    transactionHash: hash,
    blockNumber: quantity,
    blockHash: hash,
    type: z.string().optional(),
    logs: z.array(z.object(rawLog)),
  })
  .transform(({ type, logs, ...receipt }) => {
    const transaction: ChainTransaction = {
      ...receipt,
      logs: [...logs].sort((a, b) => a.logIndex - b.logIndex),
    };
    return { transaction, isRedeem: type === REDEEM_TYPE };
  })
  .nullable();

/** The ticket in an Arbitrum redeem transaction as `eth_getTransactionByHash` answers it. */
export const redeemAnswer = z.object({ ticketId: hash }).nullable();

/** A receipt of a block: its transaction, its logs as nodes number them, and what the receipts root commits to. */
export interface BlockReceipt {
  readonly transactionHash: Hash;
  readonly blockHash: Hash;
  readonly logs: readonly RawLog[];
  readonly consensus: ConsensusReceipt;
}

/** A receipt with all that the receipts root of its block commits to. */
export const blockReceiptAnswer = z
  .object({
    transactionHash: hash,
    blockHash: hash,
    type: smallNumber.default(0),
    // Before Byzantium a receipt held a state root instead of a status.
    status: quantity.nullish(),
    root: hash.nullish(),
    cumulativeGasUsed: quantity,
    logs: z.array(z.object(rawLog)),
    depositNonce: quantity.nullish(),
    depositReceiptVersion: quantity.nullish(),
  })
  .transform(({ transactionHash, blockHash, logs, ...receipt }): BlockReceipt => {
    const { type, status, root, cumulativeGasUsed, depositNonce, depositReceiptVersion } = receipt;
    const deposit =
      typeof depositNonce === 'bigint' && typeof depositReceiptVersion === 'bigint'
        ? { deposit: { nonce: depositNonce, version: depositReceiptVersion } }
        : {};
    const outcome = typeof status === 'bigint' ? status === 1n : (root ?? false);
    return {
      transactionHash,
      blockHash,
      logs,
      consensus: { type, outcome, cumulativeGasUsed, logs, ...deposit },
    };
  });

/** What `eth_getBlockReceipts` answers, in the order of the block; null where the endpoint has no such block. */
export const blockReceiptsAnswer = z.array(blockReceiptAnswer).nullable();

/** The new head that a subscription to `newHeads` tells of. */
export const newHeadNotice = z.object({ number: quantity });
