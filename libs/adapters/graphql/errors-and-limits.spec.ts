import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { runApi, type RunningApi } from './testing/running-api.js';
import { NOW } from './testing/sample.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ MAXIMUM_QUERY_DEPTH: 6, MAXIMUM_QUERY_COMPLEXITY: 600 });
});
afterAll(() => api.close());
afterEach(() => {
  api.memory.readFailure = undefined;
});

const codes = (answer: { errors?: readonly { extensions: Record<string, unknown> }[] }): unknown[] =>
  (answer.errors ?? []).map(({ extensions }) => extensions['code']);

describe('errors', () => {
  it('masks an unexpected error and logs it under the id that the client is given', async () => {
    api.memory.readFailure = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    const answer = await api.query('{ account(id: "atlas-main") { id } }');
    const [error] = answer.errors ?? [];
    expect(error?.extensions['code']).toBe('INTERNAL_ERROR');
    expect(JSON.stringify(answer)).not.toContain('ECONNREFUSED');
    const id = error?.extensions['correlationId'];
    expect(error?.message).toContain(String(id));
    const line = api.logged.find(({ correlationId }) => correlationId === id);
    expect(line?.['err']).toMatchObject({ message: 'connect ECONNREFUSED 10.0.0.7:5432' });
  });

  it('masks it also once the operation is compiled', async () => {
    const query = '{ deadLetters { edges { cursor } } }';
    for (let run = 0; run < 3; run += 1) expect((await api.query(query)).errors).toBeUndefined();
    api.memory.readFailure = new Error('secret');
    const answer = await api.query(query);
    expect(codes(answer)).toEqual(['INTERNAL_ERROR']);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('does not log expected failures as errors', async () => {
    const before = api.logged.length;
    expect(codes(await api.query('{ account(id: "NOT AN ID") { id } }'))).toEqual(['INVALID_IDENTIFIER']);
    expect(api.logged.slice(before).filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it.each([
    ['a syntax error', '{ account(', undefined],
    ['an unknown field', '{ nothing }', undefined],
    ['a missing argument', '{ account { id } }', undefined],
    ['a missing variable', 'query ($id: ID!) { account(id: $id) { id } }', {}],
    ['a word that is no enum value', '{ accounts(filter: { band: GREEN }) { edges { cursor } } }', undefined],
  ])('answers %s with 400 and INVALID_OPERATION', async (_, query, variables) => {
    const answer = await api.query(query, variables);
    expect([answer.status, ...codes(answer)]).toEqual([400, 'INVALID_OPERATION']);
  });

  it('refuses what is wrong in a variable the same before and after compilation', async () => {
    const query = 'query ($id: ID!) { account(id: $id) { id } }';
    for (let run = 0; run < 4; run += 1) {
      expect((await api.query(query, { id: 'atlas-main' })).errors).toBeUndefined();
      const answer = await api.query(query, { id: { no: 'id' } });
      expect([answer.status, ...codes(answer)]).toEqual([400, 'INVALID_OPERATION']);
    }
  });

  it.each(['1e3', '0x10', '', 1.5, '١'])('refuses %j as a Decimal in a variable', async (size) => {
    const query = 'mutation ($input: SetPositionsInput!) { setPositions(input: $input) { account } }';
    const position = { instrument: 'BTC-PERP', chain: 'eip155:10', size, entryPrice: '1' };
    const answer = await api.query(query, { input: { account: 'atlas-main', positions: [position] } });
    expect([answer.status, ...codes(answer)]).toEqual([400, 'INVALID_SCALAR']);
    expect(answer.errors?.[0]?.message).toContain('input.positions[0].size');
  });

  it('gives a body that is not JSON a code too', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await api.app.inject({ method: 'POST', url: '/graphql', headers, payload: '{' });
    expect(response.statusCode).toBe(400);
    expect(codes(response.json())).toEqual(['BAD_REQUEST']);
  });

  it('executes no mutation over GET, where another site could link to it', async () => {
    const query = 'mutation { activatePolicy(version: 1, by: "ada") { version } }';
    const response = await api.app.inject({ method: 'GET', url: '/graphql', query: { query } });
    expect(response.statusCode).toBe(405);
    expect(codes(response.json())).toEqual(['METHOD_NOT_ALLOWED']);
    expect(api.memory.received).toEqual([]);
  });
});

describe('limits', () => {
  it('refuses an operation that is nested too deeply', async () => {
    const deep = '{ accounts { edges { node { margin { inTransit { holdings { asset } } } } } } }';
    const answer = await api.query(deep);
    expect([answer.status, ...codes(answer)]).toEqual([400, 'QUERY_TOO_DEEP']);
    expect(answer.errors?.[0]?.message).toContain('7 fields deep');
  });

  it('counts depth through fragments', async () => {
    const deep = `{ accounts { ...a } }
      fragment a on AccountConnection { edges { node { margin { inTransit { ...b } } } } }
      fragment b on InTransitMargin { holdings { asset } }`;
    expect(codes(await api.query(deep))).toEqual(['QUERY_TOO_DEEP']);
  });

  it('refuses an operation that would cost too much, by the size of its page', async () => {
    const query = 'query ($first: Int) { accounts(first: $first) { edges { node { id desk asOfSeq } } } }';
    expect((await api.query(query, { first: 100 })).errors).toBeUndefined();
    const costly =
      'query ($first: Int) { accounts(first: $first) { edges { node { id desk margin { holdings { asset value } } } } } }';
    expect((await api.query(costly, { first: 10 })).errors).toBeUndefined();
    for (let run = 0; run < 3; run += 1) {
      const answer = await api.query(costly, { first: 100 });
      expect([answer.status, ...codes(answer)]).toEqual([400, 'QUERY_TOO_COMPLEX']);
    }
  });

  it('allows the introspection that tools use', async () => {
    const { errors, data } = await api.query(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data?.['__schema']).toBeDefined();
  });

  it('runs the operation that was asked for when a document holds several, compiled or not', async () => {
    const query = `query First { account(id: "atlas-main") { id } }
      query Second { account(id: "atlas-second") { id } }`;
    for (let run = 0; run < 4; run += 1) {
      expect((await api.query(query, undefined, 'First')).data).toEqual({ account: { id: 'atlas-main' } });
      expect((await api.query(query, undefined, 'Second')).data).toEqual({ account: { id: 'atlas-second' } });
    }
  });

  it('refuses requests beyond the rate', async () => {
    const limited = await runApi({ RATE_LIMIT_PER_MINUTE: 2 });
    try {
      const query = '{ riskPolicy { version } }';
      for (let run = 0; run < 2; run += 1) expect((await limited.query(query)).status).toBe(200);
      const answer = await limited.query(query);
      expect([answer.status, ...codes(answer)]).toEqual([429, 'RATE_LIMITED']);
      expect((await limited.app.inject({ url: '/health' })).statusCode).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

describe('scalars', () => {
  it('writes 78 digits without an exponent', async () => {
    const letter = api.memory.deadLetters[0];
    if (letter === undefined) throw new Error('the sample has one dead letter');
    api.memory.deadLetters[0] = { ...letter, offset: 2n ** 256n - 1n };
    const answer = await api.query('{ deadLetters { edges { node { offset at } } } }');
    expect(answer.data).toEqual({
      deadLetters: {
        edges: [{ node: { offset: String(2n ** 256n - 1n), at: new Date(NOW).toISOString() } }],
      },
    });
  });
});
