import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run.mjs';

/** A hash of the contents of files and folders. Contents, because a checkout or a copy makes every time new. */
export function fingerprint(names, isRelevant = () => true) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of filesUnder(path.join(ROOT, name))) {
      if (!isRelevant(file)) continue;
      hash
        .update(`${path.relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Whether a step was last done on what has this fingerprint. */
export function isStamped(step, value) {
  const file = stampFile(step);
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

/** Remembers that a step is done on what has this fingerprint. */
export function stamp(step, value) {
  mkdirSync(path.dirname(stampFile(step)), { recursive: true });
  writeFileSync(stampFile(step), value);
}

function stampFile(step) {
  return path.join(ROOT, '.cache', 'stamps', step);
}

function filesUnder(file) {
  if (!existsSync(file)) return [];
  if (!statSync(file).isDirectory()) return [file];
  const names = readdirSync(file).sort();
  return names.flatMap((name) => filesUnder(path.join(file, name)));
}
