import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { EXAMPLE_OPERATIONS } from './explorer/examples.js';
import { runApi, type RunningApi } from './testing/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ MAXIMUM_RECORDS_BYTES: 2_000, APPLIED_WAIT_SECONDS: 1 });
});
afterAll(() => api.close());
beforeEach(() => {
  api.memory.received.length = 0;
  api.memory.drainedAfter = 0;
});

async function post(payload: string, query: object = {}, type = 'application/x-ndjson') {
  const headers = { 'content-type': type };
  const response = await api.app.inject({
    method: 'POST',
    url: '/v1/records',
    headers,
    payload,
    query: { ...query },
  });
  return { status: response.statusCode, body: response.json<unknown>() };
}

describe('POST /v1/records', () => {
  it('hands the lines over with their numbers and answers what became of them', async () => {
    expect(await post('{"a":1}\n\n  \nnot json\r\n{"b":2}')).toEqual({
      status: 200,
      body: { accepted: 2, rejected: [{ line: 4, code: 'INVALID_JSON', message: 'not JSON' }] },
    });
    expect(api.memory.received).toEqual([
      [
        { line: 1, text: '{"a":1}' },
        { line: 4, text: 'not json' },
        { line: 5, text: '{"b":2}' },
      ],
    ]);
  });

  it('waits until everything has taken effect when asked to', async () => {
    api.memory.drainedAfter = 3;
    expect(await post('{}', { wait: 'applied' })).toMatchObject({
      status: 200,
      body: { accepted: 1, applied: true },
    });
    expect(api.memory.drainedAfter).toBe(-1);
  });

  it('says so when that takes longer than it may', async () => {
    api.memory.drainedAfter = Number.POSITIVE_INFINITY;
    expect(await post('{}', { wait: 'applied' })).toMatchObject({
      status: 202,
      body: { accepted: 1, applied: false },
    });
  });

  it.each([
    ['another way to wait', '{}', { wait: 'forever' }, 'application/x-ndjson', 400, 'INVALID_WAIT'],
    ['a body without records', '\n\n', {}, 'application/x-ndjson', 400, 'EMPTY_BODY'],
    ['a body that is too large', 'x'.repeat(2_001), {}, 'application/x-ndjson', 413, 'BODY_TOO_LARGE'],
    ['another kind of body', '{}', {}, 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['text that a form could send', '{}', {}, 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('refuses %s', async (_, payload, query, type, status, code) => {
    expect(await post(payload, query, type)).toMatchObject({ status, body: { error: { code } } });
    expect(api.memory.received).toEqual([]);
  });
});

describe('POST /graphql', () => {
  it.each(['application/x-www-form-urlencoded', 'text/plain'])(
    'takes no operation as %s, which a page of another site may send without asking',
    async (type) => {
      const payload = `query=${encodeURIComponent('mutation { activatePolicy(version: 1, by: "ada") { version } }')}`;
      const headers = { 'content-type': type };
      const response = await api.app.inject({ method: 'POST', url: '/graphql', headers, payload });
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(api.memory.received).toEqual([]);
    },
  );
});

describe('operations', () => {
  it('lives, and is ready while the store answers', async () => {
    expect((await api.app.inject({ url: '/health' })).json()).toEqual({ status: 'alive' });
    expect((await api.app.inject({ url: '/ready' })).statusCode).toBe(200);
    api.memory.outbox.failure = new Error('connection lost');
    expect((await api.app.inject({ url: '/ready' })).statusCode).toBe(503);
    expect((await api.app.inject({ url: '/health' })).statusCode).toBe(200);
    api.memory.outbox.failure = undefined;
  });

  it('shows its metrics to Prometheus', async () => {
    await api.query('{ account(id: "NOT AN ID") { id } }');
    const { body, headers } = await api.app.inject({ url: '/metrics' });
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain('causeway_graphql_errors_total{code="INVALID_IDENTIFIER"} 1');
    expect(body).toMatch(
      /causeway_http_request_duration_seconds_count\{method="POST",route="\/graphql",status="200"\} \d+/,
    );
  });
});

describe('pages', () => {
  it('links from the landing page to pages that exist', async () => {
    const { body, headers } = await api.app.inject({ url: '/' });
    expect(headers['content-type']).toContain('text/html');
    const links = [...body.matchAll(/<a href="([^"]+)"/g)].map(([, link]) => `/${link}`);
    expect(links.length).toBeGreaterThan(3);
    for (const url of links) expect([url, (await api.app.inject({ url })).statusCode]).toEqual([url, 200]);
  });

  it('serves a schema against which every example is valid', async () => {
    const schema = buildSchema((await api.app.inject({ url: '/schema.gql' })).body);
    expect(EXAMPLE_OPERATIONS.length).toBeGreaterThan(5);
    for (const { title, operation } of EXAMPLE_OPERATIONS) {
      expect([title, validate(schema, parse(operation))]).toEqual([title, []]);
    }
  });

  it('serves the explorer without asking any other server for anything', async () => {
    const page = await api.app.inject({ url: '/explorer/' });
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map(([, asset]) => String(asset))
      .filter((asset) => asset !== './');
    expect(assets).toContain('main.js');
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      expect([asset, (await api.app.inject({ url: `/explorer/${asset}` })).statusCode]).toEqual([asset, 200]);
    }
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('http');
    expect((await api.app.inject({ url: '/explorer' })).headers.location).toBe('explorer/');
  });

  it('answers an unknown path with 404', async () => {
    expect((await api.app.inject({ url: '/nothing' })).statusCode).toBe(404);
    expect((await api.app.inject({ url: '/explorer/../../package.json' })).statusCode).toBe(404);
  });
});
