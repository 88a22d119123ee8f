import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { PostgresBinaries } from './binaries.js';
import { hasEnded, serverProcess, signal } from './previous-server.js';
import { CHILD_ENVIRONMENT, type ChildUser } from './unprivileged-user.js';

// Replaying the write-ahead log after a kill can take its time; a hang must still end.
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const IMMEDIATE_STOP_TIMEOUT_MS = 10_000;
const LOG_TAIL_CHARACTERS = 8_000;

/**
 * A shell between this process and PostgreSQL holds the reading end of our pipe: when this process ends, even by
 * SIGKILL, `read` sees the end of the pipe and PostgreSQL gets a fast shutdown. `read` is built in, so no helper
 * process is left behind.
 */
const WATCHDOG = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; kill -INT "$server" 2>/dev/null ) 2>/dev/null &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

/** What to launch. */
export interface ServerLaunch {
  readonly binaries: PostgresBinaries;
  readonly user: ChildUser;
  readonly directory: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** The port was taken between choosing it and listening on it. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
}

/** A running PostgreSQL. */
export class ServerProcess {
  private isStopping = false;
  private readonly exited: Promise<void>;

  private constructor(
    private readonly watchdog: ChildProcess,
    private readonly directory: string,
    private readonly logTail: () => string,
    onCrash: (error: Error) => void,
  ) {
    this.exited = new Promise((resolve) => {
      watchdog.once('exit', () => {
        resolve();
        if (!this.isStopping)
          onCrash(new Error(`the embedded PostgreSQL ended by itself: ${this.logTail()}`));
      });
    });
  }

  /**
   * Launches PostgreSQL and resolves when it accepts connections.
   * @throws PortInUseError when the port is taken, Error with the server's own log on any other failure
   */
  static async launch(launch: ServerLaunch, onCrash: (error: Error) => void): Promise<ServerProcess> {
    const { binaries, user, directory, port, settings } = launch;
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const watchdog = spawn(
      'sh',
      ['-c', WATCHDOG, 'sh', binaries.postgres, '-D', directory, '-p', String(port), ...flags],
      // Detached: Ctrl-C in the terminal must reach us alone, we still need the database to finish.
      { ...user, cwd: directory, env: CHILD_ENVIRONMENT, stdio: ['pipe', 'ignore', 'pipe'], detached: true },
    );
    watchdog.stdin.on('error', () => undefined);
    const log = await untilReady(watchdog, watchdog.stderr, port);
    release(watchdog, watchdog.stdin, watchdog.stderr);
    return new ServerProcess(watchdog, directory, log, onCrash);
  }

  /** Shuts the server down: open transactions are rolled back, committed ones are on disk. */
  async stop(): Promise<void> {
    if (!this.isStopping) {
      this.isStopping = true;
      this.watchdog.ref();
      this.watchdog.stdin?.end();
      const server = serverProcess(this.directory);
      if (server !== undefined && !(await hasEnded(server, STOP_TIMEOUT_MS))) {
        signal(server, 'SIGQUIT');
        if (!(await hasEnded(server, IMMEDIATE_STOP_TIMEOUT_MS))) {
          throw new Error(`PostgreSQL process ${server} on ${this.directory} does not stop`);
        }
      }
    }
    await this.exited;
  }
}

/** Resolves with a reader of the log's tail once the server is ready. */
async function untilReady(watchdog: ChildProcess, stderr: Readable, port: number): Promise<() => string> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const timeout = setTimeout(() => {
      watchdog.stdin?.end();
      reject(new Error(`PostgreSQL was not ready after ${START_TIMEOUT_MS / 1000} s: ${log}`));
    }, START_TIMEOUT_MS);
    stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_TAIL_CHARACTERS);
      if (!log.includes('ready to accept connections')) return;
      clearTimeout(timeout);
      resolve();
    });
    watchdog.once('error', reject);
    // `close` comes after the last of the log, which says why.
    watchdog.once('close', (code) => {
      clearTimeout(timeout);
      const isPortTaken = /could not (bind|create any TCP\/IP)/.test(log);
      const reason = `PostgreSQL ended with code ${code} while starting on port ${port}: ${log}`;
      reject(isPortTaken ? new PortInUseError(reason) : new Error(reason));
    });
  });
  return () => log;
}

/** Lets Node end while the server runs: its end is what stops the server. */
function release(watchdog: ChildProcess, stdin: Writable, stderr: Readable): void {
  watchdog.unref();
  for (const stream of [stdin, stderr]) (stream as Writable & { unref?(): void }).unref?.();
}
