import type { BridgeEvent, TransactionLogs, UndecodableLog } from '@causeway/domain/bridging';
import { canonicalRepresentation, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  evmChain,
  nativeAsset,
  tokenAmount,
  transferId,
  type BridgeId,
  type ChainId,
  type Hash,
} from '@causeway/domain/units';
import { unaliased } from '../address-alias.js';
import { addressOf, draftEvent, type NamedLog } from '../event-draft.js';
import { undecodableLog, type ReadLog } from '../event-reader.js';
import type { arbitrumEvents } from './abi.js';
import { ETHER_DEPOSIT_KIND, parseEtherDeposit, parseRetryable, RETRYABLE_KIND } from './inbox-message.js';

const ARBITRUM_ONE = evmChain(42_161);
/** OffchainLabs/arbitrum-subgraphs, packages/subgraph-common/config/nitro-mainnet.json */
const FIRST_NITRO_BLOCK = 22_207_817n;

type ArbitrumLog = ReadLog<typeof arbitrumEvents>;
type LogOf<Name extends ArbitrumLog['eventName']> = Extract<ArbitrumLog, { eventName: Name }>;

/** Deposits that leave the settlement layer for `rollup`: one for each message to it that carries value. */
export function departingDeposits(
  transaction: TransactionLogs,
  logs: readonly ArbitrumLog[],
  network: Network,
  bridge: BridgeId,
  rollup: ChainId,
): { readonly events: readonly BridgeEvent[]; readonly undecodable: readonly UndecodableLog[] } {
  const events: BridgeEvent[] = [];
  const undecodable: UndecodableLog[] = [];
  for (const log of logs) {
    if (log.eventName !== 'MessageDelivered') continue;
    const { kind, messageIndex, sender } = log.args;
    const baseFee = 'baseFeeL1' in log.args ? log.args.baseFeeL1 : undefined;
    if (kind !== RETRYABLE_KIND && kind !== ETHER_DEPOSIT_KIND) continue;
    const inbox = logs.find(
      (other): other is LogOf<'InboxMessageDelivered'> =>
        other.eventName === 'InboxMessageDelivered' && other.args.messageNum === messageIndex,
    );
    if (inbox === undefined) {
      const reason = `the InboxMessageDelivered log with the content of message ${messageIndex} is missing`;
      undecodable.push(undecodableLog(transaction, bridge, log.log, 'INCOMPLETE_TRANSACTION', reason));
      continue;
    }
    const delivered = { rollup, messageNumber: messageIndex, sender: addressOf(sender), baseFee };
    const parse = kind === RETRYABLE_KIND ? parseRetryable : parseEtherDeposit;
    const message = parse(inbox.args.data, delivered);
    if (message === undefined) {
      const reason = `message ${messageIndex} is not packed as its kind ${kind} asks`;
      undecodable.push(undecodableLog(transaction, bridge, inbox.log, 'MALFORMED_LOG', reason));
      continue;
    }
    const base = {
      bridge,
      step: 'initiated' as const,
      transfer: transferId(bridge, transaction.chain, message.rollupTransactionHash),
      sourceChain: transaction.chain,
      destinationChain: rollup,
    };
    const gateway = gatewayLogs(logs, messageIndex);
    const token = gateway.deposit;
    if (token !== undefined) {
      const sent = tokenAmount(
        erc20Asset(transaction.chain, addressOf(token.args.l1Token)),
        token.args.amount,
      );
      const onRollup = canonicalRepresentation(network, sent.asset, rollup);
      const facts = {
        sender: addressOf(token.args.from),
        recipient: addressOf(token.args.to),
        sent,
        received: onRollup === undefined ? undefined : tokenAmount(onRollup.asset, sent.raw),
      };
      events.push(draftEvent(transaction, log, [inbox, ...gateway.all], { ...base, ...facts }));
    } else {
      // Inboxes alias every sender, wallets too, when they pass a message to the bridge.
      const { value, recipient, deposited = value } = message;
      const facts = {
        sender: unaliased(addressOf(sender)),
        recipient,
        sent: deposited === 0n ? undefined : tokenAmount(nativeAsset(transaction.chain), deposited),
        received: value === 0n ? undefined : tokenAmount(nativeAsset(rollup), value),
        arrivesSilently: true as const,
      };
      events.push(draftEvent(transaction, log, [inbox], { ...base, ...facts }));
    }
  }
  return { events, undecodable };
}

/** Before Nitro a ticket's message id is the hash of the transaction that carries it out. */
function classicTicketOf({ chain, blockNumber, transactionHash }: TransactionLogs): Hash | undefined {
  return chain === ARBITRUM_ONE && blockNumber < FIRST_NITRO_BLOCK ? transactionHash : undefined;
}

/** The logs of the token gateway that sent a message; a known gateway's are preferred over any other's. */
function gatewayLogs(
  logs: readonly ArbitrumLog[],
  messageNumber: bigint,
): { readonly deposit: LogOf<'DepositInitiated'> | undefined; readonly all: readonly NamedLog[] } {
  const deposits = logs.filter(
    (log): log is LogOf<'DepositInitiated'> =>
      log.eventName === 'DepositInitiated' && log.args.sequenceNumber === messageNumber,
  );
  const deposit = deposits.find(({ contract }) => contract !== undefined) ?? deposits[0];
  if (deposit === undefined) return { deposit, all: [] };
  const others = logs.filter(
    (log) =>
      (log.eventName === 'TxToL2' &&
        log.args.seqNum === messageNumber &&
        log.log.address === deposit.log.address) ||
      (log.eventName === 'TransferRouted' &&
        log.contract !== undefined &&
        addressOf(log.args.gateway) === deposit.log.address),
  );
  return { deposit, all: [deposit, ...others] };
}

/** Deposits on their way through, or arriving on, the rollup. */
export function arrivingDeposits(
  transaction: TransactionLogs,
  logs: readonly ArbitrumLog[],
  bridge: BridgeId,
  settlement: ChainId,
  localToken: (settlementToken: LogOf<'DepositFinalized'>) => ReturnType<typeof erc20Asset> | undefined,
): { readonly events: readonly BridgeEvent[]; readonly undecodable: readonly UndecodableLog[] } {
  const events: BridgeEvent[] = [];
  const undecodable: UndecodableLog[] = [];
  const base = { bridge, sourceChain: settlement, destinationChain: transaction.chain };
  for (const log of logs) {
    if (log.eventName === 'TicketCreated') {
      const { ticketId } = log.args;
      const scheduled = logs.filter(
        (other) => other.eventName === 'RedeemScheduled' && other.args.ticketId === ticketId,
      );
      const transfer = transferId(bridge, settlement, ticketId);
      events.push(draftEvent(transaction, log, scheduled, { ...base, step: 'relayed', transfer }));
    }
    if (log.eventName === 'DepositFinalized') {
      const ticket = transaction.redeemsTicket ?? classicTicketOf(transaction);
      if (ticket === undefined) {
        const reason =
          'DepositFinalized: no log of a redeem transaction names its ticket; give it as redeemsTicket of the transaction';
        undecodable.push(undecodableLog(transaction, bridge, log.log, 'INCOMPLETE_TRANSACTION', reason));
        continue;
      }
      const asset = localToken(log);
      const { l1Token, from, to, amount } = log.args;
      events.push(
        draftEvent(transaction, log, [], {
          ...base,
          step: 'finalised',
          transfer: transferId(bridge, settlement, ticket),
          sender: addressOf(from),
          recipient: addressOf(to),
          sent: tokenAmount(erc20Asset(settlement, addressOf(l1Token)), amount),
          received: asset === undefined ? undefined : tokenAmount(asset, amount),
        }),
      );
    }
  }
  return { events, undecodable };
}
