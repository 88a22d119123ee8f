import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { starkgateEvents } from './abi.js';
import { cancelledDeposits, deposits } from './deposits.js';
import { withdrawals } from './withdrawals.js';

const bridge = expectOk(parseBridgeId('starkgate'));
const reader = eventReader(bridge, starkgateEvents);

/**
 * StarkGate as seen from Ethereum. The message id is the hash under which Starknet's core contract keeps a message,
 * in both directions; Starknet's own transactions are no logs of Ethereum's form and are not read.
 * https://docs.starknet.io/learn/protocol/messaging
 */
export const starkgateDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    return {
      events: [
        ...deposits(transaction, bridge, logs),
        ...cancelledDeposits(transaction, network, bridge, logs),
        ...withdrawals(transaction, network, bridge, logs),
      ],
      undecodable,
    };
  },
};
