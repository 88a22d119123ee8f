import type { BridgeEvent, TransactionLogs, UndecodableLog } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { expectOk, parseBridgeId, type ChainId } from '@causeway/domain/units';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { opStackEvents } from './abi.js';
import { arrivals } from './arrivals.js';
import { departures } from './departures.js';
import { rollupSide, unknownSide } from './rollup-side.js';

const bridge = expectOk(parseBridgeId('op-stack'));
const reader = eventReader(bridge, opStackEvents);

/**
 * The canonical bridge of OP-stack rollups. Message ids:
 * - deposits, and withdrawals from before Bedrock: the messengers' message hash, which RelayedMessage repeats, also
 *   when a failed message is run again in another transaction;
 * - deposits past the messenger: the hash of the transaction they become on the rollup;
 * - withdrawals: the withdrawal hash, the one id that MessagePassed, WithdrawalProven and WithdrawalFinalized share.
 *
 * https://specs.optimism.io/protocol/messengers.html, https://specs.optimism.io/protocol/withdrawals.html,
 * https://specs.optimism.io/protocol/deposits.html
 */
export const opStackDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const events: BridgeEvent[] = [];
    const unusable: UndecodableLog[] = [...undecodable];
    for (const [counterpart, group] of groupByCounterpart(logs)) {
      const found = decodeGroup(transaction, network, counterpart, group);
      events.push(...found.events);
      unusable.push(...found.undecodable);
    }
    return { events, undecodable: unusable };
  },
};

type OpStackLog = ReadLog<typeof opStackEvents>;

/** One transaction may deposit to several rollups, whose logs interleave but never belong together. */
function groupByCounterpart(
  logs: readonly OpStackLog[],
): ReadonlyMap<ChainId | undefined, readonly OpStackLog[]> {
  const groups = new Map<ChainId | undefined, OpStackLog[]>();
  for (const log of logs) {
    const group = groups.get(log.contract?.counterpart);
    if (group === undefined) groups.set(log.contract?.counterpart, [log]);
    else group.push(log);
  }
  return groups;
}

function decodeGroup(
  transaction: TransactionLogs,
  network: Network,
  counterpart: ChainId | undefined,
  logs: readonly OpStackLog[],
): { readonly events: readonly BridgeEvent[]; readonly undecodable: readonly UndecodableLog[] } {
  // Arrivals at unknown contracts are left out: nothing in them tells which chain they come from.
  if (counterpart === undefined) {
    return departures(transaction, logs, unknownSide(network, bridge, transaction.chain));
  }
  const side = rollupSide(network, bridge, transaction.chain, counterpart);
  const leaving = departures(transaction, logs, side);
  const arriving = arrivals(transaction, logs, side, counterpart);
  return {
    events: [...leaving.events, ...arriving.events],
    undecodable: [...leaving.undecodable, ...arriving.undecodable],
  };
}
