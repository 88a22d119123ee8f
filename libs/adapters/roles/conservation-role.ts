import type { AlertChange } from '@causeway/domain/conservation';
import { streamName, type OutboxStore } from '@causeway/application/ports';
import { watchLegs, type WatchConservationPorts } from '@causeway/application/watch-conservation';
import { repeatStep } from './repeating-role.js';
import type { Role, RoleLog } from './role.js';

const MAXIMUM_EVENTS = 200;
/** Commits wake the role; this is for the notification that was lost. */
const REST_MILLISECONDS = 1_000;
const LEG_STREAMS = streamName('leg', '');

/** What the role needs besides what watching needs. */
export interface ConservationRolePorts extends WatchConservationPorts {
  readonly outbox: Pick<OutboxStore, 'watch'>;
}

/** Watches that bridges only move units. Any number of processes may run it: each event is taken in once. */
export async function startConservationRole(ports: ConservationRolePorts, log: RoleLog): Promise<Role> {
  const role = repeatStep(
    {
      name: 'conservation',
      step: async () => {
        const watched = await watchLegs(ports, MAXIMUM_EVENTS);
        for (const change of watched.alerts) tell(log, change);
        for (const { leg, failure } of watched.refused) {
          log.warn({ role: 'conservation', leg: leg.id, ...failure }, 'a leg cannot be joined to others');
        }
        return watched.events > 0;
      },
      restMilliseconds: REST_MILLISECONDS,
    },
    log,
  );
  const watch = await ports.outbox.watch((streams) => {
    if (streams.size === 0 || [...streams].some((stream) => stream.startsWith(LEG_STREAMS))) role.wake();
  });
  return {
    ...role,
    stop: async () => {
      await watch.stop();
      await role.stop();
    },
  };
}

/** Alarms are what the monitor is for; a notice is about an asset that backs no collateral. */
function tell(log: RoleLog, { alert, isFrozen }: AlertChange): void {
  const { id, bridge, code, severity, status, asset, arrival, message } = alert;
  const facts = { role: 'conservation', alert: id, bridge, code, severity, asset, isFrozen };
  if (status !== 'open') log.info({ ...facts, status }, 'an alert on a bridge was settled');
  else if (severity === 'notice') log.info(facts, message);
  else log.warn({ ...facts, amount: String(arrival.amount) }, message);
}
