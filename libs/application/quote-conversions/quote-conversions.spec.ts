import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { liquidityGraphFormat } from '@causeway/adapters/wire';
import { conversionKey } from '@causeway/domain/liquidation';
import { buildGraph, routeBySinglePath } from '@causeway/domain/routing';
import { expectOk, parseAssetId, tokenAmount } from '@causeway/domain/units';
import { quoteConversions } from './quote-conversions.js';

const asset = (text: string) => expectOk(parseAssetId(text));
const USDC_ON_OPTIMISM = asset('eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85');
const USDC_ON_BASE = asset('eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913');
const ETHER_ON_OPTIMISM = asset('eip155:10/slip44:60');

const decoded = expectOk(
  liquidityGraphFormat.decodeText(readFileSync('examples/liquidity/graph.json', 'utf8')),
);
const graph = expectOk(buildGraph(decoded.version, decoded.edges));
const settlement = {
  asset: USDC_ON_BASE,
  horizonSeconds: 3_600,
  minimumSecurity: 'external-validators',
} as const;

describe('quoteConversions', () => {
  it('asks the router about parts of each holding that has arrived', () => {
    const holdings = [
      { amount: tokenAmount(USDC_ON_OPTIMISM, 16_000_000n), bucket: 'available' as const },
      { amount: tokenAmount(USDC_ON_BASE, 5n), bucket: 'available' as const },
      { amount: tokenAmount(ETHER_ON_OPTIMISM, 5n), bucket: 'seized' as const },
    ];
    const { graphVersion, curves } = quoteConversions(graph, { holdings }, settlement);
    expect(graphVersion).toBe(graph.version);
    expect([...curves.keys()]).toEqual([
      conversionKey(USDC_ON_OPTIMISM, 'available'),
      conversionKey(USDC_ON_OPTIMISM, 'reserved'),
    ]);
    const points = curves.get(conversionKey(USDC_ON_OPTIMISM, 'available'))?.points ?? [];
    expect(points.map(({ raw }) => raw)).toEqual(
      [1n, 2n, 4n, 8n, 12n, 16n].map((sixteenths) => sixteenths * 1_000_000n),
    );
    for (const point of points) {
      const route = expectOk(
        routeBySinglePath(graph, {
          input: tokenAmount(USDC_ON_OPTIMISM, point.raw),
          output: USDC_ON_BASE,
          deadlineSeconds: 3_600,
        }),
      );
      expect(point).toEqual({
        raw: point.raw,
        proceeds: route.output.raw,
        seconds: route.latency.upperQuartileSeconds,
        security: route.security,
        route: route.legs.map(({ edge }) => edge),
      });
    }
  });

  it('asks about what is reserved behind what is available', () => {
    const holdings = [
      { amount: tokenAmount(ETHER_ON_OPTIMISM, 10n ** 18n), bucket: 'available' as const },
      { amount: tokenAmount(ETHER_ON_OPTIMISM, 2n * 10n ** 18n), bucket: 'reserved' as const },
    ];
    const { curves } = quoteConversions(graph, { holdings }, settlement);
    const of = (bucket: 'available' | 'reserved') =>
      curves.get(conversionKey(ETHER_ON_OPTIMISM, bucket))?.points.at(-1)?.proceeds ?? 0n;
    const whole = expectOk(
      routeBySinglePath(graph, {
        input: tokenAmount(ETHER_ON_OPTIMISM, 3n * 10n ** 18n),
        output: USDC_ON_BASE,
        deadlineSeconds: 3_600,
      }),
    );
    expect(of('available') + of('reserved')).toBe(whole.output.raw);
  });

  it('leaves out what no route takes', () => {
    const unknown = asset('eip155:10/erc20:0x000000000000000000000000000000000000dead');
    const holdings = [{ amount: tokenAmount(unknown, 16n), bucket: 'available' as const }];
    const { curves } = quoteConversions(graph, { holdings }, settlement);
    expect(curves.get(conversionKey(unknown, 'available'))?.points).toEqual([]);
  });
});
