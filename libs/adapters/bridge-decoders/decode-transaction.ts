import type { BridgeEvent, DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { acrossDecoder } from './across/across-decoder.js';
import { ENTRY_TOPICS, withEntries } from './aggregators/entry-events.js';
import { arbitrumDecoder } from './arbitrum/arbitrum-decoder.js';
import { cctpDecoder } from './cctp/cctp-decoder.js';
import { celerDecoder } from './celer/celer-decoder.js';
import { connextDecoder } from './connext/connext-decoder.js';
import { debridgeDecoder } from './debridge/debridge-decoder.js';
import { eventKeyOf, undecodableLog, type EventKey } from './event-reader.js';
import { hopDecoder } from './hop/hop-decoder.js';
import { hyperlaneDecoder } from './hyperlane/hyperlane-decoder.js';
import { layerZeroDecoder } from './layerzero/layerzero-decoder.js';
import { lineaDecoder } from './linea/linea-decoder.js';
import { nomadDecoder } from './nomad/nomad-decoder.js';
import { omnibridgeDecoder } from './omnibridge/omnibridge-decoder.js';
import { opStackDecoder } from './op-stack/op-stack-decoder.js';
import { polygonPosDecoder } from './polygon-pos/polygon-pos-decoder.js';
import { polygonZkevmDecoder } from './polygon-zkevm/polygon-zkevm-decoder.js';
import type { ProtocolDecoder } from './protocol-decoder.js';
import { relayDecoder } from './relay/relay-decoder.js';
import { scrollDecoder } from './scroll/scroll-decoder.js';
import { withoutUnsoundEvents } from './sound-events.js';
import { starkgateDecoder } from './starkgate/starkgate-decoder.js';
import { wormholeDecoder } from './wormhole/wormhole-decoder.js';
import { xdaiDecoder } from './xdai/xdai-decoder.js';
import { zksyncLiteDecoder } from './zksync-lite/zksync-lite-decoder.js';
import { zksyncEraDecoder } from './zksync-era/zksync-era-decoder.js';

const DECODERS: readonly ProtocolDecoder[] = [
  opStackDecoder,
  arbitrumDecoder,
  acrossDecoder,
  cctpDecoder,
  layerZeroDecoder,
  hyperlaneDecoder,
  wormholeDecoder,
  connextDecoder,
  debridgeDecoder,
  celerDecoder,
  relayDecoder,
  zksyncEraDecoder,
  lineaDecoder,
  scrollDecoder,
  starkgateDecoder,
  zksyncLiteDecoder,
  polygonPosDecoder,
  polygonZkevmDecoder,
  hopDecoder,
  omnibridgeDecoder,
  xdaiDecoder,
  nomadDecoder,
];

const decodersByEvent = indexByEvent(DECODERS);

/**
 * All that a transaction's logs say about bridges, in log order. Never throws: logs of no bridge are ignored, and
 * logs that carry a bridge's topic but cannot be read are listed with the reason.
 */
export function decodeTransaction(transaction: TransactionLogs, network: Network): DecodedTransaction {
  const decoders = new Set<ProtocolDecoder>();
  let hasEntries = false;
  for (const log of transaction.logs) {
    const key = eventKeyOf(log);
    hasEntries ||= key !== undefined && ENTRY_TOPICS.has(key);
    for (const decoder of (key === undefined ? undefined : decodersByEvent.get(key)) ?? [])
      decoders.add(decoder);
  }
  if (decoders.size === 0 && !hasEntries) return NOTHING;
  const decoded = merged([...decoders].map((decoder) => decodeSafely(decoder, transaction, network)));
  const all = withoutUnsoundEvents(hasEntries ? withEntries(decoded, transaction, network) : decoded);
  const proven = receiptsEvidence(transaction);
  const events = all.events.map((event) => ({ ...event, ...proven }));
  return {
    events: events.sort((a, b) => indexIn(a.logId) - indexIn(b.logId)),
    undecodable: [...all.undecodable].sort((a, b) => indexIn(a.logId) - indexIn(b.logId)),
  };
}

/** What was shown of the logs is shown of the events read from them; evidence about another block is none. */
function receiptsEvidence({ proven, chain, blockHash }: TransactionLogs): Pick<BridgeEvent, 'proven'> {
  const isOfBlock = proven?.chain === chain && proven.blockHash === blockHash;
  return isOfBlock && proven.basis === 'receipts-root' ? { proven } : {};
}

function merged(parts: readonly DecodedTransaction[]): DecodedTransaction {
  return {
    events: parts.flatMap(({ events }) => events),
    undecodable: parts.flatMap(({ undecodable }) => undecodable),
  };
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
