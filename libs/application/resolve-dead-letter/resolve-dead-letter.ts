import { fail, ok, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import type { DeadLetterRecord, DeadLetterStore, EventLog } from '@causeway/application/ports';

/** An operator's word about a dead letter. */
export interface ResolveDeadLetterCommand {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
}

/** What resolving needs from outside. `keyOf` gives the key that a record's body has on its topic. */
export interface ResolveDeadLetterPorts {
  readonly deadLetters: DeadLetterStore;
  readonly eventLog: EventLog;
  readonly keyOf: (topic: string, body: string) => string;
}

/**
 * Appends the input of a waiting dead letter to its topic once more, for instance after a decoder learned its
 * form. Should it fail again, it becomes a dead letter again. Parts of it that had taken effect are not repeated.
 */
export async function retryDeadLetter(
  ports: ResolveDeadLetterPorts,
  command: ResolveDeadLetterCommand,
  at: UnixMilliseconds,
): Promise<Result<DeadLetterRecord>> {
  const letter = await waitingLetter(ports.deadLetters, command);
  if (!letter.ok) return letter;
  const { topic, body } = letter.value;
  await ports.eventLog.append(topic, [{ key: ports.keyOf(topic, body), value: body, headers: {} }]);
  return decide(ports.deadLetters, letter.value, 'retried', command, at);
}

/** Gives up a waiting dead letter; its input stays readable. */
export async function skipDeadLetter(
  ports: Pick<ResolveDeadLetterPorts, 'deadLetters'>,
  command: ResolveDeadLetterCommand,
  at: UnixMilliseconds,
): Promise<Result<DeadLetterRecord>> {
  const letter = await waitingLetter(ports.deadLetters, command);
  if (!letter.ok) return letter;
  return decide(ports.deadLetters, letter.value, 'skipped', command, at);
}

async function waitingLetter(
  deadLetters: DeadLetterStore,
  command: ResolveDeadLetterCommand,
): Promise<Result<DeadLetterRecord>> {
  if (command.reason.trim() === '' || command.reason.includes('\0')) {
    return fail('MISSING_REASON', 'say why in plain text, for the audit', 'reason');
  }
  const letter = await deadLetters.find(command.id);
  if (letter === undefined) return fail('UNKNOWN_DEAD_LETTER', `there is no dead letter ${command.id}`, 'id');
  if (letter.status !== 'waiting') return alreadyDecided(letter);
  return ok(letter);
}

async function decide(
  deadLetters: DeadLetterStore,
  letter: DeadLetterRecord,
  status: 'retried' | 'skipped',
  { id, by, reason }: ResolveDeadLetterCommand,
  at: UnixMilliseconds,
): Promise<Result<DeadLetterRecord>> {
  const isDecided = await deadLetters.decide({ id, offset: letter.offset, status, by, reason, at });
  if (!isDecided) return alreadyDecided(letter);
  return ok({ ...letter, status, decidedBy: by, decisionReason: reason });
}

function alreadyDecided(letter: DeadLetterRecord): Result<never> {
  return fail('DEAD_LETTER_DECIDED', `dead letter ${letter.id} was decided before`, 'id');
}
