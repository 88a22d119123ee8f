import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from '@causeway/platform/testkit';
import { freePorts } from './free-ports.js';
import { findKafkaProvider } from './index.js';

const SCRIPT = path.resolve('scripts', 'kafka.mjs');
const PATIENCE_MILLISECONDS = 20_000;
// Without KAFKA_BROKERS, so that a broker of its own is started.
const provider = findKafkaProvider(undefined, path.resolve('.cache', 'kafka'));
const withBroker = 'kind' in provider && provider.kind === 'java' ? it : it.skip;

async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function becomesSilent(port: number): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (await isListening(port)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

async function run(environment: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT], { env: environment }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

describe('npm run kafka', () => {
  let folder: TemporaryFolder;
  let running: ChildProcess | undefined;

  const start = async (port: number): Promise<ChildProcess> => {
    const parameters = [SCRIPT, '--port', String(port), '--directory', folder.path];
    const child = spawn(process.execPath, parameters, {
      // eslint-disable-next-line no-restricted-syntax -- a child needs the path to find java and mvn
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running = child;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('KAFKA_BROKERS=')) return child;
    }
    throw new Error('the broker did not start');
  };

  beforeEach(() => {
    folder = temporaryFolder();
  });

  afterEach(() => {
    running?.kill('SIGKILL');
    folder.remove();
  });

  it('reports brokers that are configured', async () => {
    const { code, output } = await run({ KAFKA_BROKERS: 'one:9092, two:9092' });
    expect(output).toContain('KAFKA_BROKERS=one:9092,two:9092 (configured)');
    expect(code).toBe(0);
  });

  it('says what is missing where there is nothing to start', async () => {
    const { code, output } = await run({ PATH: folder.path });
    expect(output).toContain('KAFKA_BROKERS is not set, no Docker engine answers');
    expect(output).toContain('there is no java on the path');
    expect(code).toBe(1);
  });

  withBroker(
    'starts a broker that ends with it, however it ends, and starts again on its data',
    async () => {
      const [port = 0] = await freePorts(1);
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        const child = await start(port);
        expect(await isListening(port)).toBe(true);
        child.kill(signal);
        await once(child, 'exit');
        expect(await becomesSilent(port)).toBe(true);
      }
    },
    90_000,
  );
});
