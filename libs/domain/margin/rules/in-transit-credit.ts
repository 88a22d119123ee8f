import type { TransferStage } from '@causeway/domain/bridging';
import { weakerFinality, type BlockFinality } from '@causeway/domain/finality';
import type { SecurityMechanism } from '@causeway/domain/network';
import { minimum, mulDown, ZERO, type BridgeId, type Decimal } from '@causeway/domain/units';
import { revalue, settleCollateral, type CollateralLine } from '../collateral-line.js';
import { notAFraction, notPositive, type Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';

/** What counts of a transfer that fits every condition given. */
export interface InTransitCredit {
  readonly mechanism?: SecurityMechanism;
  readonly bridge?: BridgeId;
  readonly stage: TransferStage;
  /** How settled the block of its departure must be at least. */
  readonly finality?: BlockFinality;
  /** How long ago the transfer may have left; past that the credit is clawed back. */
  readonly withinSeconds?: Decimal;
  /** Fraction of the value that counts. */
  readonly credit: Decimal;
  /** USD that one transfer is credited at most. */
  readonly atMost?: Decimal;
}

/**
 * `in-transit-credit`: of collateral on its way over a bridge counts min(value × credit, at most), in USD, rounded
 * down. The first entry whose conditions the transfer meets counts; without one, it counts nothing. A transfer loses
 * its credit by itself when it grows older than the entry allows, when an orphaned block takes its finality back, or
 * while its bridge is frozen. Causeway's own: venues credit a deposit in full on arrival or not at all (dYdX v4 after
 * finality and a delay, Hyperliquid on ⅔ of validator stake).
 */
export interface InTransitCreditRule {
  readonly rule: 'in-transit-credit';
  readonly credits: readonly InTransitCredit[];
}

export const inTransitCredit: RuleDefinition<InTransitCreditRule, CollateralLine> = {
  complaintAbout: ({ credits }) => complaintAboutCredits(credits),
  apply: ({ credits }, lines, context) => {
    for (const line of lines) {
      if (line.holding.bucket !== 'in-transit') continue;
      settleCollateral(line, context);
      const entry = credits.find((each) => meets(line, each, context));
      applyCredit(line, entry, context);
    }
  },
};

/** The age of a transfer in seconds, rounded up; undefined when either instant is not told. */
export function ageInSeconds(line: CollateralLine, { asOf }: EvaluationContext): number | undefined {
  const initiatedAt = line.holding.transit?.initiatedAt;
  if (initiatedAt === undefined || asOf === undefined) return undefined;
  return Math.max(0, Math.ceil((asOf - initiatedAt) / 1_000));
}

function meets(line: CollateralLine, entry: InTransitCredit, context: EvaluationContext): boolean {
  const { transit } = line.holding;
  if (transit === undefined || transit.isCreditWithheld === true) return false;
  if (entry.stage !== transit.stage) return false;
  if (entry.mechanism !== undefined && entry.mechanism !== line.mechanism) return false;
  if (entry.bridge !== undefined && entry.bridge !== transit.bridge) return false;
  if (entry.finality !== undefined && !isAtLeast(transit.sourceFinality, entry.finality)) return false;
  if (entry.withinSeconds === undefined) return true;
  const age = ageInSeconds(line, context);
  return age !== undefined && entry.withinSeconds.gte(age);
}

function isAtLeast(finality: BlockFinality | undefined, least: BlockFinality): boolean {
  return finality !== undefined && weakerFinality(finality, least) === least;
}

function applyCredit(
  line: CollateralLine,
  entry: InTransitCredit | undefined,
  context: EvaluationContext,
): void {
  const { credit = ZERO, atMost } = entry ?? {};
  line.credit = credit;
  const credited = (value: Decimal) => {
    const part = mulDown(value, credit, context.places);
    return atMost === undefined ? part : minimum(part, atMost);
  };
  const step = {
    figure: 'credited value',
    formula: atMost === undefined ? 'value × credit' : 'min(value × credit, most)',
    inputs: [
      input('credit', credit, 'fraction'),
      ...(atMost === undefined ? [] : [input('most', atMost, 'USD')]),
    ],
  };
  revalue(line, credited, step, context);
}

function complaintAboutCredits(credits: readonly InTransitCredit[]): Complaint | undefined {
  const seen = new Map<string, number>();
  for (const [index, entry] of credits.entries()) {
    const at = `/credits/${index}`;
    const complaint =
      notAFraction([[`${at}/credit`, entry.credit]]) ??
      notPositive([
        [`${at}/withinSeconds`, entry.withinSeconds],
        [`${at}/atMost`, entry.atMost],
      ]);
    if (complaint !== undefined) return complaint;
    if (entry.mechanism === undefined && entry.bridge === undefined) {
      return { path: at, message: 'say which bridges it is for: give a mechanism or a bridge' };
    }
    const conditions = conditionsOf(entry);
    const earlier = seen.get(conditions);
    if (earlier !== undefined) {
      return {
        path: at,
        message: `has the same conditions as /credits/${earlier}, which comes first; keep one`,
      };
    }
    seen.set(conditions, index);
  }
  return undefined;
}

function conditionsOf({ mechanism, bridge, stage, finality, withinSeconds }: InTransitCredit): string {
  return JSON.stringify([mechanism, bridge, stage, finality, withinSeconds?.toFixed()]);
}
