import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { transferId, type BridgeId } from '@causeway/domain/units';
import { toHex, type Hex } from 'viem';
import { addressInWord, addressOf, draftEvent, erc20Amount } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { cctpV2Events } from './abi.js';
import {
  burnMessageId,
  chainOfDomain,
  domainOfChain,
  parseBurnMessage,
  parseHeader,
  type BurnMessage,
} from './burn-message.js';
import { mintBefore } from './mint-before.js';

type CctpLog = ReadLog<typeof cctpV2Events>;
type LogOf<Name extends CctpLog['eventName']> = Extract<CctpLog, { eventName: Name }>;

/** No domain has this number, so that burns on unknown layers cannot pass for those of a known one. */
const UNKNOWN_DOMAIN = 0xffffffff;

/** Burns and mints of version 2, with the message id of `burnMessageId`. The fee is taken out of the mint. */
export function version2Events(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly CctpLog[],
): readonly BridgeEvent[] {
  return logs.flatMap((log, index) => {
    if (log.eventName === 'DepositForBurn') return [burnEvent(transaction, network, bridge, logs, log)];
    if (log.eventName !== 'MessageReceived') return [];
    const mint = mintBefore<LogOf<'MintAndWithdraw'>>(logs, index);
    const burn = parseBurnMessage(log.args.messageBody);
    if (mint === undefined || burn === undefined) return [];
    return [mintEvent(transaction, network, bridge, mint, log, burn)];
  });
}

function burnEvent(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly CctpLog[],
  log: LogOf<'DepositForBurn'>,
): BridgeEvent {
  const { burnToken, amount, depositor, mintRecipient, destinationDomain, maxFee, hookData } = log.args;
  const burn: BurnMessage = {
    burnToken: padded(burnToken),
    mintRecipient,
    amount,
    messageSender: padded(depositor),
    maxFee: toHex(maxFee, { size: 32 }),
    hookData,
  };
  const sourceDomain = domainOfChain(network, transaction.chain) ?? UNKNOWN_DOMAIN;
  const id = burnMessageId(sourceDomain, destinationDomain, burn);
  const message = logs.filter((other) => {
    if (other.eventName !== 'MessageSent' || other.contract === undefined) return false;
    const header = parseHeader(other.args.message);
    const sent = header === undefined ? undefined : parseBurnMessage(header.body);
    return (
      header !== undefined &&
      sent !== undefined &&
      burnMessageId(sourceDomain, header.destinationDomain, sent) === id
    );
  });
  return draftEvent(transaction, log, message, {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, id),
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
  burn: BurnMessage,
): BridgeEvent {
  const { sourceDomain } = log.args;
  const sourceChain = chainOfDomain(network, sourceDomain);
  const destinationDomain = domainOfChain(network, transaction.chain) ?? UNKNOWN_DOMAIN;
  return draftEvent(transaction, log, [mint], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, burnMessageId(sourceDomain, destinationDomain, burn)),
    sourceChain,
    destinationChain: transaction.chain,
    sender: addressInWord(burn.messageSender),
    recipient: addressOf(mint.args.mintRecipient),
    sent: erc20Amount(sourceChain, addressInWord(burn.burnToken), burn.amount),
    received: erc20Amount(transaction.chain, addressOf(mint.args.mintToken), mint.args.amount),
  });
}

function padded(address: Hex): Hex {
  return `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
}
