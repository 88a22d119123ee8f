import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { hopEvents } from './abi.js';
import { bonded, completedFromEthereum, withdrawn } from './arrivals.js';
import { sentFromRollup, sentToRollup } from './departures.js';

const bridge = expectOk(parseBridgeId('hop'));
const reader = eventReader(bridge, hopEvents);

/**
 * Hop. Message ids:
 * - from rollups: the transfer id, of TransferSent and WithdrawalBonded or Withdrew;
 * - from Ethereum: a hash of what both legs log (see `depositId`).
 *
 * https://docs.hop.exchange/developer-docs/smart-contracts/integration
 */
export const hopDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const events = logs.flatMap((log) => {
      switch (log.eventName) {
        case 'TransferSentToL2':
          return [sentToRollup(transaction, bridge, log)];
        case 'TransferSent':
          return [sentFromRollup(transaction, network, bridge, logs, log)];
        case 'TransferFromL1Completed':
          return [completedFromEthereum(transaction, network, bridge, logs, log)];
        case 'WithdrawalBonded':
          return [bonded(transaction, network, bridge, logs, log)];
        case 'Withdrew':
          return [withdrawn(transaction, bridge, log)];
        case 'TokenSwap':
          return [];
      }
    });
    return { events, undecodable };
  },
};
