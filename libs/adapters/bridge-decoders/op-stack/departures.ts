import { type Hex } from 'viem';
import { getL2TransactionHash, opaqueDataToDepositData } from 'viem/op-stack';
import type { BridgeEvent, TransactionLogs, UndecodableLog } from '@causeway/domain/bridging';
import { transferId } from '@causeway/domain/units';
import { unaliased } from '../address-alias.js';
import { addressOf, draftEvent, type NamedLog } from '../event-draft.js';
import { undecodableLog, type ReadLog } from '../event-reader.js';
import type { opStackEvents } from './abi.js';
import {
  messageHash,
  moved,
  parseBridgeCall,
  parseRelayCall,
  type CrossDomainMessage,
  type MovedValue,
} from './cross-domain-message.js';
import { isMessenger, isStandardBridge, type RollupSide } from './rollup-side.js';
import { keccak256 } from '../keccak.js';

type OpStackLog = ReadLog<typeof opStackEvents>;
type LogOf<Name extends OpStackLog['eventName']> = Extract<OpStackLog, { eventName: Name }>;

const INITIATED = new Set([
  'ETHDepositInitiated',
  'ERC20DepositInitiated',
  'WithdrawalInitiated',
  'ETHBridgeInitiated',
  'ERC20BridgeInitiated',
]);

/** A transfer leaving this layer, before the logs around it are gathered. */
interface Departure {
  readonly primary: OpStackLog;
  readonly messageId: Hex;
  /** By which the messengers know it; undefined for what bypasses them. */
  readonly messageHash: Hex | undefined;
  readonly value: MovedValue | undefined;
}

/**
 * The transfers that leave this layer. The portal (deposits) and the message passer (withdrawals) carry the whole
 * message and so tell amount, wallets and id at once; the other logs are gathered as evidence. Before Bedrock the
 * messenger's own log is all there is.
 */
export function departures(
  transaction: TransactionLogs,
  logs: readonly OpStackLog[],
  side: RollupSide,
): { readonly events: readonly BridgeEvent[]; readonly undecodable: readonly UndecodableLog[] } {
  const undecodable: UndecodableLog[] = [];
  const refuse = (log: OpStackLog, code: UndecodableLog['code'], message: string): void => {
    undecodable.push(undecodableLog(transaction, side.bridge, log.log, code, message));
  };
  const found: Departure[] = [];
  for (const log of logs) {
    if (log.eventName === 'TransactionDeposited') {
      const deposit = depositOf(transaction, log, side);
      if (deposit === undefined) refuse(log, 'MALFORMED_LOG', 'the deposit is shorter than its fixed fields');
      else found.push(deposit);
    }
    if (log.eventName === 'MessagePassed') found.push(withdrawalOf(log, side));
  }
  const messages = sentMessages(logs);
  for (const { log, message, hash } of messages) {
    if (found.some((departure) => departure.messageHash === hash)) continue;
    const isCurrent = log.args.messageNonce >> 240n !== 0n;
    if (isCurrent && side.isRollup) {
      refuse(log, 'INCOMPLETE_TRANSACTION', 'the MessagePassed log with the withdrawal hash is missing');
      continue;
    }
    found.push({ primary: log, messageId: hash, messageHash: hash, value: valueOf(message, side) });
  }
  const claimed = new Set<OpStackLog>();
  const events = found.map((departure) => {
    const evidence = [
      ...messages.filter(({ hash }) => hash === departure.messageHash).flatMap(({ all }) => all),
      ...claimInitiated(logs, departure, claimed),
    ].filter((log) => log !== departure.primary);
    return eventOf(transaction, departure, evidence, side);
  });
  for (const log of logs) {
    if (INITIATED.has(log.eventName) && log.contract !== undefined && !claimed.has(log)) {
      refuse(log, 'INCOMPLETE_TRANSACTION', 'the message that carries this transfer is missing');
    }
  }
  return { events, undecodable };
}

function depositOf(
  transaction: TransactionLogs,
  log: LogOf<'TransactionDeposited'>,
  side: RollupSide,
): Departure | undefined {
  const { opaqueData } = log.args;
  const FIXED_FIELDS_BYTES = 32 + 32 + 8 + 1;
  if ((opaqueData.length - 2) / 2 < FIXED_FIELDS_BYTES) return undefined;
  const { mint, value, data } = opaqueDataToDepositData(opaqueData);
  const from = addressOf(log.args.from);
  const message = isMessenger(side, 'settlement', unaliased(from)) ? parseRelayCall(data) : undefined;
  if (message !== undefined) {
    const hash = keccak256(data);
    return { primary: log, messageId: hash, messageHash: hash, value: valueOf(message, side) };
  }
  const { blockHash } = transaction;
  const messageId = getL2TransactionHash({
    log: { ...log.log, args: log.args, blockHash } as unknown as Parameters<
      typeof getL2TransactionHash
    >[0]['log'],
  });
  // The minted ether is the sender's on the rollup unless the transaction passes it on.
  const recipient = value === 0n ? from : log.args.to;
  return {
    primary: log,
    messageId,
    messageHash: undefined,
    value: moved(side, undefined, undefined, from, recipient, mint),
  };
}

function withdrawalOf(log: LogOf<'MessagePassed'>, side: RollupSide): Departure {
  const { sender, target, value, data, withdrawalHash } = log.args;
  const message = isMessenger(side, 'rollup', addressOf(sender)) ? parseRelayCall(data) : undefined;
  if (message !== undefined) {
    const value = valueOf(message, side);
    return { primary: log, messageId: withdrawalHash, messageHash: keccak256(data), value };
  }
  const direct = moved(side, undefined, undefined, sender, target, value);
  return { primary: log, messageId: withdrawalHash, messageHash: undefined, value: direct };
}

interface SentMessage {
  readonly log: LogOf<'SentMessage'>;
  readonly all: readonly OpStackLog[];
  readonly message: CrossDomainMessage;
  readonly hash: Hex;
}

/** The messengers' logs; the value of a message stands in the extension log right after it. */
function sentMessages(logs: readonly OpStackLog[]): readonly SentMessage[] {
  return logs.flatMap((log, index) => {
    if (log.eventName !== 'SentMessage') return [];
    const next = logs[index + 1];
    const extension =
      next?.eventName === 'SentMessageExtension1' && next.log.address === log.log.address ? next : undefined;
    const message: CrossDomainMessage = {
      sender: addressOf(log.args.sender),
      target: addressOf(log.args.target),
      value: extension?.args.value ?? 0n,
      message: log.args.message,
    };
    const hash = messageHash(log.args.messageNonce, message, log.args.gasLimit);
    return [{ log, all: extension === undefined ? [log] : [log, extension], message, hash }];
  });
}

/** Only what the rollup's own standard bridge says moves tokens; any other message moves at most its ether. */
function valueOf(message: CrossDomainMessage, side: RollupSide): MovedValue | undefined {
  const call = isStandardBridge(side, message.sender) ? parseBridgeCall(message.message, side) : undefined;
  return call ?? moved(side, undefined, undefined, message.sender, message.target, message.value);
}

function claimInitiated(
  logs: readonly OpStackLog[],
  { value }: Departure,
  claimed: Set<OpStackLog>,
): readonly OpStackLog[] {
  const names = new Set<string>();
  return logs.filter((log) => {
    if (claimed.has(log) || names.has(log.eventName) || !INITIATED.has(log.eventName)) return false;
    const { from, to, amount } = log.args as { from: string; to: string; amount: bigint };
    const isSame =
      value !== undefined &&
      addressOf(from) === value.sender &&
      addressOf(to) === value.recipient &&
      amount === (value.sent?.raw ?? 0n);
    if (isSame) {
      names.add(log.eventName);
      claimed.add(log);
    }
    return isSame;
  });
}

function eventOf(
  transaction: TransactionLogs,
  departure: Departure,
  evidence: readonly NamedLog[],
  side: RollupSide,
): BridgeEvent {
  const { value } = departure;
  return draftEvent(transaction, departure.primary, evidence, {
    bridge: side.bridge,
    step: 'initiated',
    transfer: transferId(side.bridge, side.source, departure.messageId),
    sourceChain: side.source,
    destinationChain: side.destination,
    sender: value?.sender,
    recipient: value?.recipient,
    sent: value?.sent,
    received: value?.received,
    // A deposit past the messenger is a transaction of the rollup, which logs what it calls and not itself.
    arrivesSilently: side.isRollup || departure.messageHash !== undefined ? undefined : true,
  });
}
