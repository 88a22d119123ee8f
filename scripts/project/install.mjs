import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, ROOT } from './run.mjs';

const PROGRESS_INTERVAL_MS = 10_000;

/** Runs `npm ci` unless what package-lock.json wants is there. */
export async function install() {
  const wanted = packagesOf(path.join(ROOT, 'package-lock.json'));
  if (isInstalled(wanted)) return;
  const count = Object.keys(wanted).length;
  console.log(`Installing ${count} npm packages; this takes a minute or two, once.`);
  const startedAt = performance.now();
  const progress = setInterval(() => {
    console.log(`  still installing after ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }, PROGRESS_INTERVAL_MS);
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    // Named explicitly, because NODE_ENV=production would leave out what builds and tests.
    await mustRun(npm, ['ci', '--include=dev', '--include=optional', '--loglevel=error']);
  } finally {
    clearInterval(progress);
  }
}

function isInstalled(wanted) {
  const record = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const present = packagesOf(record);
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    // npm records optional packages of other platforms as wanted and does not install them.
    if (present[name] === undefined) return optional === true;
    return present[name].version === version;
  });
}

function packagesOf(file) {
  const { '': _project, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages;
  return packages;
}
