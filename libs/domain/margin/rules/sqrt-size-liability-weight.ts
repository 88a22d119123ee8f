import { ONE, ZERO, type Decimal } from '@causeway/domain/units';
import { belowZero, entriesAt } from '../complaint.js';
import { debtSubject, type DebtLine } from '../debt-line.js';
import type { RuleDefinition } from '../rule-definition.js';
import { weighDebt, type LiabilityWeight } from './liability-weight.js';
import { recordPremiumWeight, sizePremiumLiabilityWeight } from './sqrt-size-weight.js';

/** Weights of a borrowed asset, at least 1, and how they grow with the size of a debt. */
export interface SqrtSizeLiabilityWeight extends LiabilityWeight {
  /** By how much the weight grows with each square root of a token; zero leaves it as it is. */
  readonly imf: Decimal;
}

/**
 * `sqrt-size-liability-weight`: a debt asks for value × max(weight, weight − ⌊weight/5⌋ + ⌊imf·√quantity⌋) of margin, in
 * USD, rounded up; the quantity is all that the account owes of the family. A family that is not listed has weights of 1. Drift v2 spot markets (drift-labs/protocol-v2
 * programs/drift/src/state/spot_market.rs get_liability_weight).
 */
export interface SqrtSizeLiabilityWeightRule {
  readonly rule: 'sqrt-size-liability-weight';
  /** By asset family. */
  readonly markets: ReadonlyMap<string, SqrtSizeLiabilityWeight>;
}

export const sqrtSizeLiabilityWeight: RuleDefinition<SqrtSizeLiabilityWeightRule, DebtLine> = {
  complaintAbout: ({ markets }) => {
    for (const [path, { initial, maintenance, imf }] of entriesAt('/markets', markets)) {
      const complaint = belowZero([[`${path}/imf`, imf]]);
      if (complaint !== undefined) return complaint;
      if (maintenance.lt(ONE)) return { path: `${path}/maintenance`, message: 'must be at least 1' };
      if (initial.lt(maintenance)) {
        return { path: `${path}/initial`, message: 'must be at least the maintenance weight' };
      }
    }
    return undefined;
  },
  apply: ({ markets }, lines, context) => {
    const sizes = new Map<string, Decimal>();
    for (const { family, quantity } of lines) sizes.set(family, quantity.add(sizes.get(family) ?? ZERO));
    for (const line of lines) {
      const market = markets.get(line.family);
      const size = sizes.get(line.family) ?? ZERO;
      const [initial, maintenance] = (['initial', 'maintenance'] as const).map((column) => {
        if (market === undefined) return ONE;
        const weight = market[column];
        const output = sizePremiumLiabilityWeight(size, market.imf, weight);
        if (context.recorder !== undefined) {
          const figure = `${column} weight by size`;
          const sized = { subject: debtSubject(line), figure, size, imf: market.imf, weight, output };
          recordPremiumWeight(context.recorder, sized);
        }
        return output;
      }) as [Decimal, Decimal];
      weighDebt(line, 'requirement', initial, maintenance, context);
    }
  },
};
