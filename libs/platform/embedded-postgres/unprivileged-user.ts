import { spawnSync } from 'node:child_process';

/** The user and group that a child process runs as; empty when it keeps those of this process. */
export interface ChildUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** What PostgreSQL's programs need from the environment, and nothing of ours that could change how they behave. */
export const CHILD_ENVIRONMENT: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

const CANDIDATES = ['postgres', 'nobody'] as const;

/**
 * Whom to run PostgreSQL as: it refuses to run as root, so root drops to `postgres` or else `nobody`.
 * @throws Error when this process is root and the system has neither
 */
export function unprivilegedUser(): ChildUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of CANDIDATES) {
    const uid = identifierOf('-u', name);
    const gid = identifierOf('-g', name);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Error(
    `PostgreSQL refuses to run as root and the system has no user ${CANDIDATES.join(' or ')} to run it as: ` +
      'start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own',
  );
}

/** Whether `user` may enter `folder`: asked of the system itself, because modes alone do not tell (ACLs, mounts). */
export function canEnter(user: ChildUser, folder: string): boolean {
  const probe = spawnSync('sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...user,
    cwd: '/',
    env: CHILD_ENVIRONMENT,
    stdio: 'ignore',
  });
  return probe.status === 0;
}

function identifierOf(flag: '-u' | '-g', name: string): number {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8', env: CHILD_ENVIRONMENT });
  return status === 0 ? Number(stdout.trim()) : NaN;
}
