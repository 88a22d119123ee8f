import { layerOf, type Network } from '@causeway/domain/network';
import { addSeconds } from '@causeway/domain/units';
import { timeOfStage } from './history.js';
import { claimPhases, type Phase } from './phase.js';
import type { Transfer } from './transfer.js';

/** A message that runs by itself does so in the block that brings it, or the next. */
const RUN_SECONDS = 60;

/**
 * The phases of a message that is on the destination layer and has not run: anyone may run it, on Arbitrum for the
 * lifetime of its ticket, after which it is gone. Undefined while the message is not there.
 */
export function executionPhases(transfer: Transfer, network: Network): readonly Phase[] | undefined {
  const relayedAt = timeOfStage(transfer, 'relayed');
  const { destinationChain, arrivesSilently } = transfer;
  if (relayedAt === undefined || destinationChain === undefined || arrivesSilently === true) return undefined;
  const phases = claimPhases('execute', addSeconds(relayedAt, RUN_SECONDS));
  const lifetimeSeconds = layerOf(network, destinationChain)?.messageLifetimeSeconds;
  if (lifetimeSeconds === undefined) return phases;
  const from = addSeconds(relayedAt, lifetimeSeconds);
  return [...phases, { from, punctuality: 'stuck', nextStep: { kind: 'refund', possibleAt: from } }];
}
