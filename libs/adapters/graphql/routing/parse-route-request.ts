import type { Network } from '@causeway/domain/network';
import type { ExposureCap, RouteConstraints, RouteRequest } from '@causeway/domain/routing';
import {
  fail,
  formatDecimal,
  ok,
  parseBridgeId,
  parseTokenAmount,
  type AssetId,
  type BridgeId,
  type Result,
} from '@causeway/domain/units';
import { parseKnownAsset, parseTokenAmountInput } from '../network/token-amount.model.js';
import type { ExposureCapInput, QuoteInput } from './route-quote.model.js';

/** The request in the domain's terms; a failure names the field under `field`. */
export function parseRouteRequest(
  network: Network,
  request: QuoteInput,
  field = 'input',
): Result<RouteRequest> {
  const { input, output, inputAsset, outputAmount } = request;
  const isExactInput = isGiven(input) && isGiven(output) && !isGiven(inputAsset) && !isGiven(outputAmount);
  const isExactOutput = isGiven(inputAsset) && isGiven(outputAmount) && !isGiven(input) && !isGiven(output);
  if (isExactInput) {
    const given = parseTokenAmountInput(network, input, `${field}.input`);
    if (!given.ok) return given;
    const wanted = parseKnownAsset(network, output, `${field}.output`);
    if (!wanted.ok) return wanted;
    const constraints = parseConstraints(network, request, given.value.asset, field);
    return constraints.ok
      ? ok({ input: given.value, output: wanted.value, ...constraints.value })
      : constraints;
  }
  if (isExactOutput) {
    const given = parseKnownAsset(network, inputAsset, `${field}.inputAsset`);
    if (!given.ok) return given;
    const wanted = parseTokenAmountInput(network, outputAmount, `${field}.outputAmount`);
    if (!wanted.ok) return wanted;
    const constraints = parseConstraints(network, request, given.value, field);
    return constraints.ok
      ? ok({ input: given.value, output: wanted.value, ...constraints.value })
      : constraints;
  }
  return fail(
    'INVALID_REQUEST',
    'give either input and output, for the most output, or inputAsset and outputAmount, for the least input',
    field,
  );
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}

function parseConstraints(
  network: Network,
  request: QuoteInput,
  given: AssetId,
  field: string,
): Result<RouteConstraints> {
  const { deadlineSeconds, minimumSecurity, maximumLegs } = request;
  // What the desk gives itself arrives at once, and a front has it under a deadline of 0.
  const unusable = [
    ['deadlineSeconds', deadlineSeconds, 0] as const,
    ['maximumLegs', maximumLegs, 1] as const,
  ].find(([, limit, least]) => typeof limit === 'number' && limit < least);
  if (unusable !== undefined) {
    const [name, , least] = unusable;
    return fail('INVALID_LIMIT', `${name} must be at least ${least}`, `${field}.${name}`);
  }
  const forbidden = parseBridges(network, request.forbiddenBridges ?? [], `${field}.forbiddenBridges`);
  if (!forbidden.ok) return forbidden;
  const allowed = parseBridges(network, request.allowedBridges ?? [], `${field}.allowedBridges`);
  if (!allowed.ok) return allowed;
  const caps = parseCaps(network, request.exposureCaps ?? [], given, field);
  if (!caps.ok) return caps;
  return ok({
    forbiddenBridges: forbidden.value,
    ...(isGiven(request.allowedBridges) ? { allowedBridges: allowed.value } : {}),
    ...(caps.value.length > 0 ? { exposureCaps: caps.value } : {}),
    ...(typeof deadlineSeconds === 'number' ? { deadlineSeconds } : {}),
    ...(minimumSecurity ? { minimumSecurity } : {}),
    ...(typeof maximumLegs === 'number' ? { maximumLegs } : {}),
  });
}

function parseCaps(
  network: Network,
  inputs: readonly ExposureCapInput[],
  given: AssetId,
  prefix: string,
): Result<readonly ExposureCap[]> {
  const decimals = network.assets.get(given)?.decimals ?? 0;
  const caps: ExposureCap[] = [];
  for (const [index, { bridge: text, maximumInput }] of inputs.entries()) {
    const field = `${prefix}.exposureCaps.${index}`;
    const bridge = parseBridge(network, text, `${field}.bridge`);
    if (!bridge.ok) return bridge;
    const most = parseTokenAmount(formatDecimal(maximumInput), given, decimals, `${field}.maximumInput`);
    if (!most.ok) return most;
    caps.push({ bridge: bridge.value, maximumInput: most.value.raw });
  }
  return ok(caps);
}

function parseBridges(
  network: Network,
  texts: readonly string[],
  field: string,
): Result<readonly BridgeId[]> {
  const bridges: BridgeId[] = [];
  for (const [index, text] of texts.entries()) {
    const bridge = parseBridge(network, text, `${field}.${index}`);
    if (!bridge.ok) return bridge;
    bridges.push(bridge.value);
  }
  return ok(bridges);
}

function parseBridge(network: Network, text: string, field: string): Result<BridgeId> {
  const bridge = parseBridgeId(text, field);
  if (!bridge.ok || network.bridges.has(bridge.value)) return bridge;
  return fail('UNKNOWN_BRIDGE', `${text} is not a bridge of this network; see the query \`bridges\``, field);
}
