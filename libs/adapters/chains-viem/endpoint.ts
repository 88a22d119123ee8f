import { createClient, http, numberToHex } from 'viem';
import type { z } from 'zod';
import type {
  BlockHeader,
  BlockRange,
  ChainHeads,
  ChainTransaction,
  EmittedLogs,
} from '@causeway/application/ports';
import { evmChain, type Address, type ChainId, type Hash } from '@causeway/domain/units';
import { EndpointError, endpointError, MissingError } from './endpoint-error.js';
import {
  blockAnswer,
  chainNumberAnswer,
  logsAnswer,
  receiptAnswer,
  redeemAnswer,
} from './json-rpc-answers.js';

/** The receipt of a full block's one transaction, with room. */
const MAXIMUM_ANSWER_BYTES = 64 * 1024 * 1024;

type Request = (question: { method: string; params: readonly unknown[] }) => Promise<unknown>;

/** One JSON-RPC endpoint of a chain. Every method throws EndpointError, or one of its kinds. */
export class Endpoint {
  /** For people: the URL may hold a key. */
  readonly host: string;
  private readonly request: Request;
  private isVerified = false;

  constructor(
    private readonly chain: ChainId,
    url: string,
    timeoutMilliseconds: number,
  ) {
    this.host = new URL(url).host;
    const transport = http(url, {
      timeout: timeoutMilliseconds,
      // What comes after a failure is the next endpoint, and then the role's own pause.
      retryCount: 0,
      maxResponseBodySize: MAXIMUM_ANSWER_BYTES,
    });
    // Typed by viem for the methods it knows; the answers are parsed here.
    this.request = createClient({ transport }).request as Request;
  }

  async heads(): Promise<ChainHeads> {
    await this.verify();
    const number = async (tag: string): Promise<bigint> => (await this.block(tag)).number;
    const [latest, safe, finalised] = await Promise.all(['latest', 'safe', 'finalized'].map(number));
    if (latest === undefined || safe === undefined || finalised === undefined) {
      throw new Error('three heads were asked for');
    }
    return { latest, safe, finalised };
  }

  async header(number: bigint): Promise<BlockHeader> {
    await this.verify();
    const header = await this.block(numberToHex(number));
    if (header.number === number) return header;
    throw new EndpointError(`answered with block ${header.number} instead of ${number}`);
  }

  /** The headers are asked for first: a node without the last block would answer with no logs, not with an error. */
  async emittedLogs(range: BlockRange, emitters: readonly Address[]): Promise<EmittedLogs> {
    const last = await this.header(range.to);
    const first = range.from === range.to ? last : await this.header(range.from);
    const filter = {
      fromBlock: numberToHex(range.from),
      toBlock: numberToHex(range.to),
      address: emitters,
    };
    const logs = await this.ask(logsAnswer, 'eth_getLogs', [filter]);
    const wanted = new Set(emitters);
    const strange = logs.find(
      ({ blockNumber, log }) =>
        blockNumber < range.from || blockNumber > range.to || !wanted.has(log.address),
    );
    if (strange !== undefined) {
      const { blockNumber, log } = strange;
      throw new EndpointError(`eth_getLogs: nobody asked for ${log.address} in block ${blockNumber}`);
    }
    const inOrder = [...logs].sort(
      (a, b) => Number(a.blockNumber - b.blockNumber) || a.log.logIndex - b.log.logIndex,
    );
    return { first, last, logs: inOrder };
  }

  async transaction(transactionHash: Hash): Promise<ChainTransaction> {
    await this.verify();
    const receipt = await this.ask(receiptAnswer, 'eth_getTransactionReceipt', [transactionHash]);
    if (receipt === null) throw new MissingError(`has no receipt of ${transactionHash}`);
    if (!receipt.isRedeem) return receipt.transaction;
    const redeem = await this.ask(redeemAnswer, 'eth_getTransactionByHash', [transactionHash]);
    if (redeem === null) throw new MissingError(`has no transaction ${transactionHash}`);
    return { ...receipt.transaction, redeemsTicket: redeem.ticketId };
  }

  private async block(numberOrTag: string): Promise<BlockHeader> {
    const header = await this.ask(blockAnswer, 'eth_getBlockByNumber', [numberOrTag, false]);
    if (header === null) throw new MissingError(`has no block ${numberOrTag}`);
    return header;
  }

  /** An endpoint of another chain would otherwise pass for one on which nothing happens. */
  private async verify(): Promise<void> {
    if (this.isVerified) return;
    const served = evmChain(await this.ask(chainNumberAnswer, 'eth_chainId', []));
    if (served !== this.chain) throw new EndpointError(`serves ${served}, not ${this.chain}`);
    this.isVerified = true;
  }

  private async ask<Answer>(
    answer: z.ZodType<Answer>,
    method: string,
    params: readonly unknown[],
  ): Promise<Answer> {
    let answered: unknown;
    try {
      answered = await this.request({ method, params });
    } catch (error) {
      throw endpointError(method, error);
    }
    const parsed = answer.safeParse(answered);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new EndpointError(
      `${method}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`,
    );
  }
}
