import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canEnter, type ChildUser } from './unprivileged-user.js';

/** The first survives a reboot; the second is there on systems whose root file system is read-only. */
const BASES = [path.join('/var', 'lib', 'causeway'), path.join(tmpdir(), 'causeway')] as const;

/**
 * A folder, the same one each time, that stands in for `wanted` where `user` cannot enter that one (a clone in
 * `/root`, say). The folder itself is not created.
 * @throws Error when no place that `user` can enter is writable
 */
export function fallbackFolder(wanted: string, user: ChildUser): string {
  const key = createHash('sha256').update(path.resolve(wanted)).digest('hex').slice(0, 16);
  for (const base of BASES) {
    if (isUsable(base, user)) return path.join(base, `${path.basename(wanted)}-${key}`);
  }
  throw new Error(
    `the user that PostgreSQL runs as can enter neither ${wanted} nor ${BASES.join(' nor ')}: ` +
      'move the project to a folder that others may enter, or set DATABASE_URL',
  );
}

function isUsable(base: string, user: ChildUser): boolean {
  try {
    mkdirSync(base, { recursive: true, mode: 0o755 });
  } catch {
    return false;
  }
  // Someone else's folder of that name under the temporary folder could be changed under our feet.
  return statSync(base).uid === process.getuid?.() && canEnter(user, base);
}
