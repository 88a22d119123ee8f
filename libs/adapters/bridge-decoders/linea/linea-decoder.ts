import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { lineaEvents } from './abi.js';
import { arrivals } from './arrivals.js';
import { departures } from './departures.js';

const bridge = expectOk(parseBridgeId('linea'));
const reader = eventReader(bridge, lineaEvents);

/**
 * Linea's canonical bridge. The message id is the message hash, which both message services log: keccak-256 of
 * sender, recipient, fee, value, number and calldata. https://docs.linea.build/network/build/send-receive-messages
 */
export const lineaDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    return {
      events: [
        ...departures(transaction, network, bridge, logs),
        ...arrivals(transaction, network, bridge, logs),
      ],
      undecodable,
    };
  },
};
