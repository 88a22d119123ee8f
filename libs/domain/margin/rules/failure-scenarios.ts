import { chainOfAsset, mulUp, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountRuleDefinition } from '../account-book.js';
import { holdingMargin, type CollateralLine } from '../collateral-line.js';
import { linesBy } from '../collateral-share.js';
import { belowZero, entriesAt, notAFraction } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';

/** How much of the collateral that depends on one thing is lost when it fails. Fractions of 1. */
export interface FailureLosses {
  readonly losses: ReadonlyMap<string, Decimal>;
  readonly otherwise: Decimal;
}

/**
 * `failure-scenarios`: an account must survive the failure of any one bridge and the halt of any one rollup. For each
 * bridge that something of it is in transit over, and each layer that something of it lies on, loss = counted value ×
 * loss fraction; the worst of them × factor is added to initial and to maintenance margin, in USD, rounded up. With a
 * maintenance factor of 0 it only holds back new risk and liquidates nobody on a suspicion. Causeway's own.
 */
export interface FailureScenariosRule {
  readonly rule: 'failure-scenarios';
  /** By bridge: the collateral in transit over it. */
  readonly bridges: FailureLosses;
  /** By layer: the collateral that lies on it, which cannot be moved or sold while it halts. */
  readonly layers: FailureLosses;
  /** Factor of the worst loss in initial margin. */
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

interface Failure {
  readonly subject: string;
  readonly loss: Decimal;
}

export const failureScenarios: AccountRuleDefinition<FailureScenariosRule> = {
  complaintAbout: ({ bridges, layers, initial, maintenance }) =>
    notAFraction([
      ...entriesAt('/bridges/losses', bridges.losses),
      ['/bridges/otherwise', bridges.otherwise],
    ]) ??
    notAFraction([...entriesAt('/layers/losses', layers.losses), ['/layers/otherwise', layers.otherwise]]) ??
    belowZero([
      ['/initial', initial],
      ['/maintenance', maintenance],
    ]) ??
    (initial.gte(maintenance)
      ? undefined
      : { path: '/initial', message: `${initial.toFixed()} must be at least the maintenance factor` }),
  apply: (rule, book, context) => {
    const failures = [
      ...failuresOf('failure of', rule.bridges, linesBy(book.collateral, bridgeOf), context),
      ...failuresOf('halt of', rule.layers, linesBy(book.collateral, layerOf), context),
    ];
    const worst = failures.reduce<Failure | undefined>(
      (known, each) => (known === undefined || each.loss.gt(known.loss) ? each : known),
      undefined,
    );
    if (worst === undefined || worst.loss.isZero()) return;
    const { subject, loss } = worst;
    book.adjustments.push({
      rule: rule.rule,
      subject,
      equity: ZERO,
      initialMargin: demand(subject, 'initial margin', loss, rule.initial, context),
      maintenanceMargin: demand(subject, 'maintenance margin', loss, rule.maintenance, context),
    });
  },
};

const bridgeOf = ({ holding }: CollateralLine) => holding.transit?.bridge;

/** What is in transit has left its layer, and comes with its bridge. */
const layerOf = ({ holding: { amount, bucket } }: CollateralLine) =>
  bucket === 'in-transit' || bucket === 'seized' ? undefined : chainOfAsset(amount.asset);

/** In the order of their names, so that of equal losses the same one is named whatever the order of the holdings. */
function failuresOf(
  what: string,
  { losses, otherwise }: FailureLosses,
  groups: ReadonlyMap<string, readonly CollateralLine[]>,
  { places, recorder }: EvaluationContext,
): readonly Failure[] {
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, lines]) => {
      const subject = `${what} ${key}`;
      const fraction = losses.get(key) ?? otherwise;
      let counted = ZERO;
      for (const line of lines) counted = counted.add(holdingMargin(line).collateralValue);
      const loss = mulUp(counted, fraction, places);
      recorder?.step({
        subject,
        figure: 'loss',
        formula: 'counted × fraction',
        inputs: [input('counted', counted, 'USD'), input('fraction', fraction, 'fraction')],
        rounding: { direction: 'up', places },
        output: loss,
        unit: 'USD',
      });
      return { subject, loss };
    });
}

function demand(
  subject: string,
  figure: string,
  loss: Decimal,
  factor: Decimal,
  { places, recorder }: EvaluationContext,
): Decimal {
  const output = mulUp(loss, factor, places);
  recorder?.step({
    subject,
    figure,
    formula: 'loss × factor',
    inputs: [input('loss', loss, 'USD'), input('factor', factor, 'ratio')],
    rounding: { direction: 'up', places },
    output,
    unit: 'USD',
  });
  return output;
}
