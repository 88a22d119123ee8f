import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/**
 * A shell between this process and the broker holds the reading end of our pipe: when this process ends, even by
 * SIGKILL, `read` sees the end of the pipe and the broker is told to terminate.
 */
const WATCHDOG = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; kill -TERM "$server" 2>/dev/null ) 2>/dev/null &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;
const STOP_TIMEOUT_MILLISECONDS = 20_000;
const OUTPUT_CHARACTERS = 8_000;

/** How to start a process and when it is ready. */
export interface SupervisedCommand {
  readonly command: string;
  readonly parameters: readonly string[];
  /** What it prints when it is ready. */
  readonly readyText: string;
  readonly timeoutMilliseconds: number;
}

/**
 * Starts a process that dies with this one, and waits until it is ready.
 * @returns how to stop it
 * @throws Error with its last output when it ends or takes too long
 */
export async function startSupervised(supervised: SupervisedCommand): Promise<() => Promise<void>> {
  const { command, parameters, readyText, timeoutMilliseconds } = supervised;
  // Detached: Ctrl-C in the terminal must reach us alone, we stop the broker in our own time.
  const child = spawn('sh', ['-c', WATCHDOG, 'sh', command, ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = () => stopProcess(child, exited);
  try {
    await untilPrinted(child, [child.stdout, child.stderr], readyText, timeoutMilliseconds);
  } catch (error) {
    await stop();
    throw error;
  }
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    (stream as (Readable | Writable) & { unref?(): void }).unref?.();
  }
  return stop;
}

async function untilPrinted(
  child: ChildProcess,
  streams: readonly Readable[],
  text: string,
  timeoutMilliseconds: number,
): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const giveUp = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`${what}: ${output.trim()}`));
    };
    const timer = setTimeout(
      () => giveUp(`not ready after ${timeoutMilliseconds / 1000} s`),
      timeoutMilliseconds,
    );
    for (const stream of streams) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-OUTPUT_CHARACTERS);
        if (!output.includes(text)) return;
        clearTimeout(timer);
        resolve();
      });
    }
    child.once('error', (error) => giveUp(error.message));
    child.once('close', (code) => giveUp(`ended with code ${code}`));
  });
}

async function stopProcess(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.ref();
  child.stdin?.end();
  const { pid } = child;
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), STOP_TIMEOUT_MILLISECONDS);
  await exited;
  clearTimeout(timer);
}
