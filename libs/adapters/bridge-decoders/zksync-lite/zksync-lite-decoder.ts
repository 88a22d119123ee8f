import { size, slice, type Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import {
  expectOk,
  nativeAsset,
  parseBridgeId,
  parseChainId,
  tokenAmount,
  transferId,
  type Address,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent, erc20Amount } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import { zksyncLiteEvents } from './abi.js';

const bridge = expectOk(parseBridgeId('zksync-lite'));
const reader = eventReader(bridge, zksyncLiteEvents);
/** A chain of its own kind, which no node of an EVM tells of. */
const ZKSYNC_LITE = expectOk(parseChainId('zksync:lite'));

type LiteLog = ReadLog<typeof zksyncLiteEvents>;
type RequestLog = Extract<LiteLog, { eventName: 'NewPriorityRequest' }>;

const DEPOSIT_OPERATION = 1;
const ETHER = 0;

/** What a deposit's priority request says. */
interface Deposit {
  readonly token: number;
  readonly raw: bigint;
  readonly owner: Address;
}

/**
 * Deposits into zkSync Lite. The message id is the number of the priority request. The rollup is no EVM chain and is
 * not read. Its `Withdrawal` logs name token and amount alone, neither the wallet nor anything of the rollup, so no
 * transfer can be made of them.
 * matter-labs/zksync, contracts/ZkSync.sol, Operations.sol
 */
export const zksyncLiteDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const claimed = new Set<LiteLog>();
    const events = logs.flatMap((log) => {
      if (log.eventName !== 'NewPriorityRequest' || log.args.opType !== DEPOSIT_OPERATION) return [];
      const deposit = parseDeposit(log.args.pubData);
      if (deposit === undefined) return [];
      const told = logs.find((other) => !claimed.has(other) && tellsToo(other, log, deposit));
      if (told !== undefined) claimed.add(told);
      return [depositEvent(transaction, log, deposit, told)];
    });
    return { events, undecodable };
  },
};

function depositEvent(
  transaction: TransactionLogs,
  log: RequestLog,
  deposit: Deposit,
  told: LiteLog | undefined,
): BridgeEvent {
  const { chain } = transaction;
  return draftEvent(transaction, log, told === undefined ? [] : [told], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, chain, log.args.serialId.toString()),
    sourceChain: chain,
    destinationChain: ZKSYNC_LITE,
    sender: addressOf(log.args.sender),
    recipient: deposit.owner,
    sent: sentIn(transaction, log, deposit),
    arrivesSilently: true,
  });
}

/** Tokens have numbers of the rollup's own; the token's log on the way into the contract tells which it is. */
function sentIn(
  transaction: TransactionLogs,
  { log }: RequestLog,
  deposit: Deposit,
): TokenAmount | undefined {
  const { token, raw } = deposit;
  if (raw === 0n) return undefined;
  if (token === ETHER) return tokenAmount(nativeAsset(transaction.chain), raw);
  const moved = agreedMove(
    tokenMoves(transaction).filter(
      (move) => move.to === log.address && move.raw === raw && move.logIndex < log.logIndex,
    ),
  );
  return erc20Amount(transaction.chain, moved?.token, raw);
}

/** The contract's second log of the same deposit, whose name changed between its versions. */
function tellsToo(other: LiteLog, { log }: RequestLog, { token, raw }: Deposit): boolean {
  if (other.eventName === 'NewPriorityRequest' || other.log.address !== log.address) return false;
  return other.log.logIndex > log.logIndex && other.args.tokenId === token && other.args.amount === raw;
}

/** Account (4 bytes), token, amount (16), owner (20); since version 5 with the operation's number (1) in front. */
function parseDeposit(pubData: Hex): Deposit | undefined {
  const form = FORMS.find(({ bytes }) => bytes === size(pubData));
  if (form === undefined) return undefined;
  const { tokenAt, tokenBytes } = form;
  const amountAt = tokenAt + tokenBytes;
  return {
    token: Number(BigInt(slice(pubData, tokenAt, amountAt))),
    raw: BigInt(slice(pubData, amountAt, amountAt + 16)),
    owner: addressOf(slice(pubData, amountAt + 16, amountAt + 36)),
  };
}

const FORMS = [
  { bytes: 42, tokenAt: 4, tokenBytes: 2 },
  { bytes: 43, tokenAt: 5, tokenBytes: 2 },
  { bytes: 45, tokenAt: 5, tokenBytes: 4 },
] as const;
