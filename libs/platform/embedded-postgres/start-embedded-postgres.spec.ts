import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from '@causeway/platform/testkit';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './index.js';

const onLinux = process.platform === 'linux' ? it : it.skip;
const asRoot = process.getuid?.() === 0 ? it : it.skip;

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a server in a Node process of its own, which the test can kill. */
async function startElsewhere(directory: string): Promise<{ owner: ChildProcess; url: string }> {
  const program = `
    import { startEmbeddedPostgres } from './libs/platform/embedded-postgres/index.ts';
    const { url } = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} });
    console.log(url);
    setInterval(() => undefined, 1000);`;
  const owner = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      './scripts/typescript/register.mjs',
      '--input-type=module',
      '--eval',
      program,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [output] = (await once(owner.stdout, 'data')) as [Buffer];
  return { owner, url: output.toString().trim() };
}

async function kill(owner: ChildProcess): Promise<void> {
  owner.kill('SIGKILL');
  await once(owner, 'exit');
}

function serverPid(directory: string): number {
  return Number.parseInt(readFileSync(path.join(directory, 'postmaster.pid'), 'utf8'), 10);
}

describe('startEmbeddedPostgres', () => {
  let folder: TemporaryFolder;
  let directory: string;
  let running: EmbeddedPostgres[];

  const start = async (
    options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {},
  ): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ directory, ...options });
    running.push(server);
    return server;
  };

  beforeEach(() => {
    folder = temporaryFolder();
    directory = path.join(folder.path, 'postgres');
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map(async (server) => server.stop()));
    folder.remove();
  });

  it('is durable and reckons in UTC unless told otherwise', async () => {
    const { url } = await start();
    const rows = await query(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'TimeZone') ORDER BY name`,
    );
    expect(rows).toEqual([
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  it('keeps its data over a stop and a start', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });

  it('lets nobody in without the password', async () => {
    const { url } = await start();
    const stranger = new URL(url);
    stranger.password = 'guess';
    await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('ends with a parent killed by SIGKILL, and loses nothing that was committed', async () => {
    const { owner, url } = await startElsewhere(directory);
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await kill(owner);
    const next = await start();
    expect(await query(next.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  onLinux('takes over from a server orphaned because its watchdog was killed too', async () => {
    const { owner, url } = await startElsewhere(directory);
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS value');
    const orphan = serverPid(directory);
    const watchdog = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${orphan}/status`, 'utf8'))?.[1];
    process.kill(Number(watchdog), 'SIGKILL');
    await kill(owner);
    expect(existsSync(`/proc/${orphan}`)).toBe(true);
    const next = await start();
    expect(await query(next.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    expect(serverPid(directory)).not.toBe(orphan);
  });

  it('refuses a data folder that a living process uses, and leaves that one alone', async () => {
    const { url } = await start();
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(`in use by process ${process.pid}`);
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  it('is not stopped by a lock file whose process id belongs to something else now', async () => {
    await (await start()).stop();
    writeFileSync(path.join(directory, 'postmaster.pid'), `${process.ppid}\n${directory}\n0\n5432\n`);
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  it('starts over after an initialisation that was interrupted', async () => {
    mkdirSync(`${directory}.initialising`);
    writeFileSync(path.join(`${directory}.initialising`, 'PG_VERSION'), '17\n');
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  it('refuses a folder that holds something else', async () => {
    mkdirSync(directory);
    writeFileSync(path.join(directory, 'notes.txt'), 'mine');
    await expect(start()).rejects.toThrow('holds files but no database');
  });

  it('refuses a port that is taken', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as { port: number };
    try {
      await expect(start({ port })).rejects.toThrow(`starting on port ${port}`);
    } finally {
      listener.close();
    }
  });

  it('reports a server that ends by itself', async () => {
    const crash = new Promise<Error>((resolve) => {
      void start({ onCrash: resolve }).then(() => process.kill(serverPid(directory), 'SIGQUIT'));
    });
    expect((await crash).message).toContain('ended by itself');
  });

  asRoot('uses a stand-in for a folder closed to the user it runs as, and says so', async () => {
    chmodSync(folder.path, 0o700);
    const notices: string[] = [];
    const server = await start({ onNotice: (message) => notices.push(message) });
    try {
      expect(server.directory.startsWith(folder.path)).toBe(false);
      expect(notices).toEqual([expect.stringContaining(`the database lies in ${server.directory} instead`)]);
      expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    } finally {
      await server.stop();
      rmSync(server.directory, { recursive: true });
    }
  });
});
