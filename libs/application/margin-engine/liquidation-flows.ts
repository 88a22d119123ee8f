import {
  reductionsBetween,
  type InstrumentFlow,
  type LiquidationCase,
  type PastReduction,
} from '@causeway/domain/liquidation';
import type { MarginAccount } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  ZERO,
  type AccountId,
  type Decimal,
  type InstrumentId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { LiquidatedChanges, LiquidatedSize } from '@causeway/application/ports';

/** Inputs of an engine are not in the order of their times; what is this many windows old no window reaches. */
const WINDOWS_KEPT = 2;

/**
 * What liquidations do to each instrument, over all accounts of a partition: sizes that accounts were reduced by, and
 * sizes that open plans ask for. Only sizes of instruments with a limit in the policy are kept, as long as they can count.
 */
export class LiquidationFlows {
  private readonly past = new Map<InstrumentId, PastReduction[]>();
  private readonly planned = new Map<InstrumentId, Decimal>();
  private readonly plans = new Map<AccountId, ReadonlyMap<InstrumentId, Decimal>>();
  private added: LiquidatedSize[] = [];
  private forgotten = new Map<InstrumentId, UnixMilliseconds>();

  constructor(liquidated: readonly LiquidatedSize[]) {
    for (const { instrument, at, size } of liquidated) this.pastOf(instrument).push({ at, size });
  }

  /** Takes what the account's open case plans in the place of what it planned before. */
  follow(account: AccountId, openCase: LiquidationCase | undefined): void {
    for (const [instrument, size] of this.plans.get(account) ?? []) this.plan(instrument, size.neg());
    const sizes = new Map<InstrumentId, Decimal>();
    for (const { instrument, sizeChange } of openCase?.plan?.reductions ?? []) {
      sizes.set(instrument, (sizes.get(instrument) ?? ZERO).add(sizeChange.abs()));
    }
    for (const [instrument, size] of sizes) this.plan(instrument, size);
    if (sizes.size === 0) this.plans.delete(account);
    else this.plans.set(account, sizes);
  }

  /** Counts what an account in liquidation has become smaller by, whoever did it. */
  count(
    before: MarginAccount,
    now: MarginAccount,
    policy: RiskPolicy | undefined,
    at: UnixMilliseconds,
  ): void {
    const windows = windowsOf(policy);
    for (const { instrument, size } of reductionsBetween(before.positions, now.positions)) {
      const windowSeconds = windows.get(instrument);
      if (windowSeconds === undefined) continue;
      const until = (at - WINDOWS_KEPT * windowSeconds * 1_000) as UnixMilliseconds;
      const kept = this.pastOf(instrument).filter((one) => one.at > until);
      const same = kept.find((one) => one.at === at);
      const counted = { at, size: size.add(same?.size ?? ZERO) };
      this.past.set(instrument, [...kept.filter((one) => one !== same), counted]);
      this.added.push({ instrument, ...counted });
      this.forgotten.set(instrument, until);
    }
  }

  /** What is done to the limited instruments beside the plan of one account. */
  beside(account: AccountId, policy: RiskPolicy): ReadonlyMap<InstrumentId, InstrumentFlow> {
    const own = this.plans.get(account);
    return new Map(
      [...windowsOf(policy).keys()].map((instrument) => {
        const planned = (this.planned.get(instrument) ?? ZERO).sub(own?.get(instrument) ?? ZERO);
        return [instrument, { past: this.past.get(instrument) ?? [], planned }] as const;
      }),
    );
  }

  /** What has changed since the last call; undefined when nothing has. */
  takeChanges(): LiquidatedChanges | undefined {
    if (this.added.length === 0) return undefined;
    const changes = { sizes: lastOfEach(this.added), forgottenUntil: this.forgotten };
    this.added = [];
    this.forgotten = new Map();
    return changes;
  }

  private pastOf(instrument: InstrumentId): PastReduction[] {
    const known = this.past.get(instrument) ?? [];
    this.past.set(instrument, known);
    return known;
  }

  private plan(instrument: InstrumentId, size: Decimal): void {
    this.planned.set(instrument, (this.planned.get(instrument) ?? ZERO).add(size));
  }
}

/** The longest window of each instrument that the policy limits. */
function windowsOf(policy: RiskPolicy | undefined): ReadonlyMap<InstrumentId, number> {
  const windows = new Map<InstrumentId, number>();
  for (const rule of policy?.liquidation?.sizing ?? []) {
    if (rule.rule !== 'rate-limit') continue;
    const instrument = rule.instrument as InstrumentId;
    windows.set(instrument, Math.max(rule.windowSeconds, windows.get(instrument) ?? 0));
  }
  return windows;
}

/** A size of an instrument at one time was counted again for each account: the last one says all. */
function lastOfEach(sizes: readonly LiquidatedSize[]): readonly LiquidatedSize[] {
  return [...new Map(sizes.map((one) => [`${one.at} ${one.instrument}`, one])).values()];
}
