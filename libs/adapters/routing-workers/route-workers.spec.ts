import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { liquidityGraphFormat, routeRequestFormat } from '@causeway/adapters/wire';
import { buildGraph, certifiedSolver } from '@causeway/domain/routing';
import { expectOk, type UnixMilliseconds } from '@causeway/domain/units';
import { openRouteWorkers } from './index.js';

const read = (name: string) =>
  readFileSync(new URL(`../../../examples/liquidity/${name}`, import.meta.url), 'utf8');
const document = expectOk(liquidityGraphFormat.decodeText(read('graph.json')));
const graph = expectOk(buildGraph(document.version, document.edges));
const request = expectOk(routeRequestFormat.decodeText(read('request.json')));
const AT = 1_735_603_200_000 as UnixMilliseconds;

describe('route workers', () => {
  const workers = openRouteWorkers(graph, 2);
  afterAll(() => workers.close());

  it('answer as the solver itself does', async () => {
    expect(await workers.solve(request, AT)).toEqual(certifiedSolver.solve(graph, request, AT));
    expect(await workers.front(request, AT)).toEqual(certifiedSolver.front(graph, request, AT));
  });

  it('pass on a refusal with its field', async () => {
    const refused = await workers.solve({ ...request, deadlineSeconds: 1 }, AT);
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: 'CONSTRAINTS_EXCLUDE_ALL', field: 'deadlineSeconds' },
    });
  });

  it('leave the event loop free while they work', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 40 }, () => workers.front(request, AT)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuse what would wait too long', async () => {
    const answers = await Promise.all(Array.from({ length: 1_100 }, () => workers.solve(request, AT)));
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.failure.code));
    expect(new Set(codes)).toEqual(new Set(['ok', 'ROUTER_BUSY']));
    expect(codes.filter((code) => code === 'ok').length).toBe(1_000);
  });

  it('reject what is waiting when they are closed', async () => {
    const others = openRouteWorkers(graph, 1);
    const waiting = others.solve(request, AT);
    await others.close();
    await expect(waiting).rejects.toThrow();
  });
});
