import type { LiquidityEdge, LiquidityGraph } from '@causeway/domain/routing';
import type { AccountId, AssetId } from '@causeway/domain/units';
import type { SettlementPlan } from './settlement-plan.js';

/** What a leg takes of something that others may want too. */
export interface CapacityClaim {
  readonly leg: number;
  /** What is limited: an edge, an allowance that edges share, or what the desk holds at an asset. */
  readonly resource: string;
  /** Base units claimed. */
  readonly raw: bigint;
  /** Base units that all claims together may come to. */
  readonly limit: bigint;
}

/** Units that an account sets aside for a settlement. */
export interface InventoryClaim {
  readonly asset: AssetId;
  readonly raw: bigint;
}

/**
 * What the legs of a plan claim of the graph it was made on: of every edge its input; of a fast mint the allowance that
 * all fast mints of the bridge share; of the desk's inventory what the account holds at the destination.
 */
export function capacityClaims(
  plan: SettlementPlan,
  graph: LiquidityGraph,
  account: AccountId,
): readonly CapacityClaim[] {
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  return plan.legs.flatMap(({ edge: id, plannedInput, plannedOutput }, leg) => {
    const edge = edges.get(id);
    if (edge === undefined) throw new Error(`graph ${graph.version} has no edge ${id}`);
    const own: CapacityClaim = { leg, resource: `edge/${id}`, raw: plannedInput, limit: edge.capacity };
    return [own, ...sharedClaims(edge, plannedInput, plannedOutput, leg, account)];
  });
}

function sharedClaims(
  edge: LiquidityEdge,
  input: bigint,
  output: bigint,
  leg: number,
  account: AccountId,
): readonly CapacityClaim[] {
  if (edge.kind === 'mint-burn-bridge' && edge.fastAllowance !== undefined) {
    const resource = `fast-allowance/${edge.bridge}`;
    return [{ leg, resource, raw: input, limit: edge.fastAllowance }];
  }
  if (edge.kind === 'inventory') {
    return [{ leg, resource: `inventory/${account}/${edge.to}`, raw: output, limit: edge.held }];
  }
  return [];
}

/** What the account sets aside from the beginning: the input of the plan, and what its inventory legs give. */
export function inventoryClaims(plan: SettlementPlan, graph: LiquidityGraph): readonly InventoryClaim[] {
  const kinds = new Map(graph.edges.map(({ id, kind }) => [id, kind]));
  const claims = new Map<AssetId, bigint>([[plan.source, plan.input]]);
  for (const { edge, to, plannedOutput } of plan.legs) {
    if (kinds.get(edge) !== 'inventory') continue;
    claims.set(to, (claims.get(to) ?? 0n) + plannedOutput);
  }
  return [...claims].map(([asset, raw]) => ({ asset, raw }));
}
