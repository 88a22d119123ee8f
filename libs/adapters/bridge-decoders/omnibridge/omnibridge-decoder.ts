import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import {
  assetOf,
  canonicalRepresentation,
  contractAt,
  layerOf,
  type Network,
} from '@causeway/domain/network';
import {
  erc20Asset,
  evmChain,
  expectOk,
  parseBridgeId,
  tokenAmount,
  transferId,
  type AssetId,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import { serveSameLayer } from '../message-run.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { omnibridgeEvents } from './abi.js';
import { parseMediatorMessage, type MediatorMessage } from './mediator-message.js';

const bridge = expectOk(parseBridgeId('omnibridge'));
const reader = eventReader(bridge, omnibridgeEvents);

type OmniLog = ReadLog<typeof omnibridgeEvents>;
type LogOf<Name extends OmniLog['eventName']> = Extract<OmniLog, { eventName: Name }>;
type Outcome = LogOf<'AffirmationCompleted' | 'RelayedMessage'>;

/** The message bridge has one other end on each of its chains. */
const OTHER_END: ReadonlyMap<ChainId, ChainId> = new Map([
  [evmChain(1), evmChain(100)],
  [evmChain(100), evmChain(1)],
]);

/**
 * Omnibridge, the token mediators over Gnosis Chain's Arbitrary Message Bridge. The message id is the bridge's own,
 * which all of its logs bear on both chains. https://docs.gnosischain.com/bridges/About%20Token%20Bridges/amb-bridge
 */
export const omnibridgeDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const other = OTHER_END.get(transaction.chain);
    if (other === undefined) return { events: [], undecodable };
    const events = logs.flatMap((log) => {
      if (log.eventName === 'TokensBridgingInitiated')
        return [departure(transaction, network, logs, log, other)];
      if (log.eventName === 'TokensBridged') return [arrival(transaction, network, logs, log, other)];
      return failure(transaction, network, logs, log, other);
    });
    return { events, undecodable };
  },
};

function departure(
  transaction: TransactionLogs,
  network: Network,
  logs: readonly OmniLog[],
  log: LogOf<'TokensBridgingInitiated'>,
  destination: ChainId,
): BridgeEvent {
  const { messageId, token, sender, value } = log.args;
  const request = logs.find(
    (other): other is LogOf<'UserRequestForSignature' | 'UserRequestForAffirmation'> =>
      (other.eventName === 'UserRequestForSignature' || other.eventName === 'UserRequestForAffirmation') &&
      other.args.messageId === messageId &&
      serveSameLayer(other.contract, log.contract),
  );
  const message = request === undefined ? undefined : parseMediatorMessage(request.args.encodedData);
  return draftEvent(transaction, log, request === undefined ? [] : [request], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, messageId),
    sourceChain: transaction.chain,
    destinationChain: destination,
    sender: addressOf(sender),
    recipient: message?.recipient,
    sent: value === 0n ? undefined : tokenAmount(erc20Asset(transaction.chain, addressOf(token)), value),
    received: message === undefined ? undefined : dueThere(transaction, network, message, destination),
  });
}

function dueThere(
  { chain }: TransactionLogs,
  network: Network,
  { token, value, isNativeThere }: MediatorMessage,
  destination: ChainId,
): TokenAmount | undefined {
  if (value === 0n) return undefined;
  if (isNativeThere) return tokenAmount(erc20Asset(destination, token), value);
  const minted = tokenFor(network, erc20Asset(chain, token), destination);
  return minted === undefined ? undefined : tokenAmount(minted, value);
}

/** What the mediators issue for a token. The coin of Gnosis Chain stands for DAI too, but over a bridge of its own. */
function tokenFor(network: Network, original: AssetId, chain: ChainId): AssetId | undefined {
  const asset = canonicalRepresentation(network, original, chain)?.asset;
  return asset?.includes('/erc20:') === true ? asset : undefined;
}

function arrival(
  transaction: TransactionLogs,
  network: Network,
  logs: readonly OmniLog[],
  log: LogOf<'TokensBridged'>,
  source: ChainId,
): BridgeEvent {
  const { messageId, token, recipient, value } = log.args;
  const received = erc20Asset(transaction.chain, addressOf(token));
  const burned = tokenFor(network, received, source) ?? assetOf(network, received)?.bridgedFrom;
  const outcome = logs.filter(
    (other) =>
      isOutcome(other) && other.args.messageId === messageId && serveSameLayer(other.contract, log.contract),
  );
  return draftEvent(transaction, log, outcome, {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, source, messageId),
    sourceChain: source,
    destinationChain: transaction.chain,
    recipient: addressOf(recipient),
    sent: burned === undefined || value === 0n ? undefined : tokenAmount(burned, value),
    received: value === 0n ? undefined : tokenAmount(received, value),
  });
}

/** A message between the mediators whose run failed. Other users of the message bridge are none of ours. */
function failure(
  transaction: TransactionLogs,
  network: Network,
  logs: readonly OmniLog[],
  log: OmniLog,
  source: ChainId,
): readonly BridgeEvent[] {
  if (!isOutcome(log) || log.args.status) return [];
  const { messageId } = log.args;
  const executor = contractAt(network, transaction.chain, addressOf(log.args.executor));
  const isMediator = executor?.bridge === bridge && executor.role.endsWith('Mediator');
  if (!isMediator || layerOf(network, source) === undefined) return [];
  const isPaid = logs.some(
    (other) => other.eventName === 'TokensBridged' && other.args.messageId === messageId,
  );
  if (isPaid) return [];
  return [
    draftEvent(transaction, log, [], {
      bridge,
      step: 'failed',
      transfer: transferId(bridge, source, messageId),
      sourceChain: source,
      destinationChain: transaction.chain,
    }),
  ];
}

function isOutcome(log: OmniLog): log is Outcome {
  return log.eventName === 'AffirmationCompleted' || log.eventName === 'RelayedMessage';
}
