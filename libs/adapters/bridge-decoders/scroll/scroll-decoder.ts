import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { scrollEvents } from './abi.js';
import { arrivals } from './arrivals.js';
import { departures } from './departures.js';

const bridge = expectOk(parseBridgeId('scroll'));
const reader = eventReader(bridge, scrollEvents);

/**
 * Scroll's canonical bridge. The message id is the message hash, in both directions: computed from SentMessage,
 * repeated by RelayedMessage. https://docs.scroll.io/en/developers/l1-and-l2-bridging/the-scroll-messenger/
 */
export const scrollDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    return {
      events: [...departures(transaction, network, bridge, logs), ...arrivals(transaction, bridge, logs)],
      undecodable,
    };
  },
};
