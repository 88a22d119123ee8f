import type { AllocationEvidence } from '@causeway/domain/liquidation';
import type { HoldingMargin, MarginState } from '@causeway/domain/margin';
import { sum, type AccountId, type AssetId, type Decimal } from '@causeway/domain/units';
import type { MarginInputs, ReadStore } from '@causeway/application/ports';

/** What the use case reads from. */
export interface InsuranceFundPorts {
  readonly reads: Pick<ReadStore, 'marginInputs' | 'prices' | 'settlementsOf'>;
  readonly evaluate: (inputs: MarginInputs) => MarginState;
}

/** The insurance fund as the policy names it. */
export interface InsuranceFund {
  readonly account: AccountId;
  /** What losses are paid in. */
  readonly asset: AssetId;
  /** Whole settlement assets at its free disposal: what can pay. */
  readonly balance: Decimal;
  /** Whole settlement assets below which withdrawals wait. */
  readonly minimum: Decimal;
  /** Market value in USD of all that it holds. */
  readonly value: Decimal;
  readonly holdings: readonly HoldingMargin[];
  /** The latest settlements that it paid for or was paid by, the newest first. */
  readonly uses: readonly AllocationEvidence[];
}

/**
 * The insurance fund, what it holds and the latest settlements that moved it; undefined where the policy in force names
 * none. A fund whose account is not open holds nothing.
 */
export async function readInsuranceFund(
  { reads, evaluate }: InsuranceFundPorts,
  maximumUses: number,
): Promise<InsuranceFund | undefined> {
  const policy = (await reads.prices()).policy?.liquidation;
  if (policy === undefined) return undefined;
  const { insuranceFund: account, minimumFund: minimum, settlement } = policy;
  const inputs = (await reads.marginInputs([account])).get(account);
  const holdings = inputs === undefined ? [] : evaluate(inputs).holdings;
  const { asset } = settlement;
  const payable = holdings.filter((held) => held.asset === asset && held.bucket === 'available');
  return {
    ...{ account, asset, minimum, holdings },
    balance: sum(payable.map(({ quantity }) => quantity)),
    value: sum(holdings.map(({ value }) => value)),
    uses: await reads.settlementsOf(account, maximumUses),
  };
}
