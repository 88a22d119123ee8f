import { fromUnixSeconds, type Address, type Hash } from '@causeway/domain/units';
import type { BlockHeader, ChainTransaction, EmittedLog } from '@causeway/application/ports';
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

/** A block as `eth_getBlockByNumber` answers it; null where the endpoint has none. */
export const blockAnswer = z
  .object({ number: quantity, hash, parentHash: hash, timestamp: smallNumber })
  .transform(({ number, hash, parentHash, timestamp }): BlockHeader => ({
    number,
    hash,
    parentHash,
    time: fromUnixSeconds(timestamp),
  }))
  .nullable();

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
