import type { AssetDirectory, CollateralRule, MarginAccount, MarginPolicy } from '@causeway/domain/margin';
import { chainOfAsset, toDecimal } from '@causeway/domain/units';

/** An account with everything that prices do not change folded into binary floats. */
export interface FloatAccount {
  /** Symbol and USD of collateral per dollar of its price. */
  readonly holdings: readonly { readonly symbol: string; readonly weight: number }[];
  readonly positions: readonly {
    readonly symbol: string;
    readonly size: number;
    readonly entryPrice: number;
    readonly initialFraction: number;
    readonly maintenanceFraction: number;
  }[];
}

/** The same totals as of a `MarginState`, in binary floats. */
export interface FloatMargin {
  readonly equity: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
}

/** Folds an account under a policy; what either does not know counts as in `evaluateMargin`. */
export function foldAccount(
  account: MarginAccount,
  policy: MarginPolicy,
  directory: AssetDirectory,
): FloatAccount {
  const { haircuts } = ruleOf(policy, 'asset-haircut');
  const layers = ruleOf(policy, 'layer-haircut');
  const rates = ratesOf(policy);
  return {
    holdings: account.holdings.flatMap(({ amount, bucket, transit }) => {
      const asset = directory.assetOf(amount.asset);
      if (asset === undefined || bucket === 'seized') return [];
      const layer = layers.haircuts.get(chainOfAsset(amount.asset)) ?? layers.otherwise;
      const weights = [
        toDecimal(amount, asset.decimals).toNumber(),
        1 - (haircuts.get(asset.family)?.toNumber() ?? 1),
        1 - layer.toNumber(),
        transit === undefined ? 1 : creditOf(policy, directory, transit),
      ];
      return { symbol: asset.family, weight: weights.reduce((a, b) => a * b) };
    }),
    positions: account.positions.map(({ instrument, size, entryPrice }) => {
      const fractions = rates.get(instrument);
      return {
        symbol: instrument,
        size: size.toNumber(),
        entryPrice: entryPrice.toNumber(),
        initialFraction: fractions?.initial.toNumber() ?? 1,
        maintenanceFraction: fractions?.maintenance.toNumber() ?? 1,
      };
    }),
  };
}

/** A rule of the house policy, for which alone the formula below holds. */
function ruleOf<Name extends CollateralRule['rule']>(policy: MarginPolicy, name: Name) {
  const found = policy.collateral.find(
    (each): each is Extract<CollateralRule, { readonly rule: Name }> => each.rule === name,
  );
  if (found === undefined) throw new Error(`the policy has no rule ${name}`);
  return found;
}

function ratesOf({ positions }: MarginPolicy) {
  const [rates] = positions;
  if (rates?.rule !== 'margin-rates') throw new Error('the policy has no rule margin-rates');
  return rates.rates;
}

function creditOf(
  policy: MarginPolicy,
  directory: AssetDirectory,
  { bridge, stage }: NonNullable<MarginAccount['holdings'][number]['transit']>,
): number {
  const mechanism = directory.mechanismOf(bridge);
  const { credits } = ruleOf(policy, 'in-transit-credit');
  const rule = credits.find((each) => each.mechanism === mechanism && each.stage === stage);
  return rule?.credit.toNumber() ?? 0;
}

/** The formula of `evaluateMargin` in binary floats, totals only. */
export function evaluateFloats(
  { holdings, positions }: FloatAccount,
  marks: ReadonlyMap<string, number>,
): FloatMargin {
  let equity = 0;
  let initialMargin = 0;
  let maintenanceMargin = 0;
  for (const { symbol, weight } of holdings) equity += weight * (marks.get(symbol) ?? 0);
  for (const { symbol, size, entryPrice, initialFraction, maintenanceFraction } of positions) {
    const mark = marks.get(symbol) ?? entryPrice;
    const notional = Math.abs(size) * mark;
    equity += size * (mark - entryPrice);
    initialMargin += notional * initialFraction;
    maintenanceMargin += notional * maintenanceFraction;
  }
  return { equity, initialMargin, maintenanceMargin };
}
