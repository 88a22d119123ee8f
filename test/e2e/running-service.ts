import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A line of the service's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A built app in a process of its own. */
export interface RunningApp {
  /** Resolves to the first line, from the start, that fits. @throws when the process ends or the time is over */
  line(fits: (line: LogLine) => boolean, timeoutMilliseconds?: number): Promise<LogLine>;
  /** Whether a line that fits has been written so far. */
  hasSaid(fits: (line: LogLine) => boolean): boolean;
  /** SIGKILL: nothing in the process gets to run any more. */
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

/** The service with every role, and where it listens. */
export interface RunningService extends RunningApp {
  readonly url: string;
}

const START_MILLISECONDS = 180_000;

/** Starts `dist/apps/<app>/main.js` and waits until it says that it is ready. */
export async function startApp(
  app: 'service' | 'engine' | 'api',
  variables: Readonly<Record<string, string>>,
  ready: string,
): Promise<RunningApp & { readonly readyLine: LogLine }> {
  const child = spawn(process.execPath, [path.resolve(`dist/apps/${app}/main.js`)], {
    env: { ...inherited(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = new AppLog(child);
  const readyLine = await log.line(({ msg }) => msg === ready, START_MILLISECONDS);
  return {
    readyLine,
    line: (fits, timeout = START_MILLISECONDS) => log.line(fits, timeout),
    hasSaid: (fits) => log.find(fits) !== undefined,
    kill: async () => {
      child.kill('SIGKILL');
      await log.ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await log.ended;
      return child.exitCode;
    },
  };
}

/** Starts the service with an embedded database in the given folder, on a free port. */
export async function startService(
  dataDirectory: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const settings = { DATA_DIRECTORY: dataDirectory, HTTP_PORT: '0', ...variables };
  const app = await startApp('service', settings, 'Causeway is running');
  return { ...app, url: new URL(String(app.readyLine['graphql'])).origin };
}

/** Sends one GraphQL operation. @throws when the answer has errors */
export async function graphql(
  url: string,
  query: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

class AppLog {
  private readonly lines: LogLine[] = [];
  private readonly errors: string[] = [];
  private readonly waiting = new Set<() => void>();
  private isEnded = false;
  readonly ended: Promise<void>;

  constructor(child: ChildProcess) {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('the app has no output to read');
    createInterface({ input: stdout }).on('line', (line) => this.take(line));
    createInterface({ input: stderr }).on('line', (line) => this.errors.push(line));
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        this.isEnded = true;
        this.wake();
        resolve();
      });
    });
  }

  find(fits: (line: LogLine) => boolean): LogLine | undefined {
    return this.lines.find(fits);
  }

  async line(fits: (line: LogLine) => boolean, timeoutMilliseconds: number): Promise<LogLine> {
    const deadline = Date.now() + timeoutMilliseconds;
    for (;;) {
      const found = this.find(fits);
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (this.isEnded || left <= 0) {
        const reason = this.isEnded ? 'the app ended' : 'the time is over';
        throw new Error(
          `${reason}; it said: ${[...this.lines.slice(-5).map((line) => JSON.stringify(line)), ...this.errors].join('\n')}`,
        );
      }
      await this.next(left);
    }
  }

  private async next(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.waiting.add(wake);
    });
  }

  private take(text: string): void {
    if (!text.startsWith('{')) return;
    this.lines.push(JSON.parse(text) as LogLine);
    this.wake();
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake();
  }
}

function inherited(): Record<string, string> {
  // eslint-disable-next-line no-restricted-syntax -- a child needs the surroundings of its parent, and no more
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}
