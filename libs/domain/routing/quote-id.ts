import type { AssetId, TokenAmount, UnixMilliseconds } from '@causeway/domain/units';
import type { RouteRequest } from './liquidity-graph.js';
import { sha256 } from './sha-256.js';

/**
 * SHA-256 over graph version, time and request in one fixed notation, in which the order of bridges, and whether a
 * constraint is left out or empty, make no difference where they mean none.
 */
export function quoteId(graphVersion: string, request: RouteRequest, at: UnixMilliseconds): string {
  const { input, output } = request;
  const amounts =
    typeof input === 'string'
      ? ['exact-output', input, typeof output === 'string' ? output : output.asset, rawOf(output)]
      : ['exact-input', input.asset, typeof output === 'string' ? output : output.asset, rawOf(input)];
  const constraints = [
    request.deadlineSeconds ?? null,
    request.minimumSecurity ?? null,
    request.allowedBridges === undefined ? null : [...new Set(request.allowedBridges)].sort(),
    [...new Set(request.forbiddenBridges)].sort(),
    (request.exposureCaps ?? []).map(({ bridge, maximumInput }) => `${bridge} ${maximumInput}`).sort(),
    request.maximumLegs ?? null,
  ];
  return sha256(JSON.stringify(['causeway.quote/1', graphVersion, at, amounts, constraints]));
}

function rawOf(amount: TokenAmount | AssetId): string {
  return typeof amount === 'string' ? '' : amount.raw.toString();
}
