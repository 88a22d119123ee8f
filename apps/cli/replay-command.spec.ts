import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.js';

interface Received {
  readonly url: string;
  readonly type: string | undefined;
  readonly lines: readonly { symbol: string; time: number }[];
  readonly at: number;
}

type Answer = (lines: Received['lines'], attempt: number) => { status: number; body: unknown };
const accept: Answer = (lines) => ({
  status: 200,
  body: { accepted: lines.length, rejected: [], applied: true },
});

let folder = '';
let server: Server;
let url = '';
let received: Received[] = [];
let answer = accept;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'causeway-replay-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The protocol of POST /v1/records, spoken by a plain server that keeps what it was sent. */
beforeEach(async () => {
  received = [];
  answer = accept;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Received['lines'][number]);
      received.push({
        url: request.url ?? '',
        type: request.headers['content-type'],
        lines,
        at: performance.now(),
      });
      const { status, body } = answer(lines, received.length);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function track(name: string, ...records: { symbol: string; time: number; replayAt?: number }[]): string {
  const file = path.join(folder, name);
  const lines = records.map((record) =>
    JSON.stringify({ schema: 'causeway.price/1', price: '1', source: 'test', ...record }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function replay(...programArguments: string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(['replay', ...programArguments], {
    stdin: Readable.from([]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}

const sent = () => received.flatMap(({ lines }) => lines.map(({ symbol }) => symbol));

describe('causeway replay', () => {
  it('merges files by replay time, keeps the order of equals, and posts NDJSON', async () => {
    const a = track(
      'a',
      { symbol: 'A1', time: 1000 },
      { symbol: 'A3', time: 3000 },
      { symbol: 'A2', time: 2000 },
    );
    const b = track('b', { symbol: 'B2', time: 2000 }, { symbol: 'B0', time: 9000, replayAt: 500 });
    const { exitCode, stdout, stderr } = await replay(a, b, '--url', url);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(sent()).toEqual(['B0', 'A1', 'A2', 'B2', 'A3']);
    expect(received[0]).toMatchObject({ url: '/v1/records', type: 'application/x-ndjson' });
    expect(stderr).toContain('replay 100 % (5 of 5 records), track at 1970-01-01T00:00:03.000Z\n');
    expect(stderr).toContain('5 records sent: 5 accepted, 0 rejected\n');
  });

  it('keeps to the speed of the track', async () => {
    const file = track('paced', { symbol: 'P0', time: 0 }, { symbol: 'P1', time: 60_000 });
    const startedAt = performance.now();
    expect((await replay(file, '--url', url, '--speed', '200')).exitCode).toBe(0);
    // A minute of track at 200 times its speed takes 300 ms from the start, less what timers may be early by.
    expect((received[1]?.at ?? 0) - startedAt).toBeGreaterThan(290);
    expect(sent()).toEqual(['P0', 'P1']);
  });

  it('splits a long track into batches and loses nothing', async () => {
    const records = Array.from({ length: 1201 }, (_, at) => ({ symbol: `S${at}`, time: at }));
    expect((await replay(track('long', ...records), '--url', url)).exitCode).toBe(0);
    expect(received.map(({ lines }) => lines.length)).toEqual([500, 500, 201]);
    expect(sent()).toEqual(records.map(({ symbol }) => symbol));
  });

  it('sends nothing when a line of any file is bad', async () => {
    const good = track('good', { symbol: 'G', time: 1 });
    const bad = track('bad', { symbol: 'B', time: 1 }, { symbol: 'not a symbol', time: 2 });
    const { exitCode, stderr } = await replay(good, bad, '--url', url);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^causeway: .*bad:2: symbol: [^\n]+\n$/);
    expect(received).toEqual([]);
  });

  it('names file and line of what the service rejects, and exits 1', async () => {
    answer = () => ({
      status: 200,
      body: { accepted: 1, rejected: [{ line: 2, code: 'TOO_OLD', field: 'time', message: 'is too old' }] },
    });
    const file = track('rejected', { symbol: 'B', time: 2 }, { symbol: 'A', time: 1 });
    const { exitCode, stderr } = await replay(file, '--url', url);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('rejected:1: time: is too old (TOO_OLD)\n');
    expect(stderr).toContain('2 records sent: 1 accepted, 1 rejected\n');
  });

  it('with --wait tries again while the service is busy, and asks whether records were applied', async () => {
    answer = (lines, attempt) => (attempt === 1 ? { status: 503, body: {} } : accept(lines, attempt));
    const file = track('busy', { symbol: 'W', time: 1 });
    expect((await replay(file, '--url', url, '--wait')).exitCode).toBe(0);
    expect(received.map(({ url: at }) => at)).toEqual([
      '/v1/records?wait=applied',
      '/v1/records?wait=applied',
    ]);
    answer = (lines) => ({ status: 202, body: { accepted: lines.length, rejected: [], applied: false } });
    const { exitCode, stderr } = await replay(file, '--url', url, '--wait');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('NOT_APPLIED');
  });

  it.each<[string, Answer]>([
    ['SERVICE_UNAVAILABLE', () => ({ status: 503, body: {} })],
    ['SERVICE_REFUSED', () => ({ status: 413, body: { message: 'too large' } })],
    ['SERVICE_REFUSED', () => ({ status: 200, body: 'hello' })],
  ])('without --wait ends with %s when the service does not take the records', async (code, given) => {
    answer = given;
    const { exitCode, stderr } = await replay(track('refused', { symbol: 'R', time: 1 }), '--url', url);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`^causeway: --url: [^\\n]+0 of 1 records were sent \\(${code}\\)\\n$`));
    expect(received).toHaveLength(1);
  });

  it('says so when nobody listens', async () => {
    const file = track('nobody', { symbol: 'N', time: 1 });
    const { exitCode, stderr } = await replay(file, '--url', 'http://127.0.0.1:9');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^causeway: --url: http:\/\/127\.0\.0\.1:9 does not answer: [^\n]+; 0 of 1 records were sent \(SERVICE_[A-Z]+\)\n$/,
    );
  });

  it.each([
    ['--url', 'localhost'],
    ['--speed', 'fast'],
    ['--speed', '0'],
  ])('refuses %s %s', async (option, value) => {
    const file = track('option', { symbol: 'O', time: 1 });
    const { exitCode, stderr } = await replay(file, '--url', url, option, value);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`causeway: ${option}: "${value}"`);
  });
});
