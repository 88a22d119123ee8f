import { isCanonical, bridgeOf, latencyOf, withdrawalOf, type Network } from '@causeway/domain/network';
import { expectedArrival } from './arrival.js';
import { deliveryPhases, returnPhases } from './delivery-phases.js';
import { executionPhases } from './execution-phases.js';
import type { Timetable } from './phase.js';
import { isSettled } from './transfer-stage.js';
import type { Transfer } from './transfer.js';
import { withdrawalTimetable } from './withdrawal-timetable.js';

const NOTHING: Timetable = { phases: [] };

/**
 * The timetable of a transfer by its bridge's class and how far it has come:
 *
 * - withdrawals from a rollup or sidechain over its own bridge wait for the protocol and then for the user, and are never late;
 * - messages that reached a rollup over its own bridge and did not run can be run by anyone, for a while;
 * - everything else is delivered by somebody else, as fast as measured: late and stuck are counted from the
 *   quartiles, and from the deadline where there is one;
 * - what was cancelled or failed waits to be given back.
 *
 * Empty once the units are where they stay. A transfer whose arrival no log will tell has an expectation and is
 * never called late.
 */
export function timetableOf(transfer: Transfer, network: Network): Timetable {
  if (isSettled(transfer.stage)) return NOTHING;
  const { bridge, sourceChain, destinationChain } = transfer;
  const latency = destinationChain && latencyOf(network, bridge, sourceChain, destinationChain);
  if (transfer.stage === 'failed' || transfer.stage === 'cancelled') {
    return { phases: returnPhases(transfer, latency) };
  }
  const known = bridgeOf(network, bridge);
  if (destinationChain !== undefined && known !== undefined) {
    const execution = isCanonical(known) ? executionPhases(transfer, network) : undefined;
    if (execution !== undefined) return { phases: execution };
    const withdrawal = withdrawalOf(network, bridge, sourceChain, destinationChain);
    if (withdrawal !== undefined) return withdrawalTimetable(transfer, withdrawal);
  }
  const expected = latency && expectedArrival(transfer, latency);
  const timetable = expected === undefined ? NOTHING : { ...NOTHING, expected };
  if (transfer.arrivesSilently === true) return timetable;
  return { ...timetable, phases: deliveryPhases(transfer, expected, latency, known?.refundSeconds) };
}
