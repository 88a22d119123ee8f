import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { acrossV2Events, acrossV3AddressEvents, acrossV3WordEvents } from './abi.js';
import { version2Event } from './version-2.js';
import { stepWithAddresses, stepWithWords, version3Event } from './version-3.js';

const bridge = expectOk(parseBridgeId('across'));
const version2 = eventReader(bridge, acrossV2Events);
const addresses = eventReader(bridge, acrossV3AddressEvents);
const words = eventReader(bridge, acrossV3WordEvents);

/**
 * Across deposits and fills, versions 2 and 3. The message id is the deposit number, from version 3 on with the
 * hash of the relay (see `relayMessageId`). A version-2 deposit may be filled in parts; the part that completes it
 * is the arrival.
 */
export const acrossDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...version2.topics, ...addresses.topics, ...words.topics]),
  decode(transaction, network) {
    const readings = [
      version2.read(transaction, network),
      addresses.read(transaction, network),
      words.read(transaction, network),
    ] as const;
    const [second, thirdAddresses, thirdWords] = readings;
    return {
      events: [
        ...second.logs.map((log) => version2Event(transaction, network, bridge, log)),
        ...thirdAddresses.logs.map((log) =>
          version3Event(transaction, network, bridge, log, stepWithAddresses(transaction, log)),
        ),
        ...thirdWords.logs.map((log) =>
          version3Event(transaction, network, bridge, log, stepWithWords(transaction, log)),
        ),
      ],
      undecodable: readings.flatMap(({ undecodable }) => undecodable),
    };
  },
};
