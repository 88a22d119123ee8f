import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { liquidityGraphFormat, routeRequestFormat } from '@causeway/adapters/wire';
import { isWeaker } from '@causeway/domain/network';
import { expectOk } from '@causeway/domain/units';
import { buildGraph, quoteRoute, routeFront } from './index.js';
import { NOW } from './optimise/random-graph.fixture.js';

const read = (name: string) =>
  readFileSync(new URL(`../../../examples/liquidity/${name}`, import.meta.url), 'utf8');

describe('routeFront', () => {
  const document = expectOk(liquidityGraphFormat.decodeText(read('graph.json')));
  const graph = expectOk(buildGraph(document.version, document.edges));
  const { deadlineSeconds: _, ...request } = expectOk(routeRequestFormat.decodeText(read('request.json')));
  const { points, isComplete } = expectOk(routeFront(graph, request, NOW));

  it('holds several choices of the sample request, the largest output first', () => {
    expect(isComplete).toBe(true);
    expect(points.length).toBeGreaterThan(2);
    const outputs = points.map(({ quote }) => quote.route.output.raw);
    expect(outputs).toEqual([...outputs].sort((a, b) => (a < b ? 1 : -1)));
    expect(outputs[0]).toBe(expectOk(quoteRoute(graph, request, NOW)).route.output.raw);
  });

  it('has no point that another beats', () => {
    for (const { quote: a } of points) {
      for (const { quote: b } of points) {
        if (a === b) continue;
        const isBeaten =
          a.route.output.raw >= b.route.output.raw &&
          a.route.latency.upperQuartileSeconds <= b.route.latency.upperQuartileSeconds &&
          !isWeaker(a.route.security, b.route.security);
        expect(isBeaten).toBe(false);
      }
    }
  });

  it('gives for each point the request that repeats it, with a proof of its own', () => {
    for (const { request: asked, quote } of points) {
      expect(expectOk(quoteRoute(graph, asked, NOW))).toEqual(quote);
      expect(quote.certificate.lower).toEqual(quote.route.output);
      expect(quote.certificate.upper.raw).toBeGreaterThanOrEqual(quote.route.output.raw);
    }
  });

  it('fails as the request itself does', () => {
    const nowhere = { ...request, input: { ...(request.input as object), raw: 0n } } as never;
    expect(routeFront(graph, nowhere, NOW)).toMatchObject({
      ok: false,
      failure: { code: 'AMOUNT_TOO_SMALL' },
    });
  });
});
