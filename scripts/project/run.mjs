import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder, ending in a slash. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program in the project's folder, its output shown, and resolves with its exit code. */
export function run(program, programArguments, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal === null ? code : 1));
  });
}

/** As `run`, and ends this process when the program fails, which has said why. */
export async function mustRun(program, programArguments, environment) {
  const code = await run(program, programArguments, environment);
  if (code !== 0) process.exit(code);
}
