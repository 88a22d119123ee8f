import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run.mjs';

/** The scripts that write a checked-in file from the sources, or with `--check` fail when it would change. */
export function generators() {
  const names = readdirSync(path.join(ROOT, 'scripts')).sort();
  return names.filter((name) => /^generate-.+\.mjs$/.test(name)).map((name) => `scripts/${name}`);
}
