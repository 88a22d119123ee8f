import { balanceOf, type Balances } from '@causeway/domain/ledger';
import type { LossBearer, OppositePosition } from '@causeway/domain/liquidation';
import type { MarginState, PriceVector } from '@causeway/domain/margin';
import { sum, type AccountId, type AssetId, type ChainId, type Decimal } from '@causeway/domain/units';
import type { AccountRecord, MarginInputs, ReadStore } from '@causeway/application/ports';

/** Accounts read at a time. */
const PAGE = 200;

/** A position's place. */
interface Place {
  readonly instrument: string;
  readonly chain: ChainId;
}

/** Another account with positions where something was closed, and its equity as its engine last valued it. */
export interface SettlementParty {
  readonly account: AccountId;
  readonly equity: Decimal;
}

/** The other accounts with a position in what was closed, by id. */
export async function partiesOf(
  reads: Pick<ReadStore, 'accounts'>,
  places: readonly Place[],
  liquidated: AccountId,
  evaluate: (inputs: MarginInputs) => MarginState,
): Promise<readonly SettlementParty[]> {
  const parties = new Map<AccountId, SettlementParty>();
  for (const chain of new Set(places.map((place) => place.chain))) {
    let after: string | undefined;
    for (;;) {
      const page = await reads.accounts(
        { chain },
        { first: PAGE, ...(after === undefined ? {} : { after }) },
      );
      for (const inputs of page.rows) {
        const { account, positions } = inputs.account;
        if (account === liquidated || !positions.some((position) => isAmong(position, places))) continue;
        parties.set(account, { account, equity: evaluate(inputs).equity });
      }
      after = page.rows.at(-1)?.account.account;
      if (!page.hasNextPage || after === undefined) break;
    }
  }
  return [...parties.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
}

/** What the books say of the parties now: positions that can be closed against, and who has what to bear a loss. */
export function standingOf(
  parties: readonly SettlementParty[],
  places: readonly Place[],
  accounts: ReadonlyMap<AccountId, AccountRecord>,
  books: { readonly balances: Balances; readonly asset: AssetId },
  prices: PriceVector,
): { readonly opposite: readonly OppositePosition[]; readonly bearers: readonly LossBearer[] } {
  const opposite: OppositePosition[] = [];
  const bearers: LossBearer[] = [];
  for (const { account, equity } of parties) {
    const available = availableOf(books.balances, account, books.asset);
    const positions = (accounts.get(account)?.positions ?? []).filter((one) => isAmong(one, places));
    const notionals: Decimal[] = [];
    for (const { instrument, chain, size, entryPrice } of positions) {
      const markPrice = prices.prices.get(instrument)?.price;
      if (markPrice === undefined) continue;
      notionals.push(size.abs().mul(markPrice));
      opposite.push({ account, instrument, chain, size, entryPrice, markPrice, equity, available });
    }
    if (notionals.length > 0) bearers.push({ account, notional: sum(notionals), available });
  }
  return { opposite, bearers };
}

/** Base units of an asset that an account has available. */
export function availableOf(balances: Balances, account: AccountId, asset: AssetId): bigint {
  return balanceOf(balances, { kind: 'desk', account, bucket: 'available' }, asset);
}

function isAmong(position: Place, places: readonly Place[]): boolean {
  return places.some(
    ({ instrument, chain }) => instrument === position.instrument && chain === position.chain,
  );
}
