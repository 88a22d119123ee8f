import { createClient, custom, http, numberToHex } from 'viem';
import type { z } from 'zod';
import type { BlockRange, ChainHeads, ChainTransaction } from '@causeway/application/ports';
import { evmChain, type Address, type ChainId, type Hash } from '@causeway/domain/units';
import { EndpointError, endpointError, MissingError, UnofferedError } from './endpoint-error.js';
import { forEach } from './for-each.js';
import {
  blockAnswer,
  blockReceiptAnswer,
  blockReceiptsAnswer,
  chainNumberAnswer,
  ethereumBlockAnswer,
  logsAnswer,
  newHeadNotice,
  receiptAnswer,
  redeemAnswer,
  transactionHashesAnswer,
  type BlockReceipt,
  type ChainBlock,
  type EmittedLog,
} from './json-rpc-answers.js';
import { RpcSocket } from './rpc-socket.js';

/** The receipts of a full block, with room. */
const MAXIMUM_ANSWER_BYTES = 64 * 1024 * 1024;

type Request = (question: { method: string; params: readonly unknown[] }) => Promise<unknown>;

/** Where an endpoint is and how it is asked. */
export interface EndpointOptions {
  readonly chain: ChainId;
  /** For people: the URL may hold a key. */
  readonly name: string;
  readonly url: string;
  readonly timeoutMilliseconds: number;
  /** Whether blocks are read with all that Ethereum's rules put into their headers. */
  readonly hasEthereumHeaders: boolean;
}

/** One JSON-RPC endpoint of a chain, over HTTP or a WebSocket. Every method throws EndpointError, or one of its kinds. */
export class Endpoint {
  readonly name: string;
  private readonly chain: ChainId;
  private readonly hasEthereumHeaders: boolean;
  private readonly request: Request;
  private readonly socket: RpcSocket | undefined;
  private isVerified = false;

  constructor({ chain, name, url, timeoutMilliseconds, hasEthereumHeaders }: EndpointOptions) {
    this.name = name;
    this.chain = chain;
    this.hasEthereumHeaders = hasEthereumHeaders;
    // What comes after a failure is the next endpoint, and then the role's own pause.
    const retryCount = 0;
    const limits = { timeoutMilliseconds, maximumAnswerBytes: MAXIMUM_ANSWER_BYTES };
    this.socket = isWebSocket(url) ? new RpcSocket({ url, ...limits }) : undefined;
    const transport =
      this.socket === undefined
        ? http(url, { timeout: timeoutMilliseconds, retryCount, maxResponseBodySize: MAXIMUM_ANSWER_BYTES })
        : custom(this.socket, { retryCount });
    // Typed by viem for the methods it knows; the answers are parsed here.
    this.request = createClient({ transport }).request as Request;
  }

  async heads(): Promise<ChainHeads> {
    await this.verify();
    const number = async (tag: string): Promise<bigint> =>
      (await this.readBlock(blockAnswer, tag)).header.number;
    const [latest, safe, finalised] = await Promise.all(['latest', 'safe', 'finalized'].map(number));
    if (latest === undefined || safe === undefined || finalised === undefined) {
      throw new Error('three heads were asked for');
    }
    return { latest, safe, finalised };
  }

  async latest(): Promise<bigint> {
    await this.verify();
    return (await this.readBlock(blockAnswer, 'latest')).header.number;
  }

  async block(number: bigint): Promise<ChainBlock> {
    await this.verify();
    const answer = this.hasEthereumHeaders ? ethereumBlockAnswer : blockAnswer;
    const block = await this.readBlock(answer, numberToHex(number));
    if (block.header.number === number) return block;
    throw new EndpointError(`answered with block ${block.header.number} instead of ${number}`);
  }

  /** The emitters' logs in the range, in log order. A node without the last block answers none: ask for that first. */
  async logs(range: BlockRange, emitters: readonly Address[]): Promise<readonly EmittedLog[]> {
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
    return [...logs].sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.log.logIndex - b.log.logIndex);
  }

  async transaction(transactionHash: Hash): Promise<ChainTransaction> {
    const receipt = await this.ask(receiptAnswer, 'eth_getTransactionReceipt', [transactionHash]);
    if (receipt === null) throw new MissingError(`has no receipt of ${transactionHash}`);
    if (!receipt.isRedeem) return receipt.transaction;
    const redeem = await this.ask(redeemAnswer, 'eth_getTransactionByHash', [transactionHash]);
    if (redeem === null) throw new MissingError(`has no transaction ${transactionHash}`);
    return { ...receipt.transaction, redeemsTicket: redeem.ticketId };
  }

  /** All receipts of a block, in its order. Nodes without `eth_getBlockReceipts` are asked for one after the other. */
  async blockReceipts(number: bigint): Promise<readonly BlockReceipt[]> {
    try {
      const receipts = await this.ask(blockReceiptsAnswer, 'eth_getBlockReceipts', [numberToHex(number)]);
      if (receipts !== null) return receipts;
      throw new MissingError(`has no receipts of block ${number}`);
    } catch (error) {
      if (!(error instanceof UnofferedError)) throw error;
    }
    const question = [numberToHex(number), false];
    const block = await this.ask(transactionHashesAnswer, 'eth_getBlockByNumber', question);
    if (block === null) throw new MissingError(`has no block ${number}`);
    return forEach(block.transactions, async (hash) => {
      const receipt = await this.ask(blockReceiptAnswer.nullable(), 'eth_getTransactionReceipt', [hash]);
      if (receipt !== null) return receipt;
      throw new MissingError(`has no receipt of ${hash}`);
    });
  }

  /**
   * Tells of each new head as soon as the endpoint does, which only those on WebSockets do; and of the latest one whenever
   * a connection begins to tell, because nothing told of those before.
   */
  watchHeads(onHead: (latest: bigint) => void): void {
    this.socket?.subscribe({
      topic: 'newHeads',
      onNotice: (notice) => {
        const head = newHeadNotice.safeParse(notice);
        if (head.success) onHead(head.data.number);
      },
      onBegun: () => void this.latest().then(onHead, () => undefined),
    });
  }

  close(): void {
    this.socket?.close();
  }

  private async readBlock(answer: z.ZodType<ChainBlock | null>, numberOrTag: string): Promise<ChainBlock> {
    const block = await this.ask(answer, 'eth_getBlockByNumber', [numberOrTag, false]);
    if (block === null) throw new MissingError(`has no block ${numberOrTag}`);
    return block;
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

function isWebSocket(url: string): boolean {
  return new URL(url).protocol.startsWith('ws');
}
