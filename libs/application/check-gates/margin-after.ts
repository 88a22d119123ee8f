import type { GatedAction, MarginShortfall } from '@causeway/domain/liquidation';
import {
  creditedAccount,
  withholdFrozenCredit,
  type AssetDirectory,
  type CollateralSubject,
  type ExplainedMargin,
  type ExplanationStep,
  type MarginAccount,
  type MarginState,
} from '@causeway/domain/margin';
import type { MarginInputs } from '@causeway/application/ports';

/** An account as an action would leave it, at one moment of it. */
export interface MomentAfter {
  readonly moment: Exclude<MarginShortfall['moment'], 'now'>;
  readonly account: MarginAccount;
}

/** What judging the margin after an action needs. */
export interface MarginAfterPorts {
  readonly explain: (inputs: MarginInputs) => ExplainedMargin;
  readonly directory: AssetDirectory;
}

/** By how much the account has less than its initial margin, as its state says; undefined where it has that. */
export function shortfallNow(state: MarginState): MarginShortfall | undefined {
  return shortfallOf('now', state, []);
}

/**
 * By how much the account would have less than its initial margin, at the moment where that is most; undefined where it
 * always has it. Prices that may not be used for the action give no credit there, as in free collateral, and what comes to
 * a frozen subject gives none either, as the engine will take it.
 */
export function shortfallAfter(
  { explain, directory }: MarginAfterPorts,
  inputs: MarginInputs,
  action: GatedAction,
  moments: readonly MomentAfter[],
  freezes: readonly CollateralSubject[],
): MarginShortfall | undefined {
  const before = explain(inputs).steps;
  const demand = action === 'withdraw' || action === 'move-collateral' ? 'withdrawing' : 'opening';
  const { prices } = inputs;
  const faulty = new Set(
    [...(prices.limited ?? [])].filter(
      (symbol) => (prices.prices.get(symbol)?.validity?.[demand].length ?? 0) > 0,
    ),
  );
  let worst: MarginShortfall | undefined;
  for (const { moment, account } of moments) {
    const taken = withholdFrozenCredit(account, inputs.account, freezes, directory);
    const credited = creditedAccount(taken, faulty, prices, directory);
    const { state, steps } = explain({ ...inputs, account: credited });
    const shortfall = shortfallOf(moment, state, rulesOfChange(before, steps));
    if (shortfall !== undefined && worst?.shortfall.gte(shortfall.shortfall) !== true) worst = shortfall;
  }
  return worst;
}

/** A shortfall in words: by how much, and under which rules. */
export function describeShortfall({
  moment,
  equity,
  initialMargin,
  shortfall,
  rules,
}: MarginShortfall): string {
  const figures = `equity ${equity.toFixed()} of initial margin ${initialMargin.toFixed()} USD`;
  const under = rules.length === 0 ? '' : `, by ${rules.join(', ')}`;
  return `${MOMENTS[moment]} ${shortfall.toFixed()} USD short: ${figures}${under}`;
}

const MOMENTS: Readonly<Record<MarginShortfall['moment'], string>> = {
  now: 'now',
  afterwards: 'afterwards',
  'in-transit': 'while it is on its way',
  arrived: 'when it has arrived',
};

function shortfallOf(
  moment: MarginShortfall['moment'],
  { equity, initialEquity = equity, initialMargin }: MarginState,
  rules: readonly string[],
): MarginShortfall | undefined {
  const shortfall = initialMargin.sub(initialEquity);
  return shortfall.gt(0) ? { moment, equity: initialEquity, initialMargin, shortfall, rules } : undefined;
}

/** The rules of the policy that worked on subjects of which some step is new or comes to something else. */
function rulesOfChange(
  before: readonly ExplanationStep[],
  after: readonly ExplanationStep[],
): readonly string[] {
  const known = new Set(before.map(stepKey));
  const changed = new Set(after.filter((step) => !known.has(stepKey(step))).map(({ subject }) => subject));
  const rules = after.flatMap(({ rule, path, subject }) =>
    path?.startsWith(HEALTH) === false && changed.has(subject) ? [`${rule} (${path}) on ${subject}`] : [],
  );
  return [...new Set(rules)];
}

/** The thresholds of health demand nothing of initial margin. */
const HEALTH = '/margin/health';

function stepKey({ rule, path, subject, figure, output }: ExplanationStep): string {
  return JSON.stringify([rule, path, subject, figure, output.toFixed()]);
}
