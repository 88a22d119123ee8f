import { ConservationBook, messageKey, type ConservationAlert } from '@causeway/domain/conservation';
import { fail, ok, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import type { ConservationDecision } from '@causeway/application/ports';
import { alerted, type WatchConservationPorts } from './watch-conservation.js';

/** What an operator asks for. */
export interface CloseAlert {
  readonly alert: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Closes an alert that an operator has looked into, with an entry in the audit; its bridge thaws with the last
 * alert that kept it frozen. What the record says of the arrival stays as it is.
 */
export async function closeAlert(
  ports: WatchConservationPorts,
  command: CloseAlert,
  at: UnixMilliseconds,
): Promise<Result<ConservationAlert>> {
  const known = await ports.conservation.alert(command.alert);
  const rules = known === undefined ? undefined : ports.rules.get(known.bridge);
  if (known === undefined || rules === undefined) {
    return fail('UNKNOWN_ALERT', `${command.alert} is no alert of a bridge with rules`, 'alert');
  }
  const key = messageKey(rules, known.arrival);
  if (!key.ok) return key;
  const keys = { messages: [key.value], chainsRead: new Map(), now: 0 as UnixMilliseconds };
  return ports.conservation.transact<Result<ConservationAlert>>(keys, (snapshot) => {
    const book = new ConservationBook(ports.rules, snapshot);
    const closed = book.closeAlert(key.value, known.id, at);
    const changes = book.changes();
    if (!closed.ok) return { changes, outbox: [], outcome: closed };
    const decision: ConservationDecision<Result<ConservationAlert>> = {
      changes,
      outbox: [alerted(closed.value)],
      audit: {
        action: 'bridge-alert-closed',
        subject: known.id,
        by: command.by,
        reason: command.reason,
        at,
      },
      outcome: ok(closed.value.alert),
    };
    return decision;
  });
}
