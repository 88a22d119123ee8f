import { describe, expect, it } from '@jest/globals';
import {
  expectOk,
  type AssetId,
  type BridgeId,
  type ChainId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import {
  buildGraph,
  edgeInput,
  edgeOutput,
  routeBySinglePath,
  type ConstantProductEdge,
  type LinearBridgeEdge,
  type LiquidityEdge,
  type ExactInputRequest,
  type WrappingEdge,
} from './index.js';

const USDC_1 = 'eip155:1/erc20:0xa0b8' as AssetId;
const USDC_10 = 'eip155:10/erc20:0x0b2c' as AssetId;
const USDC_8453 = 'eip155:8453/erc20:0x8335' as AssetId;
const ETH_1 = 'eip155:1/slip44:60' as AssetId;

const facts = {
  latency: { lowerQuartileSeconds: 1, medianSeconds: 2, upperQuartileSeconds: 4 },
  minimumInput: 1n,
  capacity: 10n ** 12n,
  fixedCost: 0n,
  observedAt: 0 as UnixMilliseconds,
};

function bridge(
  id: string,
  from: AssetId,
  to: AssetId,
  terms: Partial<LinearBridgeEdge> = {},
): LinearBridgeEdge {
  return {
    kind: 'linear-bridge',
    id,
    from,
    to,
    ...facts,
    security: 'bonded-relayer',
    bridge: (id.split(':')[0] ?? '') as BridgeId,
    rateNumerator: 1n,
    rateDenominator: 1n,
    feeMillionths: 0n,
    ...terms,
  };
}

const fast = bridge('across:1-10', USDC_1, USDC_10, { feeMillionths: 500n });
const slow = bridge('cctp:1-10', USDC_1, USDC_10, {
  security: 'issuer-mint-burn',
  fixedCost: 10n,
  latency: { lowerQuartileSeconds: 900, medianSeconds: 1000, upperQuartileSeconds: 1200 },
});
const pool: ConstantProductEdge = {
  kind: 'constant-product',
  id: 'pool:1',
  from: ETH_1,
  to: USDC_1,
  ...facts,
  security: 'validity-proof',
  chain: 'eip155:1' as ChainId,
  reserveIn: 10n ** 18n,
  reserveOut: 10n ** 12n,
  feeMillionths: 3000n,
  capacity: 10n ** 18n,
};

function graphOf(...edges: LiquidityEdge[]) {
  return expectOk(buildGraph('test-1', edges));
}

function ask(raw: bigint, more: Partial<ExactInputRequest> = {}): ExactInputRequest {
  return { input: { asset: USDC_1, raw }, output: USDC_10, ...more };
}

describe('routeBySinglePath', () => {
  it('takes the larger output and names latency and weakest link', () => {
    const found = expectOk(routeBySinglePath(graphOf(fast, slow), ask(1_000_000n)));
    expect(found).toEqual({
      legs: [{ edge: 'cctp:1-10', from: USDC_1, to: USDC_10, input: 1_000_000n, output: 999_990n }],
      input: { asset: USDC_1, raw: 1_000_000n },
      output: { asset: USDC_10, raw: 999_990n },
      latency: slow.latency,
      security: 'issuer-mint-burn',
    });
  });

  it('adds latencies and inherits the weakest link over several legs', () => {
    const found = expectOk(
      routeBySinglePath(graphOf(pool, fast), { input: { asset: ETH_1, raw: 10n ** 15n }, output: USDC_10 }),
    );
    expect(found.legs.map(({ edge }) => edge)).toEqual(['pool:1', 'across:1-10']);
    // floor(10^15·997/(10^21 + 10^15·997)·10^12) = 996006981, less 0.05 %.
    expect(found.legs.map(({ output }) => output)).toEqual([996_006_981n, 995_508_977n]);
    expect(found.latency).toEqual({
      lowerQuartileSeconds: 2,
      medianSeconds: 4,
      upperQuartileSeconds: 8,
    });
    expect(found.security).toBe('bonded-relayer');
  });

  it('prefers among equal outputs the lower latency, then fewer legs', () => {
    const slower = bridge('zz:1-10', USDC_1, USDC_10, { latency: slow.latency });
    const around = [
      bridge('a:1-8453', USDC_1, USDC_8453, { latency: { ...facts.latency, upperQuartileSeconds: 2 } }),
      bridge('b:8453-10', USDC_8453, USDC_10, { latency: { ...facts.latency, upperQuartileSeconds: 2 } }),
    ];
    const direct = bridge('direct:1-10', USDC_1, USDC_10);
    const edges = (found: ReturnType<typeof routeBySinglePath>) =>
      expectOk(found).legs.map(({ edge }) => edge);
    expect(edges(routeBySinglePath(graphOf(slower, ...around), ask(100n)))).toEqual([
      'a:1-8453',
      'b:8453-10',
    ]);
    expect(edges(routeBySinglePath(graphOf(slower, ...around, direct), ask(100n)))).toEqual(['direct:1-10']);
  });

  it('goes through a smaller amount when a capacity ahead refuses the larger one', () => {
    const generous = bridge('a:1-8453', USDC_1, USDC_8453);
    const frugal = bridge('b:1-8453', USDC_1, USDC_8453, { fixedCost: 5n });
    const narrow = bridge('c:8453-10', USDC_8453, USDC_10, { capacity: 95n });
    const found = expectOk(routeBySinglePath(graphOf(generous, frugal, narrow), ask(100n)));
    expect(found.legs.map(({ edge }) => edge)).toEqual(['b:1-8453', 'c:8453-10']);
  });

  it('keeps the smaller of two amounts when only it may still visit the asset that pays best', () => {
    const [start, well, vale, upland, target] = [1, 2, 3, 4, 5].map(
      (n) => `eip155:${n}/slip44:60` as AssetId,
    ) as [AssetId, AssetId, AssetId, AssetId, AssetId];
    const rate = (percent: bigint) => ({ rateNumerator: percent, rateDenominator: 100n });
    const graph = graphOf(
      bridge('1:start-well', start, well),
      bridge('2:well-vale', well, vale, rate(120n)),
      bridge('3:start-upland', start, upland),
      bridge('4:upland-vale', upland, vale, rate(110n)),
      bridge('5:vale-well', vale, well, rate(120n)),
      bridge('6:well-target', well, target),
    );
    const found = expectOk(routeBySinglePath(graph, { input: { asset: start, raw: 1000n }, output: target }));
    expect(found.output.raw).toBe(1320n);
  });

  it.each<[string, Partial<ExactInputRequest>, string[]]>([
    ['deadline', { deadlineSeconds: 100 }, ['across:1-10']],
    ['minimum security', { minimumSecurity: 'issuer-mint-burn' }, ['cctp:1-10']],
    ['forbidden bridge', { forbiddenBridges: ['cctp' as BridgeId] }, ['across:1-10']],
  ])('obeys the %s', (_, constraint, edges) => {
    const found = expectOk(routeBySinglePath(graphOf(fast, slow), ask(1_000_000n, constraint)));
    expect(found.legs.map(({ edge }) => edge)).toEqual(edges);
  });

  it.each<[string, ExactInputRequest, string, string | undefined]>([
    ['nothing', ask(0n), 'AMOUNT_TOO_SMALL', 'input.raw'],
    [
      'less than the costs',
      ask(1n, { forbiddenBridges: ['across' as BridgeId] }),
      'AMOUNT_TOO_SMALL',
      'input.raw',
    ],
    ['more than fits', ask(10n ** 13n), 'INSUFFICIENT_CAPACITY', 'input.raw'],
    [
      'an unknown input',
      { ...ask(9n), input: { asset: 'eip155:5/slip44:60' as AssetId, raw: 9n } },
      'UNKNOWN_ASSET',
      'input.asset',
    ],
    ['an unknown output', { ...ask(9n), output: 'eip155:5/slip44:60' as AssetId }, 'UNKNOWN_ASSET', 'output'],
    ['what it has already', { ...ask(9n), output: USDC_1 }, 'INVALID_REQUEST', 'output'],
    ['too many legs', ask(9n, { maximumLegs: 7 }), 'INVALID_REQUEST', 'maximumLegs'],
    ['a negative deadline', ask(9n, { deadlineSeconds: -1 }), 'INVALID_REQUEST', 'deadlineSeconds'],
    [
      'an impossible deadline',
      ask(10_000n, { deadlineSeconds: 3 }),
      'CONSTRAINTS_EXCLUDE_ALL',
      'deadlineSeconds',
    ],
    [
      'too much security',
      ask(10_000n, { minimumSecurity: 'validity-proof' }),
      'CONSTRAINTS_EXCLUDE_ALL',
      'minimumSecurity',
    ],
    [
      'speed and security at once',
      ask(10_000n, { minimumSecurity: 'validity-proof', deadlineSeconds: 3 }),
      'CONSTRAINTS_EXCLUDE_ALL',
      undefined,
    ],
    [
      'what it needs more legs for',
      { input: { asset: ETH_1, raw: 10n ** 15n }, output: USDC_10, maximumLegs: 1 },
      'CONSTRAINTS_EXCLUDE_ALL',
      'maximumLegs',
    ],
    [
      'a way back',
      { input: { asset: USDC_1, raw: 9n }, output: USDC_1.replace('1/', '10/') as AssetId },
      'UNKNOWN_ASSET',
      'output',
    ],
  ])('says why there is no route for %s', (_, request, code, field) => {
    const absent = routeBySinglePath(graphOf(fast, slow, pool), request);
    expect(absent).toMatchObject({ ok: false, failure: { code } });
    expect(absent.ok ? undefined : absent.failure.field).toBe(field);
  });

  it('says that nothing connects two assets of the graph', () => {
    const island = bridge('d:8453-1', USDC_8453, ETH_1);
    expect(routeBySinglePath(graphOf(fast, island), { ...ask(9n), output: ETH_1 })).toMatchObject({
      failure: { code: 'NO_ROUTE', field: 'output' },
    });
  });
});

describe('an edge', () => {
  const edge = bridge('e:1-10', USDC_1, USDC_10, { minimumInput: 100n, capacity: 1000n, fixedCost: 20n });

  it('checks its minimum, its capacity and its cost', () => {
    expect(edgeOutput(edge, 100n)).toEqual({ ok: true, value: 80n });
    expect(edgeOutput(edge, 99n)).toMatchObject({ failure: { code: 'AMOUNT_TOO_SMALL' } });
    expect(edgeOutput(edge, 1001n)).toMatchObject({ failure: { code: 'INSUFFICIENT_CAPACITY' } });
    expect(edgeOutput({ ...edge, minimumInput: 1n }, 20n)).toMatchObject({
      failure: { code: 'AMOUNT_TOO_SMALL' },
    });
  });

  it('wraps one for one', () => {
    const wrapping: WrappingEdge = {
      kind: 'wrapping',
      id: 'weth:1',
      from: ETH_1,
      to: USDC_1,
      ...facts,
      fixedCost: 3n,
      security: 'validity-proof',
      chain: 'eip155:1' as ChainId,
    };
    expect(edgeOutput(wrapping, 100n)).toEqual({ ok: true, value: 97n });
    expect(edgeInput(wrapping, 97n)).toEqual({ ok: true, value: 100n });
    expect(buildGraph('x', [{ ...wrapping, to: USDC_10 }])).toMatchObject({
      failure: { field: 'edges[0].to' },
    });
  });

  it('tells the input for an output within the same limits', () => {
    expect(edgeInput(edge, 480n)).toEqual({ ok: true, value: 500n });
    expect(edgeInput(edge, 1n)).toEqual({ ok: true, value: 100n });
    expect(edgeInput(edge, 981n)).toMatchObject({ failure: { code: 'INSUFFICIENT_CAPACITY' } });
    expect(edgeInput(pool, 10n ** 12n)).toMatchObject({ failure: { code: 'INSUFFICIENT_CAPACITY' } });
  });
});

describe('buildGraph', () => {
  it.each<[string, LiquidityEdge[], string, string]>([
    ['an id used twice', [fast, { ...slow, id: fast.id }], 'DUPLICATE_EDGE', 'edges[1].id'],
    ['a loop', [{ ...fast, to: USDC_1 }], 'INVALID_EDGE', 'edges[0].to'],
    ['a negative minimum', [{ ...fast, minimumInput: -1n }], 'INVALID_EDGE', 'edges[0].minimumInput'],
    ['a negative cost', [{ ...fast, fixedCost: -1n }], 'INVALID_EDGE', 'edges[0].fixedCost'],
    ['a capacity below the minimum', [{ ...fast, capacity: 0n }], 'INVALID_EDGE', 'edges[0].capacity'],
    [
      'a fee of everything',
      [fast, { ...slow, feeMillionths: 1_000_000n }],
      'INVALID_EDGE',
      'edges[1].feeMillionths',
    ],
    [
      'quartiles out of order',
      [{ ...fast, latency: { lowerQuartileSeconds: 3, medianSeconds: 2, upperQuartileSeconds: 4 } }],
      'INVALID_EDGE',
      'edges[0].latency',
    ],
    ['an empty pool', [{ ...pool, reserveOut: 0n }], 'INVALID_EDGE', 'edges[0].reserveOut'],
    ['a pool with nothing paid in', [{ ...pool, reserveIn: 0n }], 'INVALID_EDGE', 'edges[0].reserveIn'],
    ['a pool across layers', [{ ...pool, to: USDC_10 }], 'INVALID_EDGE', 'edges[0].to'],
    [
      'a pool on another layer',
      [{ ...pool, chain: 'eip155:10' as ChainId }],
      'INVALID_EDGE',
      'edges[0].from',
    ],
    ['a bridge to where it is', [{ ...fast, to: ETH_1 }], 'INVALID_EDGE', 'edges[0].to'],
    ['a rate of nothing', [{ ...fast, rateNumerator: 0n }], 'INVALID_EDGE', 'edges[0].rateNumerator'],
    ['a rate of infinity', [{ ...fast, rateDenominator: 0n }], 'INVALID_EDGE', 'edges[0].rateDenominator'],
  ])('refuses %s', (_, edges, code, field) => {
    expect(buildGraph('x', edges)).toMatchObject({ ok: false, failure: { code, field } });
  });

  it('sorts the edges by id', () => {
    expect(graphOf(slow, fast).edges.map(({ id }) => id)).toEqual(['across:1-10', 'cctp:1-10']);
  });
});
