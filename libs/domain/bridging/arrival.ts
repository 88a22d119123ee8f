import type { Latency } from '@causeway/domain/network';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import type { ExpectedArrival } from './tracking.js';
import { isTerminal } from './transfer-stage.js';
import type { Transfer } from './transfer.js';

/** When a transfer under way should arrive, by its bridge's latency. Undefined before its departure is known. */
export function expectedArrival(transfer: Transfer, latency: Latency): ExpectedArrival | undefined {
  const { initiatedAt } = transfer;
  if (initiatedAt === undefined || isTerminal(transfer.stage)) return undefined;
  return {
    early: addSeconds(initiatedAt, Math.floor(latency.lowerQuartileSeconds)),
    typical: addSeconds(initiatedAt, Math.ceil(latency.medianSeconds)),
    late: addSeconds(initiatedAt, Math.ceil(latency.upperQuartileSeconds)),
  };
}

/** Whether the fill deadline has passed without arrival. A fill in the very second of the deadline is in time. */
export function isExpired(transfer: Transfer, now: UnixMilliseconds): boolean {
  const { fillDeadline } = transfer;
  return fillDeadline !== undefined && now > fillDeadline && !isTerminal(transfer.stage);
}
