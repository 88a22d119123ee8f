import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { liquidityGraphFormat } from '@causeway/adapters/wire';
import type { SeizableBucket } from '@causeway/domain/ledger';
import { conversionKey } from '@causeway/domain/liquidation';
import { buildGraph, quoteRoute, routeBySinglePath } from '@causeway/domain/routing';
import {
  expectOk,
  parseAssetId,
  tokenAmount,
  type AssetId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { quoteConversions } from './quote-conversions.js';

const asset = (text: string) => expectOk(parseAssetId(text));
const USDC_ON_OPTIMISM = asset('eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85');
const USDC_ON_BASE = asset('eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913');
const ETHER_ON_ARBITRUM = asset('eip155:42161/slip44:60');
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

const NOW = 0 as UnixMilliseconds;
const splitting = { at: NOW, quoting: 'split' } as const;

describe('quoteConversions', () => {
  it('asks the router about parts of each holding that has arrived', () => {
    const holdings = [
      { amount: tokenAmount(USDC_ON_OPTIMISM, 16_000_000n), bucket: 'available' as const },
      { amount: tokenAmount(USDC_ON_BASE, 5n), bucket: 'available' as const },
      { amount: tokenAmount(ETHER_ON_OPTIMISM, 5n), bucket: 'seized' as const },
    ];
    const { graphVersion, curves } = quoteConversions(graph, { holdings }, settlement, splitting);
    expect(graphVersion).toBe(graph.version);
    expect([...curves.keys()]).toEqual([conversionKey(USDC_ON_OPTIMISM, 'available')]);
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

  const ether = (whole: bigint) => whole * 10n ** 18n;
  const mostOf = (
    holdings: Parameters<typeof quoteConversions>[1]['holdings'],
    asset: AssetId,
    bucket: SeizableBucket,
  ) =>
    quoteConversions(graph, { holdings }, settlement, splitting)
      .curves.get(conversionKey(asset, bucket))
      ?.points.at(-1)?.proceeds ?? 0n;
  const certified = (asset: AssetId, raw: bigint) =>
    expectOk(
      quoteRoute(
        graph,
        {
          input: tokenAmount(asset, raw),
          output: USDC_ON_BASE,
          deadlineSeconds: 3_600,
          minimumSecurity: 'external-validators',
        },
        NOW,
      ),
    );

  it('splits what no single path takes well, and proves it', () => {
    const holdings = [{ amount: tokenAmount(ETHER_ON_OPTIMISM, ether(400n)), bucket: 'available' as const }];
    const { route, certificate } = certified(ETHER_ON_OPTIMISM, ether(400n));
    expect(mostOf(holdings, ETHER_ON_OPTIMISM, 'available')).toBe(route.output.raw);
    const path = expectOk(
      routeBySinglePath(graph, {
        input: tokenAmount(ETHER_ON_OPTIMISM, ether(400n)),
        output: USDC_ON_BASE,
        deadlineSeconds: 3_600,
      }),
    );
    expect(route.output.raw).toBeGreaterThan(path.output.raw);
    const { curves } = quoteConversions(graph, { holdings }, settlement, {
      at: NOW,
      quoting: 'single-paths',
    });
    const byPaths = curves.get(conversionKey(ETHER_ON_OPTIMISM, 'available'))?.points.at(-1)?.proceeds;
    expect(byPaths).toBe(path.output.raw);
    expect(certificate.upper.raw).toBeGreaterThanOrEqual(route.output.raw);
  });

  it('asks about what is reserved on what the available leaves', () => {
    const holdings = [
      { amount: tokenAmount(ETHER_ON_OPTIMISM, ether(100n)), bucket: 'available' as const },
      { amount: tokenAmount(ETHER_ON_OPTIMISM, ether(200n)), bucket: 'reserved' as const },
    ];
    const together =
      mostOf(holdings, ETHER_ON_OPTIMISM, 'available') + mostOf(holdings, ETHER_ON_OPTIMISM, 'reserved');
    expect(together).toBeLessThanOrEqual(certified(ETHER_ON_OPTIMISM, ether(300n)).certificate.upper.raw);
    expect(together * 100n).toBeGreaterThan(certified(ETHER_ON_OPTIMISM, ether(300n)).route.output.raw * 99n);
  });

  it('counts no liquidity twice that two assets share', () => {
    const lots = [ETHER_ON_ARBITRUM, ETHER_ON_OPTIMISM].map((asset) => ({
      amount: tokenAmount(asset, ether(2_000n)),
      bucket: 'available' as const,
    }));
    const alone = lots.map((lot) => mostOf([lot], lot.amount.asset, 'available'));
    const together = lots.map((lot) => mostOf(lots, lot.amount.asset, 'available'));
    // The first by asset id is asked about first; the pools that it takes from are worse for the other.
    const first = ETHER_ON_ARBITRUM < ETHER_ON_OPTIMISM ? 0 : 1;
    expect(together[first]).toBe(alone[first]);
    expect(together[1 - first]).toBeLessThan(alone[1 - first] ?? 0n);
    expect(quoteConversions(graph, { holdings: [...lots].reverse() }, settlement, splitting)).toEqual(
      quoteConversions(graph, { holdings: lots }, settlement, splitting),
    );
  });

  it('leaves out what no route takes', () => {
    const unknown = asset('eip155:10/erc20:0x000000000000000000000000000000000000dead');
    const holdings = [{ amount: tokenAmount(unknown, 16n), bucket: 'available' as const }];
    const { curves } = quoteConversions(graph, { holdings }, settlement, splitting);
    expect(curves.get(conversionKey(unknown, 'available'))?.points).toEqual([]);
  });
});
