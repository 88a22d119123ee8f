import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { chainOfNumber, contractAt, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  expectOk,
  nativeAsset,
  parseBridgeId,
  tokenAmount,
  transferId,
  type Address,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressInWord, addressOf, draftEvent, ZERO_ADDRESS } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import { wormholeEvents } from './abi.js';
import { isDenormalized, parseTokenPayload, type TokenPayload } from './token-payload.js';
import { wrappings } from '../wrapped-coin.js';

const bridge = expectOk(parseBridgeId('wormhole'));
const reader = eventReader(bridge, wormholeEvents);

type WormholeLog = ReadLog<typeof wormholeEvents>;
type PublishedLog = Extract<WormholeLog, { eventName: 'LogMessagePublished' }>;
type RedeemedLog = Extract<WormholeLog, { eventName: 'TransferRedeemed' }>;

/**
 * Transfers of Wormhole's token bridge. The message id is emitter and sequence, which with the source chain name a
 * message of the guardians. Other messages are left out: no log of the destination would ever answer them.
 * https://wormhole.com/docs/protocol/infrastructure/vaas
 */
export const wormholeDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const events = logs.flatMap((log) => {
      if (log.eventName === 'TransferRedeemed') return [arrival(transaction, network, logs, log)];
      const payload = parseTokenPayload(log.args.payload);
      const sender = addressOf(log.args.sender);
      const isTokenBridge = tokenBridgeAt(network, transaction.chain, sender);
      // Any application may publish bytes of this form, so a known core speaks for known token bridges alone.
      return payload === undefined || (log.contract !== undefined && !isTokenBridge)
        ? []
        : [departure(transaction, network, log, payload, sender)];
    });
    return { events, undecodable };
  },
};

function departure(
  transaction: TransactionLogs,
  network: Network,
  log: PublishedLog,
  payload: TokenPayload,
  tokenBridge: Address,
): BridgeEvent {
  const isKnown = tokenBridgeAt(network, transaction.chain, tokenBridge);
  const taken = agreedMove(
    tokenMoves(transaction).filter(
      ({ logIndex, to, raw }) =>
        to === tokenBridge && logIndex < log.log.logIndex && isDenormalized(raw, payload.normalizedAmount),
    ),
  );
  const wrapped = wrappings(transaction, network, 'wrap', tokenBridge).find((raw) =>
    isDenormalized(raw, payload.normalizedAmount),
  );
  const sent =
    taken === undefined
      ? nativeAmount(transaction, wrapped)
      : tokenAmount(erc20Asset(transaction.chain, taken.token), taken.raw);
  const named = payload.sender === undefined ? undefined : addressInWord(payload.sender);
  return draftEvent(transaction, isKnown ? log : { ...log, contract: undefined }, [], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, messageId(tokenBridge, log.args.sequence)),
    sourceChain: transaction.chain,
    destinationChain: chainOfWormhole(network, payload.recipientChain),
    sender: taken?.from ?? named,
    recipient: addressInWord(payload.recipient),
    sent,
  });
}

function arrival(
  transaction: TransactionLogs,
  network: Network,
  logs: readonly WormholeLog[],
  log: RedeemedLog,
): BridgeEvent {
  const { emitterChainId, emitterAddress, sequence } = log.args;
  const sourceChain = chainOfWormhole(network, emitterChainId);
  const emitter = addressInWord(emitterAddress) ?? emitterAddress.toLowerCase();
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, messageId(emitter, sequence)),
    sourceChain,
    destinationChain: transaction.chain,
    ...payment(transaction, network, logs, log),
  });
}

/**
 * What the token bridge paid after TransferRedeemed: first the relayer's fee, if any, then the recipient's share.
 * Left open when its logs do not agree on one token.
 */
function payment(
  transaction: TransactionLogs,
  network: Network,
  logs: readonly WormholeLog[],
  { log }: RedeemedLog,
): { readonly recipient?: Address; readonly received?: TokenAmount | undefined } {
  const tokenBridge = log.address;
  const next = logs.find((later) => later.log.logIndex > log.logIndex && later.contract !== undefined)?.log
    .logIndex;
  const isPayment = (logIndex: number): boolean =>
    logIndex > log.logIndex && logIndex < (next ?? Number.MAX_SAFE_INTEGER);
  const moves = tokenMoves(transaction).filter(
    ({ logIndex, from, to }) =>
      isPayment(logIndex) && (from === tokenBridge || from === ZERO_ADDRESS) && to !== ZERO_ADDRESS,
  );
  const paid = moves.length > 2 ? undefined : agreedMove(moves);
  if (paid !== undefined) {
    const asset = erc20Asset(transaction.chain, paid.token);
    return { recipient: paid.to, received: paid.raw === 0n ? undefined : tokenAmount(asset, paid.raw) };
  }
  if (moves.length > 0) return {};
  const unwrapped = wrappings(transaction, network, 'unwrap', tokenBridge, isPayment);
  return { received: nativeAmount(transaction, unwrapped.length > 2 ? undefined : unwrapped.at(-1)) };
}

function nativeAmount(transaction: TransactionLogs, raw: bigint | undefined): TokenAmount | undefined {
  return raw === undefined || raw === 0n ? undefined : tokenAmount(nativeAsset(transaction.chain), raw);
}

function tokenBridgeAt(network: Network, chain: ChainId, address: Address): boolean {
  const found = contractAt(network, chain, address);
  return found?.bridge === bridge && found.role === 'TokenBridge';
}

function messageId(emitter: string, sequence: bigint): string {
  return `${emitter}-${sequence}`;
}

/** The chain behind Wormhole's number; one the network does not know is named by it, e.g. `wormhole:1`. */
function chainOfWormhole(network: Network, number: number): ChainId {
  return chainOfNumber(network, 'wormholeChain', number) ?? (`wormhole:${number}` as ChainId);
}
