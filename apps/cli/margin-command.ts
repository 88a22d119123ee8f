import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  decodeRiskPolicy,
  marginAccountFormat,
  marginExplanationFormat,
  marginStateFormat,
  marketFactsFormat,
  parseJson,
  priceFormat,
  type MarketFactsRecord,
} from '@causeway/adapters/wire';
import {
  evaluateMargin,
  explainMargin,
  type AssetDirectory,
  type MarginAccount,
  type MarginPolicy,
  type MarginState,
  type Price,
  type PriceVector,
} from '@causeway/domain/margin';
import { assetOf, bridgeOf, NETWORK } from '@causeway/domain/network';
import { validateRiskPolicy, type RiskPolicy } from '@causeway/domain/policy';
import { fail, parsePolicyVersion, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { explanationTable } from './explanation-table.js';
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
import { parseInstant } from './instant.js';

/** The files to evaluate, and the version that the margin state is to name. */
export interface MarginOptions {
  readonly account: string;
  readonly prices: string;
  readonly policy: string;
  readonly policyVersion: string;
  /** Market facts, one a line. */
  readonly facts?: string;
  /** The instant as of which ages and times to expiry count, as ISO 8601 in UTC. */
  readonly now?: string;
  /** Print the steps instead of the state; as JSON where asked. */
  readonly explain?: true;
  readonly json?: true;
}

const DIRECTORY: AssetDirectory = {
  assetOf: (asset) => assetOf(NETWORK, asset),
  mechanismOf: (bridge) => bridgeOf(NETWORK, bridge)?.mechanism,
};

/** Evaluates an account at the latest price of each symbol under a policy and prints its margin state. */
export async function marginCommand(options: MarginOptions, stdin: Readable): Promise<Outcome> {
  if (options.json === true && options.explain !== true) {
    const message = 'goes with --explain: the margin state is JSON anyway';
    return refused(fail('INVALID_OPTION', message, '--json').failure);
  }
  const policy = await readPolicy(options, stdin);
  if (!policy.ok) return refused(policy.failure);
  const account = await readDocument(options.account, marginAccountFormat, stdin);
  if (!account.ok) return refused(account.failure);
  const source = await readSource(options.prices, stdin);
  if (!source.ok) return refused(source.failure);
  const prices = decodeLines(linesOf(source.value), priceFormat.decode);
  if (!prices.ok) return refused(prices.failure);

  const facts = options.facts === undefined ? undefined : await readFacts(options.facts, stdin);
  if (facts?.ok === false) return refused(facts.failure);
  const asOf = options.now === undefined ? undefined : parseInstant(options.now);
  if (asOf?.ok === false) return refused(asOf.failure);

  const vector = priceVector(prices.value, facts?.value, asOf?.value);
  return printed(account.value, vector, policy.value.margin, options);
}

function printed(
  account: MarginAccount,
  prices: PriceVector,
  policy: MarginPolicy,
  { explain, json }: MarginOptions,
): Outcome {
  if (explain !== true) {
    const state = evaluateMargin(account, prices, policy, DIRECTORY);
    return succeeded(toNdjson([state], marginStateFormat), gapLines(state));
  }
  const explained = explainMargin(account, prices, policy, DIRECTORY);
  const stdout =
    json === true ? toNdjson([explained], marginExplanationFormat) : explanationTable(explained.steps);
  return succeeded(stdout, gapLines(explained.state));
}

function gapLines({ gaps }: MarginState): string {
  return gaps.map(({ code, subject }) => `not valued: ${subject} (${code})\n`).join('');
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

async function readFacts(file: string, stdin: Readable): Promise<Result<readonly MarketFactsRecord[]>> {
  const source = await readSource(file, stdin);
  return source.ok ? decodeLines(linesOf(source.value), marketFactsFormat.decode) : source;
}

/**
 * The latest price of each symbol; of several at one instant, the last. Of the facts of a symbol the last line counts.
 * The id is a digest of what all of it says.
 */
function priceVector(
  records: readonly Price[],
  facts: readonly MarketFactsRecord[] = [],
  asOf?: UnixMilliseconds,
): PriceVector {
  const latest = new Map<string, Price>();
  for (const record of records) {
    const known = latest.get(record.symbol);
    if (known === undefined || record.time >= known.time) latest.set(record.symbol, record);
  }
  const lastFacts = new Map(facts.map((record) => [record.symbol, record]));
  const hash = createHash('sha256').update(toNdjson(inOrder(latest), priceFormat));
  if (lastFacts.size > 0) hash.update(toNdjson(inOrder(lastFacts), marketFactsFormat));
  if (asOf !== undefined) hash.update(String(asOf));
  return {
    id: `sha256:${hash.digest('hex')}`,
    prices: latest,
    ...(lastFacts.size === 0 ? {} : { facts: lastFacts }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function inOrder<Entry extends { readonly symbol: string }>(
  entries: ReadonlyMap<string, Entry>,
): readonly Entry[] {
  return [...entries.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}
