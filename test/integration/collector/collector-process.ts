import { spawn } from 'node:child_process';
import path from 'node:path';

/** The built collector in a process of its own. */
export interface CollectorProcess {
  /** What it has written so far. */
  output(): string;
  /** SIGKILL: nothing in the process gets to run any more. */
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `dist/apps/collector/main.js` with nothing but the given variables. */
export function startCollectorProcess(variables: Readonly<Record<string, string>>): CollectorProcess {
  const child = spawn(process.execPath, [path.resolve('dist/apps/collector/main.js')], {
    env: { ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return {
    output: () => written.join(''),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
