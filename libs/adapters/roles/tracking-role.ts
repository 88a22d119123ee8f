import type { OutboxStore } from '@causeway/application/ports';
import { trackTransfers, type TrackTransfersPorts } from '@causeway/application/track-transfers';
import type { Punctuality } from '@causeway/domain/bridging';
import type { BridgeId } from '@causeway/domain/units';
import { repeatStep } from './repeating-role.js';
import type { Role, RoleLog } from './role.js';

/** Of each layer at once. */
const MAXIMUM_TRANSFERS = 200;
/** Commits wake the role; this is for the notification that was lost, and for commits that moved a clock alone. */
const REST_MILLISECONDS = 1_000;

/** What the role needs besides what tracking needs. */
export interface TrackingRolePorts extends TrackTransfersPorts {
  readonly outbox: Pick<OutboxStore, 'watch'>;
  readonly observe?: TrackingObserver;
}

/** Told of each transfer that stopped being on time. */
export interface TrackingObserver {
  alerted(bridge: BridgeId, punctuality: Punctuality): void;
}

/** Watches the punctuality of transfers under way. Any number of processes may run it: each transfer is checked once. */
export async function startTrackingRole(ports: TrackingRolePorts, log: RoleLog): Promise<Role> {
  const role = repeatStep(
    {
      name: 'tracking',
      step: async () => {
        const { checked, alerts } = await trackTransfers(ports, MAXIMUM_TRANSFERS);
        for (const { id, bridge, tracking } of alerts) {
          const { punctuality, since, nextStep } = tracking ?? {};
          if (punctuality !== undefined) ports.observe?.alerted(bridge, punctuality);
          const at = since === undefined ? undefined : new Date(since).toISOString();
          const facts = { transfer: id, punctuality, since: at, nextStep: nextStep?.kind };
          if (punctuality === 'stuck') log.warn(facts, 'a transfer is stuck');
          else log.info(facts, 'a transfer is no longer on time');
        }
        return checked > 0;
      },
      restMilliseconds: REST_MILLISECONDS,
    },
    log,
  );
  const watch = await ports.outbox.watch((streams) => {
    if (streams.size === 0 || [...streams].some((stream) => stream.startsWith('transfer/'))) role.wake();
  });
  return {
    ...role,
    stop: async () => {
      await watch.stop();
      await role.stop();
    },
  };
}
