import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);

/** A running EVM node with one chain of its own. */
export interface Anvil {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MILLISECONDS = 10_000;

/**
 * The shell holds the reading end of our pipe: when this process ends, even by SIGKILL, `read` sees the end of it
 * and the node is ended too.
 */
const WATCHDOG = `exec 3<&0
"$@" </dev/null 3<&- &
node=$!
read -r _ <&3
kill "$node" 2>/dev/null
wait "$node"`;

/** The node's program, which is installed for Linux on x64 only; undefined elsewhere. */
export function anvilProgram(): string | undefined {
  try {
    return require.resolve('@foundry-rs/anvil-linux-amd64/bin/anvil');
  } catch {
    return undefined;
  }
}

/** Starts a node at any free port, whose blocks are safe after so many more, and final after twice as many. */
export async function startAnvil(chainNumber: number, slotsInAnEpoch: number): Promise<Anvil> {
  const program = anvilProgram();
  if (program === undefined) throw new Error('the EVM node is not installed');
  const flags = [
    ...['--port', '0', '--chain-id', String(chainNumber)],
    ...['--slots-in-an-epoch', String(slotsInAnEpoch)],
  ];
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'sh', program, ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => watchdog.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    watchdog.stdin.end();
    await exited;
  };
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the EVM node does not start')), START_MILLISECONDS);
    watchdog.once('error', reject);
    createInterface(watchdog.stdout).on('line', (line) => {
      const listening = /^Listening on (\S+)/.exec(line);
      if (listening === null) return;
      clearTimeout(timer);
      resolve(`http://${listening[1]}`);
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}
