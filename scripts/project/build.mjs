import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mustRun, ROOT } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const DIST = path.join(ROOT, 'dist');

/** Compiles apps and libs to dist unless that is up to date. */
export async function build() {
  const isBuilt = (file) => !file.endsWith('.spec.ts');
  const wanted = fingerprint(['apps', 'libs', '.swcrc', 'node_modules/@swc/core/package.json'], isBuilt);
  if (existsSync(DIST) && isStamped('build', wanted)) return;
  console.log('Building.');
  // Beside dist and then into its place, so that a failed build leaves the old one and no file outlives its source.
  const staging = `${DIST}.building-${process.pid}`;
  const swc = path.join(ROOT, 'node_modules/@swc/cli/bin/swc.js');
  await mustRun(process.execPath, [swc, 'apps', 'libs', '-d', staging, '--copy-files', '--quiet']);
  const previous = `${DIST}.previous-${process.pid}`;
  if (existsSync(DIST)) renameSync(DIST, previous);
  renameSync(staging, DIST);
  rmSync(previous, { recursive: true, force: true });
  stamp('build', wanted);
}
