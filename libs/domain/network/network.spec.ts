import { describe, expect, it } from '@jest/globals';
import {
  evmChain,
  expectOk,
  nativeAsset,
  parseAddress,
  parseBridgeId,
  type Address,
} from '@causeway/domain/units';
import {
  assetOf,
  assetsOfFamily,
  bridgeOf,
  buildNetwork,
  canonicalRepresentation,
  chainOfCctpDomain,
  chainOfNumber,
  contractAt,
  familyOf,
  layerOf,
  NETWORK,
  opStackLayer,
  SHIPPED_BRIDGES,
  SHIPPED_LAYERS,
  wrappedNativeOf,
  type Bridge,
  type Layer,
} from './index.js';

const address = (text: string): Address => expectOk(parseAddress(text));
const ethereum = evmChain(1);
const arbitrumOne = evmChain(42_161);
const baseChain = evmChain(8453);
const usdcOnEthereum = `${ethereum}/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48` as ReturnType<
  typeof nativeAsset
>;

describe('the shipped network', () => {
  it('knows a bridge contract on both of its layers, with the layer it serves', () => {
    const portal = contractAt(NETWORK, ethereum, address('0x49048044d57e1c92a77f79988d21fa8faf74e97e'));
    expect(portal).toMatchObject({ bridge: 'op-stack', role: 'OptimismPortal', counterpart: baseChain });
    const passer = contractAt(NETWORK, baseChain, address('0x4200000000000000000000000000000000000016'));
    expect(passer).toMatchObject({ bridge: 'op-stack', role: 'L2ToL1MessagePasser', counterpart: ethereum });
    expect(contractAt(NETWORK, ethereum, address(`0x${'99'.repeat(20)}`))).toBeUndefined();
  });

  it('tells native from bridged USDC but counts both as USDC', () => {
    const symbols = assetsOfFamily(NETWORK, expectOk({ ok: true, value: 'USDC' as never })).map(
      ({ asset, symbol, bridgedFrom }) => [asset.split('/')[0], symbol, bridgedFrom !== undefined],
    );
    expect(symbols).toContainEqual(['eip155:42161', 'USDC', false]);
    expect(symbols).toContainEqual(['eip155:42161', 'USDC.e', true]);
    expect(canonicalRepresentation(NETWORK, usdcOnEthereum, arbitrumOne)?.symbol).toBe('USDC.e');
    expect(canonicalRepresentation(NETWORK, usdcOnEthereum, baseChain)?.symbol).toBe('USDbC');
  });

  it('finds layers, assets, families, bridges and CCTP domains', () => {
    expect(layerOf(NETWORK, baseChain)).toMatchObject({ name: 'Base', settlesOn: ethereum });
    expect(assetOf(NETWORK, nativeAsset(baseChain))).toMatchObject({ symbol: 'ETH', decimals: 18 });
    expect(familyOf(NETWORK, usdcOnEthereum)).toBe('USDC');
    expect(familyOf(NETWORK, nativeAsset(evmChain(99)))).toBeUndefined();
    expect(wrappedNativeOf(NETWORK, arbitrumOne)?.symbol).toBe('WETH');
    expect(bridgeOf(NETWORK, expectOk(parseBridgeId('cctp')))?.mechanism).toBe('issuer-mint-burn');
    // Circle's numbers, developers.circle.com/cctp/supported-domains.
    expect([0, 2, 3, 6, 7].map((domain) => chainOfCctpDomain(NETWORK, domain))).toEqual(
      [1, 10, 42_161, 8453, 137].map((number) => evmChain(number)),
    );
  });

  it('finds layers by the numbers of other protocols', () => {
    // docs.layerzero.network/v2/deployments, wormhole.com/docs/products/reference/chain-ids and
    // docs.connext.network/resources/deployments.
    expect([30_101, 30_110, 30_184].map((id) => chainOfNumber(NETWORK, 'layerZeroEndpoint', id))).toEqual([
      ethereum,
      arbitrumOne,
      baseChain,
    ]);
    expect([2, 23, 30].map((id) => chainOfNumber(NETWORK, 'wormholeChain', id))).toEqual([
      ethereum,
      arbitrumOne,
      baseChain,
    ]);
    expect(chainOfNumber(NETWORK, 'connextDomain', 1_634_886_255)).toBe(arbitrumOne);
    expect(chainOfNumber(NETWORK, 'hyperlaneDomain', 42_161)).toBe(arbitrumOne);
    expect(chainOfNumber(NETWORK, 'wormholeChain', 8453)).toBeUndefined();
  });

  it('names a source for the facts of every layer and bridge', () => {
    for (const { sources } of [...SHIPPED_LAYERS, ...SHIPPED_BRIDGES])
      expect(sources.length).toBeGreaterThan(0);
  });
});

describe('buildNetwork', () => {
  const [first, second] = SHIPPED_LAYERS as readonly [Layer, Layer];
  const [opStack] = SHIPPED_BRIDGES as readonly [Bridge];

  it('takes one more rollup as one more value', () => {
    const facts = {
      standardBridge: `0x${'01'.repeat(20)}`,
      messenger: `0x${'02'.repeat(20)}`,
      portal: `0x${'03'.repeat(20)}`,
    };
    const own = opStackLayer({
      chainNumber: 777,
      name: 'Own rollup',
      blockSeconds: '2',
      settlement: facts,
      sources: ['this test'],
    });
    const network = expectOk(buildNetwork([...SHIPPED_LAYERS, own], SHIPPED_BRIDGES));
    expect(contractAt(network, ethereum, address(facts.portal))).toMatchObject({
      counterpart: evmChain(777),
    });
  });

  it.each<[string, readonly Layer[], readonly Bridge[], string]>([
    ['a repeated layer', [...SHIPPED_LAYERS, first], SHIPPED_BRIDGES, 'DUPLICATE_ID layers'],
    ['a repeated bridge', SHIPPED_LAYERS, [...SHIPPED_BRIDGES, opStack], 'DUPLICATE_ID bridges'],
    [
      'a contract of an unknown bridge',
      SHIPPED_LAYERS,
      [opStack],
      'UNKNOWN_BRIDGE layers.eip155:1.contracts',
    ],
    ['a missing settlement layer', [second], SHIPPED_BRIDGES, 'UNKNOWN_CHAIN layers.eip155:10.settlesOn'],
    [
      'an asset of another chain',
      [{ ...first, assets: [...first.assets, { ...first.assets[0]!, asset: nativeAsset(evmChain(5)) }] }],
      SHIPPED_BRIDGES.map((bridge) => ({ ...bridge, routes: [] })),
      'MISPLACED_ASSET layers.eip155:1.assets',
    ],
    [
      'an asset bridged from an unknown one',
      [{ ...first, assets: [{ ...first.assets[0]!, bridgedFrom: nativeAsset(evmChain(5)) }] }],
      SHIPPED_BRIDGES.map((bridge) => ({ ...bridge, routes: [] })),
      'UNKNOWN_ASSET layers.eip155:1.assets',
    ],
    ['a route between unknown layers', [first], SHIPPED_BRIDGES, 'UNKNOWN_CHAIN bridges.across.routes'],
  ])('refuses %s', (_, layers, bridges, refusal) => {
    const built = buildNetwork(layers, bridges);
    expect(built.ok ? undefined : `${built.failure.code} ${built.failure.field}`).toBe(refusal);
  });
});
