import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import {
  chainOfAsset,
  erc20Asset,
  expectOk,
  parseBridgeId,
  tokenAmount,
  transferId,
} from '@causeway/domain/units';
import { addressInWord, addressOf, draftEvent } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import { serveSameLayer } from '../message-run.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { nomadEvents } from './abi.js';
import { chainOfDomain, parseBridgeMessage } from './bridge-message.js';

const bridge = expectOk(parseBridgeId('nomad'));
const reader = eventReader(bridge, nomadEvents);

type NomadLog = ReadLog<typeof nomadEvents>;
type LogOf<Name extends NomadLog['eventName']> = Extract<NomadLog, { eventName: Name }>;

const DOMAIN_BITS = 32n;

/**
 * Nomad. The message id is the message hash, of the home's Dispatch and the replica's Process: a made-up message
 * that a broken replica runs has a hash of its own and so releases tokens under a transfer that never departed.
 * https://docs.nomad.xyz, Home.sol and Replica.sol of nomad-xyz/monorepo
 */
export const nomadDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const claimed = new Set<NomadLog>();
    return {
      events: logs.flatMap((log, index) => {
        if (log.eventName === 'Dispatch') return departure(transaction, logs, log, claimed);
        return log.eventName === 'Process' ? arrival(transaction, logs, log, index) : [];
      }),
      undecodable,
    };
  },
};

/** A message of the home with the router's log right after it; messages of others move nothing. */
function departure(
  transaction: TransactionLogs,
  logs: readonly NomadLog[],
  log: LogOf<'Dispatch'>,
  claimed: Set<NomadLog>,
): readonly BridgeEvent[] {
  const message = parseBridgeMessage(log.args.message);
  if (message === undefined) return [];
  const send = logs.find(
    (other): other is LogOf<'Send'> =>
      other.eventName === 'Send' &&
      other.log.address === message.sender &&
      !claimed.has(other) &&
      other.log.logIndex > log.log.logIndex &&
      serveSameLayer(other.contract, log.contract) &&
      other.args.toDomain === message.destinationDomain &&
      other.args.toId === message.recipient &&
      other.args.amount === message.amount,
  );
  if (send === undefined) return [];
  claimed.add(send);
  const { amount, token } = message;
  const destination = chainOfDomain(message.destinationDomain);
  const sent = erc20Asset(transaction.chain, addressOf(send.args.token));
  const isIssuedThere = token !== undefined && chainOfAsset(token) === destination;
  return [
    draftEvent(transaction, log, [send], {
      bridge,
      step: 'initiated',
      transfer: transferId(bridge, transaction.chain, log.args.messageHash),
      sourceChain: transaction.chain,
      destinationChain: destination,
      sender: addressOf(send.args.from),
      recipient: addressInWord(message.recipient),
      sent: amount === 0n ? undefined : tokenAmount(sent, amount),
      received: isIssuedThere && amount > 0n ? tokenAmount(token, amount) : undefined,
    }),
  ];
}

/** A message that a replica ran, with the router's log right before it; what others' messages did is not told. */
function arrival(
  transaction: TransactionLogs,
  logs: readonly NomadLog[],
  log: LogOf<'Process'>,
  index: number,
): readonly BridgeEvent[] {
  const before = logs.slice(0, index).filter(({ contract }) => serveSameLayer(contract, log.contract));
  const receive = before.at(-1);
  if (receive?.eventName !== 'Receive') return [];
  const { originAndNonce, token, recipient, amount } = receive.args;
  const source = chainOfDomain(Number(originAndNonce >> DOMAIN_BITS));
  const asset = erc20Asset(transaction.chain, addressOf(token));
  return [
    draftEvent(transaction, log, [receive], {
      bridge,
      step: log.args.success ? 'finalised' : 'failed',
      transfer: transferId(bridge, source, log.args.messageHash),
      sourceChain: source,
      destinationChain: transaction.chain,
      recipient: addressOf(recipient),
      received: amount === 0n ? undefined : tokenAmount(asset, amount),
    }),
  ];
}
