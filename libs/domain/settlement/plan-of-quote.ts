import { isStale, type LiquidityEdge, type LiquidityGraph, type RouteQuote } from '@causeway/domain/routing';
import { tellsDepartures, type Network } from '@causeway/domain/network';
import {
  addSeconds,
  chainOfAsset,
  fail,
  ok,
  type BridgeId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { lessSlippageUp, type PlannedLeg, type SettlementPlan } from './settlement-plan.js';

/** What a desk allows when it accepts a quote. */
export interface AcceptanceTerms {
  /** Less than a million; how far below the quote a leg that trades in a pool may come out. */
  readonly slippageMillionths: bigint;
  /** How long a leg may be sent after it was issued. */
  readonly legSeconds: number;
  /** How long after a leg's deadline its execution may still become known. */
  readonly observationSeconds: number;
  /** How often a leg that came to nothing is issued in all. */
  readonly maximumAttempts: number;
  /** For how long after the slowest arrival that the quote expects legs may still begin. */
  readonly graceSeconds: number;
}

/** Ten minutes to send a leg and to see it, three attempts, a day of grace, and half a per cent of slippage. */
export const USUAL_TERMS: AcceptanceTerms = Object.freeze({
  slippageMillionths: 5_000n,
  legSeconds: 600,
  observationSeconds: 600,
  maximumAttempts: 3,
  graceSeconds: 86_400,
});

export type PlanCode = 'QUOTE_EXPIRED' | 'OTHER_GRAPH' | 'STALE_EDGE' | 'INVALID_TERMS';

const MILLION = 1_000_000n;

/**
 * The plan of a quote that is accepted at `at`.
 *
 * - A leg that trades at a price demands what its venue pays by the quote less the slippage allowed, rounded up; one at
 *   a fixed rate (bridges, relayers, wrapping, the desk's own inventory) demands all of it. What a venue pays is the
 *   quoted output and the desk's own gas, which the quote takes off.
 * - The chain refuses after their deadline the legs that go through routers which know one: constant-product and
 *   concentrated-liquidity pools.
 *
 * Refuses a quote that has expired (`QUOTE_EXPIRED`), that was computed on another graph (`OTHER_GRAPH`) or uses an
 * edge that has become stale since (`STALE_EDGE`), and terms that mean nothing (`INVALID_TERMS`).
 */
export function planOf(
  quote: RouteQuote,
  graph: LiquidityGraph,
  network: Network,
  terms: AcceptanceTerms,
  at: UnixMilliseconds,
): Result<SettlementPlan, PlanCode> {
  const invalid = refuseTerms(terms);
  if (invalid !== undefined) return invalid;
  if (at >= quote.expiresAt) {
    return fail('QUOTE_EXPIRED', 'the quote has expired; ask for another', 'quote.expiresAt');
  }
  if (quote.graphVersion !== graph.version) {
    const message = `the quote is of graph ${quote.graphVersion}, and the graph now is ${graph.version}; ask for another`;
    return fail('OTHER_GRAPH', message, 'quote.graphVersion');
  }
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  const legs: PlannedLeg[] = [];
  for (const leg of quote.route.legs) {
    const edge = edges.get(leg.edge);
    if (edge === undefined) throw new Error(`graph ${graph.version} has no edge ${leg.edge}`);
    if (isStale(edge, at)) {
      const message = `edge ${edge.id} is too old to be used; ask for another quote`;
      return fail('STALE_EDGE', message, `quote.legs.${legs.length}.edge`);
    }
    legs.push(plannedLeg(leg, edge, network, terms));
  }
  const { input, output, latency } = quote.route;
  return ok({
    quote: quote.id,
    source: input.asset,
    destination: output.asset,
    input: input.raw,
    legs,
    expiresAt: addSeconds(at, latency.upperQuartileSeconds + terms.graceSeconds),
    legSeconds: terms.legSeconds,
    observationSeconds: terms.observationSeconds,
    maximumAttempts: terms.maximumAttempts,
  });
}

function plannedLeg(
  { input, output }: RouteQuote['route']['legs'][number],
  edge: LiquidityEdge,
  network: Network,
  { slippageMillionths }: AcceptanceTerms,
): PlannedLeg {
  const plannedOutput = output + ownGas(edge);
  const atPrice = isPriced(edge);
  return {
    edge: edge.id,
    from: edge.from,
    to: edge.to,
    ...(isTold(edge, network) ? { bridge: edge.bridge } : {}),
    plannedInput: input,
    plannedOutput,
    minimumOutput: atPrice ? lessSlippageUp(plannedOutput, slippageMillionths) : plannedOutput,
    ...(atPrice ? {} : { fixedFee: fixedFeeOf(edge) }),
    hasDeadline: edge.kind === 'constant-product' || edge.kind === 'concentrated-liquidity',
  };
}

/**
 * What a quote takes off for the desk's own gas, which no venue keeps: a minimum without it would be that much looser,
 * and an intent would offer it to the relayer. Only of a bridge of no particular kind it is not known who takes its
 * fixed cost, unless that is gas.
 */
function ownGas(edge: LiquidityEdge): bigint {
  return edge.kind === 'linear-bridge' && edge.gas === undefined ? 0n : edge.fixedCost;
}

/** What a leg at a fixed rate loses whatever it sends. */
function fixedFeeOf(edge: LiquidityEdge): bigint {
  if (edge.kind === 'relayer') return edge.relayerFee;
  return edge.kind === 'linear-bridge' ? edge.fixedCost - ownGas(edge) : 0n;
}

type BridgeEdge = Extract<LiquidityEdge, { readonly bridge: BridgeId }>;

function isTold(edge: LiquidityEdge, network: Network): edge is BridgeEdge {
  return 'bridge' in edge && tellsDepartures(network, chainOfAsset(edge.from), edge.bridge);
}

/** Whether what a leg yields depends on what others trade before it. */
function isPriced({ kind }: LiquidityEdge): boolean {
  return [
    'constant-product',
    'concentrated-liquidity',
    'cryptoswap',
    'order-book',
    'stableswap',
    'weighted-pool',
  ].includes(kind);
}

function refuseTerms(terms: AcceptanceTerms): Result<never, 'INVALID_TERMS'> | undefined {
  const { slippageMillionths, maximumAttempts } = terms;
  if (slippageMillionths < 0n || slippageMillionths >= MILLION) {
    return fail('INVALID_TERMS', 'the slippage is from 0 to less than 1,000,000 millionths', 'slippage');
  }
  const seconds = ['legSeconds', 'observationSeconds', 'graceSeconds'] as const;
  const wrong = seconds.find((field) => !Number.isSafeInteger(terms[field]) || terms[field] < 1);
  if (wrong !== undefined) return fail('INVALID_TERMS', 'must be a whole number of seconds from 1', wrong);
  if (Number.isSafeInteger(maximumAttempts) && maximumAttempts >= 1) return undefined;
  return fail('INVALID_TERMS', 'must be a whole number from 1', 'maximumAttempts');
}
