import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PREFIX = 'causeway-test-';
const NAME = /^causeway-test-(\d+)-/;

/** A folder of a test's own. */
export interface TemporaryFolder {
  readonly path: string;
  /** Deletes the folder and all in it. */
  remove(): void;
}

/** A new, empty folder that others may enter, as an embedded PostgreSQL started by root needs. */
export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Deletes the temporary folders of runs that were killed before they could. */
export function removeAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
