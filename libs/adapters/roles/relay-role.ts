import { relayOutbox, type RelayOutboxPorts } from '@causeway/application/relay-outbox';
import { repeatStep } from './repeating-role.js';
import type { Role, RoleLog } from './role.js';

const MAXIMUM_EVENTS = 1_000;
/** Commits wake the relay; this is for the notification that was lost. */
const REST_MILLISECONDS = 1_000;

/** Publishes the outbox as it fills. Any number of processes may run it: one leads at a time. */
export async function startRelayRole(ports: RelayOutboxPorts, log: RoleLog): Promise<Role> {
  const role = repeatStep(
    {
      name: 'relay',
      step: async () => (await relayOutbox(ports, MAXIMUM_EVENTS)) > 0,
      restMilliseconds: REST_MILLISECONDS,
    },
    log,
  );
  const watch = await ports.outbox.watch(() => role.wake());
  return {
    ...role,
    stop: async () => {
      await watch.stop();
      await role.stop();
    },
  };
}
