import type { BridgeEvent, DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { acrossDecoder } from './across/across-decoder.js';
import { arbitrumDecoder } from './arbitrum/arbitrum-decoder.js';
import { cctpDecoder } from './cctp/cctp-decoder.js';
import { eventKeyOf, undecodableLog, type EventKey } from './event-reader.js';
import { layerZeroDecoder } from './layerzero/layerzero-decoder.js';
import { opStackDecoder } from './op-stack/op-stack-decoder.js';
import type { ProtocolDecoder } from './protocol-decoder.js';

const DECODERS: readonly ProtocolDecoder[] = [
  opStackDecoder,
  arbitrumDecoder,
  acrossDecoder,
  cctpDecoder,
  layerZeroDecoder,
];

const decodersByEvent = indexByEvent(DECODERS);

/**
 * All that a transaction's logs say about bridges, in log order. Never throws: logs of no bridge are ignored, and
 * logs that carry a bridge's topic but cannot be read are listed with the reason.
 */
export function decodeTransaction(transaction: TransactionLogs, network: Network): DecodedTransaction {
  const decoders = new Set<ProtocolDecoder>();
  for (const log of transaction.logs) {
    const key = eventKeyOf(log);
    for (const decoder of (key === undefined ? undefined : decodersByEvent.get(key)) ?? [])
      decoders.add(decoder);
  }
  if (decoders.size === 0) return NOTHING;
  const decoded = [...decoders].map((decoder) => decodeSafely(decoder, transaction, network));
  const proven = receiptsEvidence(transaction);
  const events = decoded.flatMap((all) => all.events).map((event) => ({ ...event, ...proven }));
  return {
    events: events.sort((a, b) => indexIn(a.logId) - indexIn(b.logId)),
    undecodable: decoded
      .flatMap(({ undecodable }) => undecodable)
      .sort((a, b) => indexIn(a.logId) - indexIn(b.logId)),
  };
}

/** What was shown of the logs is shown of the events read from them; evidence about another block is none. */
function receiptsEvidence({ proven, chain, blockHash }: TransactionLogs): Pick<BridgeEvent, 'proven'> {
  const isOfBlock = proven?.chain === chain && proven.blockHash === blockHash;
  return isOfBlock && proven.basis === 'receipts-root' ? { proven } : {};
}

/**
 * Anyone can put any bytes on a chain, so a decoder that trips over some must not stop the chain's partition: its
 * logs are kept as undecodable instead.
 */
function decodeSafely(
  decoder: ProtocolDecoder,
  transaction: TransactionLogs,
  network: Network,
): DecodedTransaction {
  try {
    return decoder.decode(transaction, network);
  } catch (error) {
    const message = `the ${decoder.bridge} decoder failed: ${error instanceof Error ? error.message : String(error)}`;
    const own = transaction.logs.filter((log) => {
      const key = eventKeyOf(log);
      return key !== undefined && decoder.topics.has(key);
    });
    return {
      events: [],
      undecodable: own.map((log) =>
        undecodableLog(transaction, decoder.bridge, log, 'MALFORMED_LOG', message),
      ),
    };
  }
}

const NOTHING: DecodedTransaction = { events: [], undecodable: [] };

function indexByEvent(
  decoders: readonly ProtocolDecoder[],
): ReadonlyMap<EventKey, readonly ProtocolDecoder[]> {
  const byEvent = new Map<EventKey, ProtocolDecoder[]>();
  for (const decoder of decoders) {
    for (const key of decoder.topics) {
      const found = byEvent.get(key);
      if (found === undefined) byEvent.set(key, [decoder]);
      else found.push(decoder);
    }
  }
  return byEvent;
}

function indexIn(logId: string): number {
  return Number(logId.slice(logId.lastIndexOf('/') + 1));
}
