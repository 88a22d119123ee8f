import type { Decimal } from '@causeway/domain/units';
import type { MarginBand } from './margin-state.js';

/** What health is made of. */
export interface HealthFigures {
  readonly equity: Decimal;
  readonly maintenanceMargin: Decimal;
}

/** At what health things happen; 1 ≤ liquidation ≤ warning ≤ target. */
export interface HealthThresholds {
  /** Below it an account is warned. */
  readonly warning: Decimal;
  /** Below it an account is liquidated. */
  readonly liquidation: Decimal;
  /** What a liquidation aims at, and at which a warning ends. */
  readonly target: Decimal;
}

/** How one named rule compares equity with maintenance margin. */
export interface HealthRuleDefinition<Rule> {
  /** The figure to show; undefined when nothing must be maintained. */
  readonly healthOf: (rule: Rule, figures: HealthFigures) => Decimal | undefined;
  /** Whether the figures are below a threshold; a threshold itself is met. */
  readonly isBelow: (rule: Rule, figures: HealthFigures, threshold: Decimal) => boolean;
  /** For explanations. */
  readonly formula: string;
  readonly places: number;
}

/** The health rule of a policy, as rules over the account use it. */
export interface HealthCheck {
  readonly healthOf: (figures: HealthFigures) => Decimal | undefined;
  readonly bandOf: (figures: HealthFigures) => MarginBand;
}
