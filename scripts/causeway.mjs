#!/usr/bin/env node
// The `causeway` command. Builds first where nothing was built yet; what the build says goes to stderr, because
// standard output belongs to the command.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/apps/cli/main.js', import.meta.url);

if (!existsSync(main)) {
  const script = fileURLToPath(new URL('build.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

await import(main.href);
