import type { Readable } from 'node:stream';
import {
  backTestBookFormat,
  marginAccountFormat,
  priceBarFormat,
  priceFormat,
} from '@causeway/adapters/wire';
import {
  openBook,
  runBackTest,
  savedBy,
  searchThresholds,
  type BackTestHistory,
  type ExecutionTerms,
} from '@causeway/application/back-test';
import type { MarginAccount } from '@causeway/domain/margin';
import { quotesOfBar, validatePriceBar, type Quote } from '@causeway/domain/pricing';
import { fail, ok, parseDecimal, type Decimal, type Result } from '@causeway/domain/units';
import { backTestReport, comparisonReport } from './back-test-report.js';
import {
  decodeLines,
  linesOf,
  located,
  readDocument,
  readSource,
  refused,
  succeeded,
  type Outcome,
} from './input.js';
import { backTestPolicy, DIRECTORY, readPolicyDocument, withLiquidationThreshold } from './policies.js';

/** The files of a back-test, and its terms. */
export interface BackTestOptions {
  readonly policy: string;
  readonly compare?: string;
  readonly book?: string;
  readonly accounts?: string;
  readonly thresholds?: string;
  readonly every?: string;
  readonly fund: string;
  readonly slippage: string;
  readonly fee: string;
}

/** Replays bars or prices through a policy and reports what it would have done, as Markdown. */
export async function backTestCommand(
  files: readonly string[],
  options: BackTestOptions,
  stdin: Readable,
): Promise<Outcome> {
  const policy = await readPolicyDocument(options.policy, stdin);
  if (!policy.ok) return refused(policy.failure);
  const every = readSeconds(options.every);
  if (!every.ok) return refused(every.failure);
  const quotes = await readQuotes(files, every.value, stdin);
  if (!quotes.ok) return refused(quotes.failure);
  const accounts = await readAccounts(options, quotes.value, stdin);
  if (!accounts.ok) return refused(accounts.failure);
  const terms = readTerms(options);
  if (!terms.ok) return refused(terms.failure);
  const thresholds = readThresholds(options.thresholds);
  if (!thresholds.ok) return refused(thresholds.failure);

  const history: BackTestHistory = { accounts: accounts.value, events: [], quotes: quotes.value };
  const active = backTestPolicy(policy.value);
  if (options.compare !== undefined) {
    const proposed = await readPolicyDocument(options.compare, stdin);
    if (!proposed.ok) return refused(proposed.failure);
    const before = runBackTest(history, active, terms.value, DIRECTORY);
    const after = runBackTest(history, backTestPolicy(proposed.value), terms.value, DIRECTORY);
    return succeeded(comparisonReport(before, after, savedBy(before, after), savedBy(after, before)));
  }
  const candidates = thresholds.value.map((threshold) => ({
    threshold,
    policy: backTestPolicy(withLiquidationThreshold(policy.value, threshold)),
  }));
  return succeeded(backTestReport(searchThresholds(history, active, candidates, terms.value, DIRECTORY)));
}

/** Quotes of all files in order of time; those of one instant in the order of the files and their lines. */
async function readQuotes(
  files: readonly string[],
  everySeconds: number | undefined,
  stdin: Readable,
): Promise<Result<readonly Quote[]>> {
  const quotes: Quote[] = [];
  for (const file of files) {
    const source = await readSource(file, stdin);
    if (!source.ok) return source;
    const read = decodeLines(linesOf(source.value), (json) => quotesOfDocument(json, everySeconds));
    if (!read.ok) return read;
    for (const some of read.value) quotes.push(...some);
  }
  return ok(quotes.sort((a, b) => a.time - b.time));
}

function quotesOfDocument(json: unknown, everySeconds: number | undefined): Result<readonly Quote[]> {
  const isPrice =
    typeof json === 'object' && json !== null && 'schema' in json && json.schema === priceFormat.name;
  if (isPrice) {
    const price = priceFormat.decode(json);
    return price.ok ? ok([price.value]) : price;
  }
  const bar = priceBarFormat.decode(json);
  const valid = bar.ok ? validatePriceBar(bar.value) : bar;
  return valid.ok ? ok(quotesOfBar(valid.value, everySeconds)) : valid;
}

async function readAccounts(
  { book, accounts }: BackTestOptions,
  quotes: readonly Quote[],
  stdin: Readable,
): Promise<Result<readonly MarginAccount[]>> {
  if ((book === undefined) === (accounts === undefined)) {
    return fail('INVALID_OPTION', 'give either a book or accounts', '--book, --accounts');
  }
  if (book !== undefined) {
    const document = await readDocument(book, backTestBookFormat, stdin);
    return document.ok ? located(openBook(document.value.accounts, quotes, DIRECTORY), book) : document;
  }
  const source = await readSource(accounts ?? '-', stdin);
  return source.ok ? decodeLines(linesOf(source.value), marginAccountFormat.decode) : source;
}

function readTerms({ fund, slippage, fee }: BackTestOptions): Result<ExecutionTerms> {
  const insuranceFund = readAmount(fund, '--fund');
  if (!insuranceFund.ok) return insuranceFund;
  const slipped = readAmount(slippage, '--slippage');
  if (!slipped.ok) return slipped;
  const rate = readAmount(fee, '--fee');
  if (!rate.ok) return rate;
  if (slipped.value.gte(1)) return fail('INVALID_OPTION', 'is a fraction below 1', '--slippage');
  return ok({ insuranceFund: insuranceFund.value, slippage: slipped.value, fee: rate.value });
}

function readSeconds(text: string | undefined): Result<number | undefined> {
  if (text === undefined) return ok(undefined);
  if (/^[1-9]\d{0,6}$/.test(text)) return ok(Number(text));
  return fail('INVALID_OPTION', 'is not a whole number of seconds from 1', '--every');
}

function readThresholds(text: string | undefined): Result<readonly Decimal[]> {
  const thresholds: Decimal[] = [];
  for (const part of text === undefined ? [] : text.split(',')) {
    const threshold = readAmount(part.trim(), '--thresholds');
    if (!threshold.ok) return threshold;
    if (threshold.value.lt(1)) {
      return fail('INVALID_OPTION', 'a liquidation threshold is at least 1', '--thresholds');
    }
    thresholds.push(threshold.value);
  }
  return ok(thresholds);
}

function readAmount(text: string, option: string): Result<Decimal> {
  const value = parseDecimal(text, option);
  if (value.ok && value.value.lt(0)) return fail('INVALID_OPTION', 'must not be below 0', option);
  return value;
}
