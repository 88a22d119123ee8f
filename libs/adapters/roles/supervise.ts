import type { Role, RoleLog } from './role.js';

/** A running process: its roles, in the order in which they were started, and what they stand on. */
export interface Supervised {
  readonly roles: readonly Role[];
  /** Frees what the roles stood on, after they have stopped. */
  readonly close: () => Promise<void>;
}

/** Longer than this, and the process ends without having stopped everything; nothing durable is lost by that. */
const STOP_MILLISECONDS = 15_000;

/**
 * Runs until a signal to end arrives or a role fails; then stops the roles, last started first, and frees what they
 * stood on. Resolves to the exit code of the process.
 */
export async function supervise({ roles, close }: Supervised, log: RoleLog): Promise<number> {
  const signal = new Promise<'signal'>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve('signal'));
  });
  const failure = Promise.race(
    roles.map((role) =>
      role.finished.then(
        () => new Promise<never>(() => undefined),
        (error: unknown) => ({ role: role.name, error }),
      ),
    ),
  );
  const reason = await Promise.race([signal, failure]);
  if (reason === 'signal') log.info({}, 'stopping');
  else log.warn({ role: reason.role, error: describe(reason.error) }, 'stopping, because a role failed');
  const deadline = setTimeout(() => process.exit(1), STOP_MILLISECONDS);
  for (const role of [...roles].reverse()) await role.stop();
  await close();
  clearTimeout(deadline);
  return reason === 'signal' ? 0 : 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
