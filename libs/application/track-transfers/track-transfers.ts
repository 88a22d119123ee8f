import { trackTransfer, type Transfer } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import {
  streamName,
  type DueTransfer,
  type OutboxEvent,
  type TrackingStore,
} from '@causeway/application/ports';

/** What tracking needs from outside. */
export interface TrackTransfersPorts {
  readonly tracking: TrackingStore;
  readonly network: Network;
}

/** What a check found. */
export interface TrackingOutcome {
  readonly checked: number;
  /** The transfers that are late, stuck or claimable and were not before. */
  readonly alerts: readonly Transfer[];
}

/**
 * Looks once at transfers whose next check has come, at most `maximum` of each layer, and publishes each change of
 * punctuality exactly once, as an alert to whoever follows the transfers. Time is the clock of the layer where a
 * transfer should arrive, that is how far it has been read: of a layer that is not read nobody can say that
 * something has not arrived there.
 */
export async function trackTransfers(
  { tracking, network }: TrackTransfersPorts,
  maximum: number,
): Promise<TrackingOutcome> {
  return tracking.check(maximum, (due) => {
    const judged = [...due].sort(byNextCheck).map(({ transfer, now }) => ({
      before: transfer,
      after: trackTransfer(transfer, network, now),
    }));
    const alerts = judged.flatMap(({ before, after }) => (isAlert(before, after) ? after : []));
    return {
      changes: { transfers: judged.map(({ after }) => after), outbox: alerts.flatMap(alertOf) },
      outcome: { checked: judged.length, alerts },
    };
  });
}

function isAlert({ tracking: before }: Transfer, { tracking: after }: Transfer): boolean {
  return after?.since !== undefined && after.punctuality !== before?.punctuality;
}

/** The event that tells a change; its cause is the timetable, at the instant that it names. */
function alertOf(transfer: Transfer): readonly OutboxEvent[] {
  const { punctuality, since } = transfer.tracking ?? {};
  if (punctuality === undefined || since === undefined) return [];
  const cause = { reference: `punctuality/${punctuality}`, at: since };
  return [
    {
      stream: streamName('transfer', transfer.bridge),
      key: transfer.bridge,
      event: { type: 'transfer.changed', transfer, cause },
    },
  ];
}

/** In the order in which they came due, so that the streams do not show how a check was cut. */
function byNextCheck({ transfer: a }: DueTransfer, { transfer: b }: DueTransfer): number {
  return dueAt(a) - dueAt(b) || (a.id < b.id ? -1 : 1);
}

function dueAt({ tracking, initiatedAt }: Transfer): number {
  return tracking?.nextCheckAt ?? initiatedAt ?? 0;
}
