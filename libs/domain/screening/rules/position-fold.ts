import type { Line } from '../kinked-lines.js';

/**
 * How a position rule is folded: what it demands of a position for maintenance, as lines over the notional of which the
 * greatest counts; undefined where it says nothing of the instrument.
 */
export type PositionFold<Rule> = (rule: Rule, instrument: string) => readonly Line[] | undefined;
