import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { liquidityGraphFormat, routeRequestFormat } from '@causeway/adapters/wire';
import { bridgeOf, latencyOf, NETWORK } from '@causeway/domain/network';
import { buildGraph, edgeInput, edgeOutput, quoteRoute } from '@causeway/domain/routing';
import { chainOfAsset, expectOk, type UnixMilliseconds } from '@causeway/domain/units';

const folder = new URL('../../examples/liquidity/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe('the sample liquidity graph', () => {
  const document = expectOk(liquidityGraphFormat.decodeText(read('graph.json')));
  const graph = expectOk(buildGraph(document.version, document.edges));

  it('names only assets that the network knows', () => {
    for (const edge of graph.edges) {
      expect(NETWORK.assets.has(edge.from)).toBe(true);
      expect(NETWORK.assets.has(edge.to)).toBe(true);
    }
  });

  it('takes mechanism and latency of each bridge from the network', () => {
    for (const edge of graph.edges) {
      if (edge.kind !== 'linear-bridge') continue;
      expect(edge.security).toBe(bridgeOf(NETWORK, edge.bridge)?.mechanism);
      const known = latencyOf(NETWORK, edge.bridge, chainOfAsset(edge.from), chainOfAsset(edge.to));
      expect(known).toMatchObject(edge.latency);
    }
  });

  it('answers the sample request within its deadline', () => {
    const request = expectOk(routeRequestFormat.decodeText(read('request.json')));
    const { route } = expectOk(quoteRoute(graph, request, 0 as UnixMilliseconds));
    expect(route.latency.upperQuartileSeconds).toBeLessThanOrEqual(request.deadlineSeconds ?? 0);
    expect(route.output.asset).toBe(request.output);
    // 250,000 USDC is worth about 83 ether at the graph's 3,000 USD; fees and price impact take under 2 %.
    expect(route.output.raw).toBeGreaterThan(81_600_000_000_000_000_000n);
    expect(route.output.raw).toBeLessThan(83_400_000_000_000_000_000n);
  });
});

describe('the example of every kind of edge', () => {
  const document = expectOk(liquidityGraphFormat.decodeText(read('every-kind.json')));
  const graph = expectOk(buildGraph(document.version, document.edges));

  it('has each kind that the format knows', () => {
    const described = JSON.stringify(liquidityGraphFormat.jsonSchema());
    const kinds = new Set(graph.edges.map(({ kind }) => kind));
    for (const kind of kinds) expect(described).toContain(`"const":"${kind}"`);
    expect(described.match(/"kind":\{[^}]*"const":/g)).toHaveLength(kinds.size);
  });

  it.each(graph.edges)('$id yields something, and its inverse asks for no more', (edge) => {
    const input = edge.capacity / 10n;
    const output = expectOk(edgeOutput(edge, input));
    expect(output).toBeGreaterThan(0n);
    expect(expectOk(edgeInput(edge, output))).toBeLessThanOrEqual(input);
  });
});
