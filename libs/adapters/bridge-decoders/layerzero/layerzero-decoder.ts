import type { DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import type { NamedLog } from '../event-draft.js';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import {
  busEvents,
  endpointV1Events,
  endpointV2Events,
  stargateV1Events,
  tokenV1Events,
  tokenV2Events,
} from './abi.js';
import { arrivalsV1 } from './arrivals-v1.js';
import { arrivalsV2 } from './arrivals-v2.js';
import { departuresV1 } from './departures-v1.js';
import { busRides, departuresV2 } from './departures-v2.js';
import { LAYERZERO, STARGATE, underTokenContract } from './packet-logs.js';

const readers = {
  endpointV1: eventReader(LAYERZERO, endpointV1Events),
  endpointV2: eventReader(LAYERZERO, endpointV2Events),
  tokenV1: eventReader(LAYERZERO, tokenV1Events),
  tokenV2: eventReader(LAYERZERO, tokenV2Events),
  stargateV1: eventReader(STARGATE, stargateV1Events),
  bus: eventReader(STARGATE, busEvents),
};

/**
 * LayerZero of versions 1 and 2 with what is built on it: Stargate 1 and 2, whose events bear the bridge
 * `stargate`, and omnichain tokens. A message and the token event it carries are one step; a message of any other
 * application is a transfer that moves nothing. The message id is `guidOf`.
 */
export const layerZeroDecoder: ProtocolDecoder = {
  bridge: LAYERZERO,
  topics: new Set(Object.values(readers).flatMap(({ topics }) => [...topics])),
  decode(transaction, network) {
    const parts = [version1(transaction, network), version2(transaction, network)];
    return {
      events: parts.flatMap(({ events }) => events),
      undecodable: parts.flatMap(({ undecodable }) => undecodable),
    };
  },
};

function version1(transaction: TransactionLogs, network: Network): DecodedTransaction {
  const endpoint = readers.endpointV1.read(transaction, network);
  const token = readers.tokenV1.read(transaction, network);
  const stargate = readers.stargateV1.read(transaction, network);
  const tokenLogs = token.logs.map((log) => underTokenContract(network, transaction.chain, log));
  const left = departuresV1(
    transaction,
    network,
    named(endpoint.logs, 'Packet'),
    named(stargate.logs, 'Swap'),
    named(tokenLogs, 'SendToChain'),
  );
  const arrived = arrivalsV1(transaction, network, named(endpoint.logs, 'PacketReceived'), {
    swaps: named(stargate.logs, 'SwapRemote'),
    receipts: named(tokenLogs, 'ReceiveFromChain'),
    native: named(stargate.logs, 'TransferNative'),
  });
  return {
    events: [...left.events, ...arrived.events],
    undecodable: [
      ...[endpoint, token, stargate].flatMap(({ undecodable }) => undecodable),
      ...left.undecodable,
      ...arrived.undecodable,
    ],
  };
}

function version2(transaction: TransactionLogs, network: Network): DecodedTransaction {
  const endpoint = readers.endpointV2.read(transaction, network);
  const token = readers.tokenV2.read(transaction, network);
  const bus = readers.bus.read(transaction, network);
  const tokenLogs = token.logs.map((log) => underTokenContract(network, transaction.chain, log));
  const sent = named(tokenLogs, 'OFTSent');
  const left = departuresV2(transaction, network, named(endpoint.logs, 'PacketSent'), sent);
  const arrived = arrivalsV2(
    transaction,
    network,
    endpoint.logs.filter((log) => log.eventName !== 'PacketSent'),
    named(tokenLogs, 'OFTReceived'),
  );
  return {
    events: [...left.events, ...busRides(transaction, network, bus.logs, sent), ...arrived.events],
    undecodable: [
      ...[endpoint, token, bus].flatMap(({ undecodable }) => undecodable),
      ...left.undecodable,
      ...arrived.undecodable,
    ],
  };
}

function named<Log extends NamedLog, const Name extends Log['eventName']>(
  logs: readonly Log[],
  name: Name,
): readonly Extract<Log, { readonly eventName: Name }>[] {
  return logs.filter((log): log is Extract<Log, { readonly eventName: Name }> => log.eventName === name);
}
