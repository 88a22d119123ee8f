import type { Readable } from 'node:stream';
import { marginAccountFormat, priceFormat, stressScenarioFormat } from '@causeway/adapters/wire';
import { evaluateMargin, priceVectorOf } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  acceptQuote,
  marketClockOf,
  priceRulesOf,
  type PriceState,
  type Quote,
} from '@causeway/domain/pricing';
import {
  measureBook,
  measureSystemicRisk,
  runStressTest,
  type StressBook,
  type StressScenario,
} from '@causeway/domain/systemic-risk';
import {
  fail,
  ok,
  parseBridgeId,
  parseChainId,
  parseDecimal,
  type Decimal,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { decodeLines, linesOf, readDocument, readSource, refused, succeeded, type Outcome } from './input.js';
import { DIRECTORY, isBreachedBy, readPolicyDocument, systemicPolicyOf } from './policies.js';
import { stressReport, systemicRiskReport } from './stress-report.js';

/** The book to test, and what is supposed to happen to it; without anything, each failure by itself. */
export interface StressOptions {
  readonly accounts: string;
  readonly prices: string;
  readonly policy: string;
  readonly scenario?: string;
  readonly halt: readonly string[];
  readonly fail: readonly string[];
  readonly shock: readonly string[];
  readonly fund: string;
}

/** Says who would breach if rollups halted, bridges failed or prices moved, as Markdown. */
export async function stressCommand(options: StressOptions, stdin: Readable): Promise<Outcome> {
  const policy = await readPolicyDocument(options.policy, stdin);
  if (!policy.ok) return refused(policy.failure);
  const scenarios = await readScenarios(options, stdin);
  if (!scenarios.ok) return refused(scenarios.failure);
  const book = await readBook(options, policy.value, stdin);
  if (!book.ok) return refused(book.failure);

  const measured = measureBook(book.value);
  if (scenarios.value.length > 0) {
    const reports = scenarios.value.map((scenario) => stressReport(runStressTest(measured, scenario)));
    return succeeded(reports.join('\n'));
  }
  const { failureShocks, scenarios: named } = systemicPolicyOf(policy.value);
  const risks = systemicRiskReport(measureSystemicRisk(measured, failureShocks), failureShocks);
  const reports = named.map((scenario) => stressReport(runStressTest(measured, scenario)));
  return succeeded([risks, ...reports].join('\n'));
}

async function readBook(
  { accounts: accountFile, prices: priceFile, fund }: StressOptions,
  policy: RiskPolicy,
  stdin: Readable,
): Promise<Result<StressBook>> {
  const accountSource = await readSource(accountFile, stdin);
  if (!accountSource.ok) return accountSource;
  const accounts = decodeLines(linesOf(accountSource.value), marginAccountFormat.decode);
  if (!accounts.ok) return accounts;
  const priceSource = await readSource(priceFile, stdin);
  if (!priceSource.ok) return priceSource;
  const quotes = decodeLines(linesOf(priceSource.value), priceFormat.decode);
  if (!quotes.ok) return quotes;
  const insuranceFund = parseDecimal(fund, '--fund');
  if (!insuranceFund.ok) return insuranceFund;
  return ok({
    accounts: accounts.value,
    prices: priceVectorOf(priceFile, statesAfter(quotes.value, policy), policy.prices),
    evaluate: (account, prices) => evaluateMargin(account, prices, policy.margin, DIRECTORY),
    isBreachedBy: (state, loss) => isBreachedBy(policy, state, loss),
    directory: DIRECTORY,
    contagion: systemicPolicyOf(policy).contagion,
    insuranceFund: insuranceFund.value,
  });
}

/** What is known of each symbol after the quotes, in order of time. */
function statesAfter(quotes: readonly Quote[], policy: RiskPolicy): readonly PriceState[] {
  const states = new Map<string, PriceState>();
  for (const quote of [...quotes].sort((a, b) => a.time - b.time)) {
    const now = Math.max(quote.time, marketClockOf(states.values())) as UnixMilliseconds;
    const rules = priceRulesOf(policy.prices, quote.symbol);
    const state = acceptQuote(states.get(quote.symbol), quote, rules, now);
    if (state !== undefined) states.set(quote.symbol, state);
  }
  return [...states.values()];
}

async function readScenarios(
  options: StressOptions,
  stdin: Readable,
): Promise<Result<readonly StressScenario[]>> {
  const given: StressScenario[] = [];
  if (options.scenario !== undefined) {
    const scenario = await readDocument(options.scenario, stressScenarioFormat, stdin);
    if (!scenario.ok) return scenario;
    given.push(scenario.value);
  }
  if (options.halt.length + options.fail.length + options.shock.length === 0) return ok(given);
  const stated = statedScenario(options);
  return stated.ok ? ok([...given, stated.value]) : stated;
}

function statedScenario({ halt, fail: failing, shock }: StressOptions): Result<StressScenario> {
  const haltedLayers = collected(halt, (text) => parseChainId(text, '--halt'));
  if (!haltedLayers.ok) return haltedLayers;
  const failedBridges = collected(failing, (text) => parseBridgeId(text, '--fail'));
  if (!failedBridges.ok) return failedBridges;
  const priceShocks = collected(shock, parseShock);
  if (!priceShocks.ok) return priceShocks;
  const parts = [
    ...halt.map((chain) => `${chain} halts`),
    ...failing.map((bridge) => `${bridge} fails`),
    ...shock.map((text) => text.replace('=', ' ')),
  ];
  return ok({
    name: parts.join(', '),
    haltedLayers: haltedLayers.value,
    failedBridges: failedBridges.value,
    priceShocks: priceShocks.value,
  });
}

function collected<Value>(
  texts: readonly string[],
  parse: (text: string) => Result<Value>,
): Result<readonly Value[]> {
  const values: Value[] = [];
  for (const text of texts) {
    const value = parse(text);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}

function parseShock(text: string): Result<{ readonly symbol: string; readonly change: Decimal }> {
  const at = text.indexOf('=');
  if (at < 1) return fail('INVALID_OPTION', 'give a symbol and its change, e.g. USDC=-0.08', '--shock');
  const change = parseDecimal(text.slice(at + 1), '--shock');
  if (!change.ok) return change;
  if (change.value.lt(-1))
    return fail('INVALID_OPTION', 'a price cannot fall by more than all of it', '--shock');
  return ok({ symbol: text.slice(0, at), change: change.value });
}
