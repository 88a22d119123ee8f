import { fail, type Result } from '@causeway/domain/units';
import type { LiquidityGraph, RouteCode, RouteRequest } from './liquidity-graph.js';

/** More legs than any route of this router has. */
const LARGEST_MAXIMUM_LEGS = 1_000;

/** What is wrong with a request by itself, or with its assets in this graph, if anything. */
export function refuseRequest(
  graph: LiquidityGraph,
  request: RouteRequest,
): Result<never, RouteCode> | undefined {
  const { input, output, maximumLegs, deadlineSeconds, exposureCaps } = request;
  const [from, fromField] = typeof input === 'string' ? [input, 'input'] : [input.asset, 'input.asset'];
  const [to, toField] = typeof output === 'string' ? [output, 'output'] : [output.asset, 'output.asset'];
  const amount = typeof input === 'string' ? output : input;
  if (typeof amount !== 'string' && amount.raw <= 0n) {
    const field = typeof input === 'string' ? 'output.raw' : 'input.raw';
    return fail('AMOUNT_TOO_SMALL', `${amount.raw} base units is not above 0`, field);
  }
  if (from === to) return fail('INVALID_REQUEST', 'is the same asset as the input', toField);
  if (maximumLegs !== undefined && !isLegCount(maximumLegs)) {
    return fail('INVALID_REQUEST', `is not a whole number from 1 to ${LARGEST_MAXIMUM_LEGS}`, 'maximumLegs');
  }
  if (deadlineSeconds !== undefined && !(deadlineSeconds >= 0)) {
    return fail('INVALID_REQUEST', 'is not a number of seconds from 0', 'deadlineSeconds');
  }
  const negative = (exposureCaps ?? []).findIndex(({ maximumInput }) => maximumInput < 0n);
  if (negative >= 0) return fail('INVALID_REQUEST', 'is below 0', `exposureCaps[${negative}].maximumInput`);
  if (!graph.edges.some((edge) => edge.from === from)) {
    return fail('UNKNOWN_ASSET', `no edge of graph ${graph.version} starts at ${from}`, fromField);
  }
  if (!graph.edges.some((edge) => edge.to === to)) {
    return fail('UNKNOWN_ASSET', `no edge of graph ${graph.version} leads to ${to}`, toField);
  }
  return undefined;
}

function isLegCount(legs: number): boolean {
  return Number.isInteger(legs) && legs >= 1 && legs <= LARGEST_MAXIMUM_LEGS;
}
