import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { transferId, type BridgeId } from '@causeway/domain/units';
import { addressInWord, addressOf, draftEvent, erc20Amount } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { cctpV1Events } from './abi.js';
import { chainOfDomain, parseBurnMessage, parseHeader } from './burn-message.js';
import { mintBefore } from './mint-before.js';

type CctpLog = ReadLog<typeof cctpV1Events>;
type LogOf<Name extends CctpLog['eventName']> = Extract<CctpLog, { eventName: Name }>;

/** Burns and mints of version 1. The message id is the nonce, which the source transmitter counts. */
export function version1Events(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly CctpLog[],
): readonly BridgeEvent[] {
  return logs.flatMap((log, index) => {
    if (log.eventName === 'DepositForBurn') return [burnEvent(transaction, network, bridge, logs, log)];
    if (log.eventName !== 'MessageReceived') return [];
    const mint = mintBefore<LogOf<'MintAndWithdraw'>>(logs, index);
    return mint === undefined ? [] : [mintEvent(transaction, network, bridge, mint, log)];
  });
}

function burnEvent(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly CctpLog[],
  log: LogOf<'DepositForBurn'>,
): BridgeEvent {
  const { nonce, burnToken, amount, depositor, mintRecipient, destinationDomain } = log.args;
  const message = logs.filter((other) => {
    if (other.eventName !== 'MessageSent' || other.contract === undefined) return false;
    const header = parseHeader(other.args.message);
    return header?.nonce === nonce && header.destinationDomain === destinationDomain;
  });
  return draftEvent(transaction, log, message, {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, nonce.toString()),
    sourceChain: transaction.chain,
    destinationChain: chainOfDomain(network, destinationDomain),
    sender: addressOf(depositor),
    recipient: addressInWord(mintRecipient),
    sent: erc20Amount(transaction.chain, addressOf(burnToken), amount),
  });
}

function mintEvent(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  mint: LogOf<'MintAndWithdraw'>,
  log: LogOf<'MessageReceived'>,
): BridgeEvent {
  const { sourceDomain, nonce, messageBody } = log.args;
  const sourceChain = chainOfDomain(network, sourceDomain);
  const burn = parseBurnMessage(messageBody);
  const burnToken = burn === undefined ? undefined : addressInWord(burn.burnToken);
  return draftEvent(transaction, log, [mint], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, nonce.toString()),
    sourceChain,
    destinationChain: transaction.chain,
    sender: burn === undefined ? undefined : addressInWord(burn.messageSender),
    recipient: addressOf(mint.args.mintRecipient),
    sent: burn === undefined ? undefined : erc20Amount(sourceChain, burnToken, burn.amount),
    received: erc20Amount(transaction.chain, addressOf(mint.args.mintToken), mint.args.amount),
  });
}
