import type { LiquidityGraph, RouteQuote } from '@causeway/domain/routing';
import { chainOfAsset, fail, ok, type AccountId, type Result } from '@causeway/domain/units';
import { checkGates, heldBack, type CheckGatesPorts } from './check-gates.js';
import { momentsOfQuote } from './quote-moments.js';

/**
 * Whether an account may move collateral as a quote does: over its layers and the bridges of its edges, and with its initial
 * margin while it is on its way and when it has arrived.
 *
 * @returns `ACTION_HELD_BACK` with the reasons
 */
export async function permitQuote(
  ports: CheckGatesPorts & { readonly graph: LiquidityGraph },
  account: AccountId,
  quote: RouteQuote,
): Promise<Result<undefined, 'ACTION_HELD_BACK'>> {
  const { route } = quote;
  const family = ports.directory.assetOf(route.input.asset)?.family;
  const edges = new Set(route.legs.map(({ edge }) => edge));
  const { holds } = await checkGates(ports, {
    account,
    action: 'move-collateral',
    layers: route.legs.flatMap(({ from, to }) => [chainOfAsset(from), chainOfAsset(to)]),
    bridges: ports.graph.edges.flatMap((edge) =>
      edges.has(edge.id) && 'bridge' in edge ? [edge.bridge] : [],
    ),
    families: family === undefined ? [] : [family],
    positions: [],
    after: (held, asOf) => momentsOfQuote(held, quote, ports.graph, asOf),
  });
  return holds.length === 0 ? ok(undefined) : fail('ACTION_HELD_BACK', heldBack(account, holds), 'quote');
}
