import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.js';
import { fallbackFolder } from './fallback-folder.js';
import { canEnter, CHILD_ENVIRONMENT, type ChildUser } from './unprivileged-user.js';

const PASSWORD_FILE = 'causeway.password';

/** The data folder to use: `wanted`, or a stand-in when the user that PostgreSQL runs as cannot enter that one. */
export function chooseDataDirectory(wanted: string, user: ChildUser): string {
  const resolved = path.resolve(wanted);
  mkdirSync(path.dirname(resolved), { recursive: true });
  return canEnter(user, path.dirname(resolved)) ? resolved : fallbackFolder(resolved, user);
}

/**
 * Creates the database cluster in `directory` unless it is there already. A kill in the middle leaves no half
 * cluster: it is made beside its place and renamed into it.
 * @throws Error when the folder holds something else, or initdb fails
 */
export function initialiseDataDirectory(
  directory: string,
  binaries: PostgresBinaries,
  user: ChildUser,
  isDurable: boolean,
): void {
  if (existsSync(path.join(directory, 'PG_VERSION'))) return;
  if (existsSync(directory)) {
    if (readdirSync(directory).length > 0) {
      throw new Error(`${directory} holds files but no database: empty it or choose another data folder`);
    }
    rmdirSync(directory);
  }
  const staging = `${directory}.initialising`;
  const passwordFile = `${staging}.password`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  giveTo(user, staging);
  giveTo(user, passwordFile);
  runInitdb(binaries, user, staging, passwordFile, isDurable);
  renameSync(passwordFile, path.join(staging, PASSWORD_FILE));
  renameSync(staging, directory);
  syncFolder(path.dirname(directory));
}

/** The password of the cluster's superuser `postgres`, which only this project knows. */
export function readPassword(directory: string): string {
  return readFileSync(path.join(directory, PASSWORD_FILE), 'utf8').trim();
}

function runInitdb(
  binaries: PostgresBinaries,
  user: ChildUser,
  directory: string,
  passwordFile: string,
  isDurable: boolean,
): void {
  const { status, error, stdout, stderr } = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${directory}`,
      '--username=postgres',
      // Anyone on this machine can reach the port, and a superuser can run programs: so no `trust`.
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
      ...(isDurable ? [] : ['--no-sync']),
    ],
    { ...user, cwd: '/', env: CHILD_ENVIRONMENT, encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(`initdb could not create the database in ${directory}: ${stdout}${stderr}`, {
      cause: error,
    });
  }
}

function giveTo(user: ChildUser, file: string): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
