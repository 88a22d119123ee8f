import type { TransactionLogs } from '@causeway/domain/bridging';
import type { Address } from '@causeway/domain/units';
import { addressInWord } from './event-draft.js';

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const WORD_DIGITS = 64;

/** An ERC-20 Transfer log. */
export interface TokenMove {
  readonly logIndex: number;
  readonly token: Address;
  readonly from: Address;
  readonly to: Address;
  readonly raw: bigint;
}

/**
 * The ERC-20 transfers of a transaction, in log order. They name the token and the wallet where a bridge's own
 * event leaves them out. ERC-721 transfers have four topics and are left out.
 */
export function tokenMoves(transaction: TransactionLogs): readonly TokenMove[] {
  return transaction.logs.flatMap(({ logIndex, address, topics, data }) => {
    if (topics[0] !== TRANSFER || topics.length !== 3 || data.length !== 2 + WORD_DIGITS) return [];
    const from = addressInWord(topics[1] ?? '');
    const to = addressInWord(topics[2] ?? '');
    return from === undefined || to === undefined
      ? []
      : [{ logIndex, token: address, from, to, raw: BigInt(data) }];
  });
}

/**
 * The one move among those given, or the last of several alike. Undefined when they are of different tokens:
 * anyone can add a Transfer log of a token of his own, and then nothing tells which of them the bridge moved.
 */
export function agreedMove(moves: readonly TokenMove[]): TokenMove | undefined {
  const last = moves.at(-1);
  return moves.every(({ token }) => token === last?.token) ? last : undefined;
}
