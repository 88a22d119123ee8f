import type { RawLog } from '@causeway/domain/bridging';
import { layerOf } from '@causeway/domain/network';
import { expectOk, parseBridgeId } from '@causeway/domain/units';
import { eventKeyOf, eventReader, type EventKey } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { plasmaBurnEvents, plasmaExitEvents, polygonPosEvents } from './abi.js';
import { arrivals } from './arrivals.js';
import { deposits } from './deposits.js';
import { burns, exits } from './withdrawals.js';

const bridge = expectOk(parseBridgeId('polygon-pos'));
const main = eventReader(bridge, polygonPosEvents);
const burned = eventReader(bridge, plasmaBurnEvents);
const exited = eventReader(bridge, plasmaExitEvents);

/** The PoS bridge logs nothing on Polygon when tokens leave: the token's own burn is the withdrawal. */
const TRANSFER: EventKey = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef/2';

const own = new Set([...main.topics, ...burned.topics, ...exited.topics]);

/**
 * The PoS and Plasma bridges of Polygon PoS. Message ids:
 * - deposits: the number of the synced state, of StateSynced and StateCommitted;
 * - withdrawals: the hash of wallet, token and amount (see `withdrawalId`).
 *
 * https://docs.polygon.technology/pos/architecture/bor/state-sync
 */
export const polygonPosDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...own, TRANSFER]),
  decode(transaction, network) {
    const layer = layerOf(network, transaction.chain);
    const isOnPolygon = layer?.contracts.some((one) => one.bridge === bridge) === true;
    if (!isOnPolygon && !transaction.logs.some(isOwn)) return { events: [], undecodable: [] };
    const readings = [
      main.read(transaction, network),
      burned.read(transaction, network),
      exited.read(transaction, network),
    ] as const;
    const [{ logs }, plasmaBurns, plasmaExits] = readings;
    const undecodable = readings.flatMap((reading) => reading.undecodable);
    const events = isOnPolygon
      ? [
          ...arrivals(transaction, network, bridge, logs, layer.settlesOn),
          ...burns(transaction, network, bridge, plasmaBurns.logs),
        ]
      : [
          ...deposits(transaction, network, bridge, logs),
          ...exits(transaction, network, bridge, logs, plasmaExits.logs),
        ];
    return { events, undecodable };
  },
};

/** Most transactions of most chains hold transfers, and only Polygon's are looked at. */
function isOwn(log: RawLog): boolean {
  const key = eventKeyOf(log);
  return key !== undefined && own.has(key);
}
