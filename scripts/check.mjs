// npm run check: everything that must hold beside the tests. Runs all of it, then says what failed.
import { spawn } from 'node:child_process';
import { build } from './project/build.mjs';
import { generators } from './project/generators.mjs';
import { generatePrismaClient } from './project/prisma-client.mjs';
import { ROOT } from './project/run.mjs';

const bin = (name) => `node_modules/.bin/${name}`;
const tool = (name, ...programArguments) => ({ program: bin(name), programArguments });
const script = (...programArguments) => ({ program: process.execPath, programArguments });

const STEPS = [
  { name: 'lint', ...tool('eslint', '.', '--max-warnings=0') },
  { name: 'types', ...script('node_modules/typescript7/bin/tsc', '--noEmit') },
  { name: 'format', ...tool('prettier', '--check', '--log-level=warn', '.') },
  { name: 'layers', ...tool('depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs') },
  { name: 'unused', ...tool('knip', '--no-progress') },
  { name: 'migrations', ...script('scripts/migrations/check.mjs') },
  ...generators().map((generator) => ({ name: generator, ...script(generator, '--check') })),
];

/** As many steps at a time: lint alone takes as long as all the others together. */
const LANES = 2;

await generatePrismaClient();
await build();
const failures = [];
const queue = [...STEPS];
await Promise.all(Array.from({ length: LANES }, runLane));
for (const { name, output } of failures) console.log(`\n--- ${name}\n${output.trim()}`);
console.log(
  failures.length === 0
    ? `\nAll ${STEPS.length} checks passed.`
    : `\nFailed: ${failures.map(({ name }) => name).join(', ')}.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

async function runLane() {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const startedAt = performance.now();
    const { code, output } = await capture(step);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${seconds.padStart(6)} s  ${step.name}`);
    if (code !== 0) failures.push({ name: step.name, output });
  }
}

function capture({ program, programArguments }) {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
