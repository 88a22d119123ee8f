import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  decodeRiskPolicy,
  marginAccountFormat,
  marginStateFormat,
  parseJson,
  priceFormat,
} from '@causeway/adapters/wire';
import { evaluateMargin, type AssetDirectory, type Price, type PriceVector } from '@causeway/domain/margin';
import { assetOf, bridgeOf, NETWORK } from '@causeway/domain/network';
import { validateRiskPolicy, type RiskPolicy } from '@causeway/domain/policy';
import { fail, parsePolicyVersion, type Result } from '@causeway/domain/units';
import {
  decodeLines,
  linesOf,
  located,
  readDocument,
  readSource,
  refused,
  succeeded,
  toNdjson,
  type Outcome,
} from './input.js';

/** The files to evaluate, and the version that the margin state is to name. */
export interface MarginOptions {
  readonly account: string;
  readonly prices: string;
  readonly policy: string;
  readonly policyVersion: string;
}

const DIRECTORY: AssetDirectory = {
  assetOf: (asset) => assetOf(NETWORK, asset),
  mechanismOf: (bridge) => bridgeOf(NETWORK, bridge)?.mechanism,
};

/** Evaluates an account at the latest price of each symbol under a policy and prints its margin state. */
export async function marginCommand(options: MarginOptions, stdin: Readable): Promise<Outcome> {
  const policy = await readPolicy(options, stdin);
  if (!policy.ok) return refused(policy.failure);
  const account = await readDocument(options.account, marginAccountFormat, stdin);
  if (!account.ok) return refused(account.failure);
  const source = await readSource(options.prices, stdin);
  if (!source.ok) return refused(source.failure);
  const prices = decodeLines(linesOf(source.value), priceFormat.decode);
  if (!prices.ok) return refused(prices.failure);

  const state = evaluateMargin(account.value, priceVector(prices.value), policy.value.margin, DIRECTORY);
  const gaps = state.gaps.map(({ code, subject }) => `not valued: ${subject} (${code})\n`).join('');
  return succeeded(toNdjson([state], marginStateFormat), gaps);
}

async function readPolicy(options: MarginOptions, stdin: Readable): Promise<Result<RiskPolicy>> {
  if (!/^\d+$/.test(options.policyVersion)) {
    return fail('INVALID_OPTION', 'is not a whole number from 1', '--policy-version');
  }
  const version = parsePolicyVersion(Number(options.policyVersion), '--policy-version');
  if (!version.ok) return version;
  const source = await readSource(options.policy, stdin);
  if (!source.ok) return source;
  const json = parseJson(source.value.text);
  const policy = json.ok ? decodeRiskPolicy(json.value, version.value) : json;
  return located(policy.ok ? validateRiskPolicy(policy.value) : policy, source.value.name);
}

/** The latest price of each symbol; of several at one instant, the last. Its id is a digest of what it says. */
function priceVector(records: readonly Price[]): PriceVector {
  const latest = new Map<string, Price>();
  for (const record of records) {
    const known = latest.get(record.symbol);
    if (known === undefined || record.time >= known.time) latest.set(record.symbol, record);
  }
  const inOrder = [...latest.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const digest = createHash('sha256').update(toNdjson(inOrder, priceFormat)).digest('hex');
  return { id: `sha256:${digest}`, prices: latest };
}
