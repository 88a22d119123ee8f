import type { BridgeEvent } from '@causeway/domain/bridging';
import { layerOf } from '@causeway/domain/network';
import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { assetRouterDepositEvents, sharedBridgeDepositEvents, zksyncEvents } from './abi.js';
import { arrivingDeposit } from './arriving-deposits.js';
import { departingDeposits } from './deposits.js';
import { arrivingWithdrawals, departingWithdrawals } from './withdrawals.js';

const bridge = expectOk(parseBridgeId('zksync-era'));
const main = eventReader(bridge, zksyncEvents);
const sharedBridge = eventReader(bridge, sharedBridgeDepositEvents);
const assetRouter = eventReader(bridge, assetRouterDepositEvents);

/**
 * ZKsync Era's canonical bridge. Message ids:
 * - deposits: the hash of the priority operation, which is the hash of its transaction on the rollup;
 * - withdrawals: the hash of what is paid to whom (see `withdrawalId`).
 *
 * https://docs.zksync.io/zksync-protocol/rollup/l1_l2_communication
 */
export const zksyncEraDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...main.topics, ...sharedBridge.topics, ...assetRouter.topics]),
  decode(transaction, network) {
    const readings = [
      main.read(transaction, network),
      sharedBridge.read(transaction, network),
      assetRouter.read(transaction, network),
    ] as const;
    const [{ logs }, before, since] = readings;
    const layer = layerOf(network, transaction.chain);
    const events: BridgeEvent[] = [];
    // Of a chain the network does not know, either side may be true.
    if (layer === undefined || layer.settlesOn !== undefined) {
      events.push(
        ...departingWithdrawals(transaction, network, bridge, logs),
        ...arrivingDeposit(transaction, network, bridge, logs, layer?.settlesOn),
      );
    }
    if (layer === undefined || layer.settlesOn === undefined) {
      events.push(
        ...departingDeposits(transaction, network, bridge, logs, [...before.logs, ...since.logs]),
        ...arrivingWithdrawals(transaction, bridge, logs),
      );
    }
    return { events, undecodable: readings.flatMap(({ undecodable }) => undecodable) };
  },
};
