import type { BridgeEvent, TransactionLogs, TransferStep, UndecodableLog } from '@causeway/domain/bridging';
import { transferId, type ChainId } from '@causeway/domain/units';
import { draftEvent, type NamedLog } from '../event-draft.js';
import { undecodableLog, type ReadLog } from '../event-reader.js';
import type { opStackEvents } from './abi.js';
import { moved, type MovedValue } from './cross-domain-message.js';
import type { RollupSide } from './rollup-side.js';

type OpStackLog = ReadLog<typeof opStackEvents>;

/** A message that the messenger ran, with the standard bridge's logs of that run. */
interface Relay {
  readonly log: Extract<OpStackLog, { eventName: 'RelayedMessage' | 'FailedRelayedMessage' }>;
  readonly paid: readonly OpStackLog[];
}

/**
 * The transfers that arrive on this layer or come closer to it. A messenger logs after the call it made, and the
 * portal after the messenger, so each log closes the ones before it:
 * bridge logs, RelayedMessage, WithdrawalFinalized.
 */
export function arrivals(
  transaction: TransactionLogs,
  logs: readonly OpStackLog[],
  side: RollupSide,
  source: ChainId,
): { readonly events: readonly BridgeEvent[]; readonly undecodable: readonly UndecodableLog[] } {
  const events: BridgeEvent[] = [];
  let paid: OpStackLog[] = [];
  let relay: Relay | undefined;
  const closeRelay = (): void => {
    if (relay !== undefined) events.push(relayEvent(transaction, relay, side, source));
    relay = undefined;
  };
  for (const log of logs) {
    switch (log.eventName) {
      case 'DepositFinalized':
      case 'ETHWithdrawalFinalized':
      case 'ERC20WithdrawalFinalized':
      case 'ETHBridgeFinalized':
      case 'ERC20BridgeFinalized':
        paid.push(log);
        break;
      case 'RelayedMessage':
      case 'FailedRelayedMessage':
        closeRelay();
        relay = { log, paid };
        paid = [];
        break;
      case 'WithdrawalFinalized':
        events.push(withdrawalEvent(transaction, log, relay, side, source));
        relay = undefined;
        break;
      case 'WithdrawalProven': {
        const { withdrawalHash } = log.args;
        const extension = logs.filter(
          (other) =>
            other.eventName === 'WithdrawalProvenExtension1' && other.args.withdrawalHash === withdrawalHash,
        );
        events.push(stepEvent(transaction, log, extension, side, source, withdrawalHash, 'proven'));
        break;
      }
      default:
        break;
    }
  }
  closeRelay();
  const undecodable = paid.map((log) =>
    undecodableLog(
      transaction,
      side.bridge,
      log.log,
      'INCOMPLETE_TRANSACTION',
      'the RelayedMessage log that tells which transfer this is, is missing',
    ),
  );
  return { events, undecodable };
}

/** A deposit's arrival; also a withdrawal from before Bedrock, or one that is run again after it failed. */
function relayEvent(
  transaction: TransactionLogs,
  relay: Relay,
  side: RollupSide,
  source: ChainId,
): BridgeEvent {
  const { log, paid } = relay;
  return stepEvent(
    transaction,
    log,
    paid,
    side,
    source,
    log.args.msgHash,
    stepOf(relay),
    paidValue(paid, side, source),
  );
}

function withdrawalEvent(
  transaction: TransactionLogs,
  log: Extract<OpStackLog, { eventName: 'WithdrawalFinalized' }>,
  relay: Relay | undefined,
  side: RollupSide,
  source: ChainId,
): BridgeEvent {
  const { withdrawalHash, success } = log.args;
  if (relay === undefined) {
    const step = success ? 'finalised' : 'failed';
    return stepEvent(transaction, log, [], side, source, withdrawalHash, step);
  }
  const value = paidValue(relay.paid, side, source);
  const evidence = [...relay.paid, relay.log];
  return stepEvent(transaction, log, evidence, side, source, withdrawalHash, stepOf(relay), value);
}

/** A failed relay can be tried again by anyone, so the transfer has been carried over but has not ended. */
function stepOf(relay: Relay): TransferStep {
  return relay.log.eventName === 'RelayedMessage' ? 'finalised' : 'relayed';
}

function stepEvent(
  transaction: TransactionLogs,
  primary: NamedLog,
  evidence: readonly NamedLog[],
  side: RollupSide,
  source: ChainId,
  messageId: string,
  step: TransferStep,
  value?: MovedValue,
): BridgeEvent {
  return draftEvent(transaction, primary, evidence, {
    bridge: side.bridge,
    step,
    transfer: transferId(side.bridge, source, messageId),
    sourceChain: source,
    destinationChain: transaction.chain,
    sender: value?.sender,
    recipient: value?.recipient,
    sent: value?.sent,
    received: value?.received,
  });
}

/** What the standard bridge paid out; Bedrock logs it twice, under the old and the new event name. */
function paidValue(paid: readonly OpStackLog[], side: RollupSide, source: ChainId): MovedValue | undefined {
  const [log] = paid;
  if (log === undefined) return undefined;
  const direction = { source, destination: side.source };
  switch (log.eventName) {
    case 'DepositFinalized': {
      const { l1Token, l2Token, from, to, amount } = log.args;
      return moved(direction, l1Token, l2Token, from, to, amount);
    }
    case 'ERC20WithdrawalFinalized': {
      const { l1Token, l2Token, from, to, amount } = log.args;
      return moved(direction, l2Token, l1Token, from, to, amount);
    }
    case 'ERC20BridgeFinalized': {
      const { localToken, remoteToken, from, to, amount } = log.args;
      return moved(direction, remoteToken, localToken, from, to, amount);
    }
    case 'ETHWithdrawalFinalized':
    case 'ETHBridgeFinalized': {
      const { from, to, amount } = log.args;
      return moved(direction, undefined, undefined, from, to, amount);
    }
    default:
      return undefined;
  }
}
