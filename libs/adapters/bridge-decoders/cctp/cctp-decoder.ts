import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { cctpV1Events, cctpV2Events } from './abi.js';
import { version1Events } from './version-1.js';
import { version2Events } from './version-2.js';

const bridge = expectOk(parseBridgeId('cctp'));
const version1 = eventReader(bridge, cctpV1Events);
const version2 = eventReader(bridge, cctpV2Events);

/**
 * Circle's Cross-Chain Transfer Protocol, both versions: USDC burned on one layer and minted on another. Messages
 * that mint nothing are left out. https://developers.circle.com/cctp/technical-guide
 */
export const cctpDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...version1.topics, ...version2.topics]),
  decode(transaction, network) {
    const first = version1.read(transaction, network);
    const second = version2.read(transaction, network);
    // Both versions log MessageSent alike, so a malformed one is found twice.
    const undecodable = new Map(
      [...first.undecodable, ...second.undecodable].map((found) => [found.logId, found] as const),
    );
    return {
      events: [
        ...version1Events(transaction, network, bridge, first.logs),
        ...version2Events(transaction, network, bridge, second.logs),
      ],
      undecodable: [...undecodable.values()],
    };
  },
};
