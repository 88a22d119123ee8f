import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const OWNER_FILE = 'causeway.owner';
const LOCK_FILE = 'postmaster.pid';
const SHUTDOWN_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 20;

/**
 * Makes sure that no server runs on `directory`: one whose owner was killed is shut down and waited for, and a
 * lock file that a reboot or a container's end left behind is removed.
 * @throws Error when another process that is alive owns the folder
 */
export async function recoverPreviousServer(directory: string): Promise<void> {
  const lock = path.join(directory, LOCK_FILE);
  const server = serverProcess(directory);
  if (server === undefined) {
    // PostgreSQL takes over from a process that is gone, but refuses while anything at all has its old id.
    if (isNamedByLiving(lock)) rmSync(lock);
    return;
  }
  const owner = readNumber(path.join(directory, OWNER_FILE));
  if (owner !== undefined && isAlive(owner)) {
    throw new Error(
      `the database in ${directory} is in use by process ${owner}: stop that one first, ` +
        'or give this one another data folder or a DATABASE_URL',
    );
  }
  signal(server, 'SIGINT');
  if (!(await hasEnded(server, SHUTDOWN_TIMEOUT_MS))) {
    throw new Error(
      `the orphaned PostgreSQL process ${server} on ${directory} does not stop: end it by hand`,
    );
  }
}

/** Names this process as the one that a later start must not take the folder from. */
export function claimOwnership(directory: string): void {
  writeFileSync(path.join(directory, OWNER_FILE), String(process.pid));
}

/** The id of the PostgreSQL process that runs on `directory`, if one does. */
export function serverProcess(directory: string): number | undefined {
  const server = readNumber(path.join(directory, LOCK_FILE));
  if (server === undefined || !isAlive(server)) return undefined;
  // Process ids are reused, after a reboot or in a new container at once: only a process that names the folder is it.
  return commandOf(server).includes(directory) ? server : undefined;
}

/** Whether a process ends within `timeoutMs`. */
export async function hasEnded(server: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += POLL_INTERVAL_MS) {
    if (!isAlive(server)) return true;
    await delay(POLL_INTERVAL_MS);
  }
  return !isAlive(server);
}

/** Sends a signal to a process that may have ended meanwhile. */
export function signal(server: number, name: NodeJS.Signals): void {
  try {
    process.kill(server, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readNumber(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const number = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

function isNamedByLiving(lock: string): boolean {
  const processId = readNumber(lock);
  return processId !== undefined && isAlive(processId);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function commandOf(processId: number): string {
  const file = `/proc/${processId}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  return spawnSync('ps', ['-o', 'command=', '-p', String(processId)], { encoding: 'utf8' }).stdout;
}
