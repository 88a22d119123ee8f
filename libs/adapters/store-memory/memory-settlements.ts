import {
  departuresSince,
  type Page,
  type PageRequest,
  type SettlementDecision,
  type SettlementFilter,
  type SettlementKeys,
  type SettlementRecord,
  type SettlementReference,
  type SettlementSnapshot,
  type SettlementStore,
} from '@causeway/application/ports';
import type { AccountId, AssetId, UnixMilliseconds } from '@causeway/domain/units';
import type { MemoryLedger } from './memory-ledger.js';

/** The settlements in memory, on the books that they reserve in. */
export class MemorySettlements implements SettlementStore {
  private readonly records = new Map<string, SettlementRecord>();

  constructor(private readonly ledger: MemoryLedger) {}

  transact<Outcome>(
    { quote, account, wallets }: SettlementKeys,
    decide: (snapshot: SettlementSnapshot) => SettlementDecision<Outcome>,
  ): Promise<Outcome> {
    const ledgerKeys = { logs: [], transfers: [], wallets, accounts: [account] };
    return this.ledger.transact(ledgerKeys, (ledger) => {
      const known = this.records.get(quote);
      const {
        ledger: changes,
        record,
        outcome,
      } = decide({
        ledger,
        ...(known === undefined ? {} : { known }),
        claimed: this.claimed(),
        reserved: this.reserved(account),
        transfers: this.transfersOf(known),
      });
      if (record !== undefined) this.records.set(quote, record);
      return { changes, outcome };
    });
  }

  find(quote: string): Promise<SettlementRecord | undefined> {
    return Promise.resolve(this.records.get(quote));
  }

  list(
    { account, isOpen }: SettlementFilter,
    { first, after }: PageRequest,
  ): Promise<Page<SettlementRecord>> {
    const found = [...this.records.values()]
      .filter(
        (record) =>
          (account === undefined || record.account === account) &&
          (isOpen === undefined || (record.settlement.outcome === undefined) === isOpen) &&
          (after === undefined || quoteOf(record) > after),
      )
      .sort((a, b) => (quoteOf(a) < quoteOf(b) ? -1 : 1));
    return Promise.resolve({ rows: found.slice(0, first), hasNextPage: found.length > first });
  }

  followed(
    since: UnixMilliseconds | undefined,
    after: string | undefined,
    maximum: number,
  ): Promise<readonly SettlementReference[]> {
    const found = [...this.records.entries()]
      .filter(([quote, { settlement }]) => {
        const isFollowed =
          settlement.outcome === undefined || (since !== undefined && settlement.acceptedAt >= since);
        return isFollowed && (after === undefined || quote > after);
      })
      .map(([quote, { account }]) => ({ quote, account }))
      .sort((a, b) => (a.quote < b.quote ? -1 : 1));
    return Promise.resolve(found.slice(0, maximum));
  }

  private claimed(): ReadonlyMap<string, bigint> {
    const claimed = new Map<string, bigint>();
    for (const { claims } of this.records.values()) {
      for (const { resource, raw } of claims) claimed.set(resource, (claimed.get(resource) ?? 0n) + raw);
    }
    return claimed;
  }

  private reserved(account: AccountId): ReadonlyMap<AssetId, bigint> {
    const reserved = new Map<AssetId, bigint>();
    for (const record of this.records.values()) {
      if (record.account !== account) continue;
      for (const { asset, raw } of record.reserved) reserved.set(asset, (reserved.get(asset) ?? 0n) + raw);
    }
    return reserved;
  }

  private transfersOf(known: SettlementRecord | undefined) {
    if (known === undefined) return [];
    const since = departuresSince(known.settlement);
    const taken = new Set(
      [...this.records.values()].flatMap((record) =>
        record === known ? [] : record.evidence.flatMap(({ transfer }) => transfer ?? []),
      ),
    );
    return this.ledger
      .allTransfers()
      .filter(
        ({ id, sender, initiatedAt }) =>
          sender === known.wallet && initiatedAt !== undefined && initiatedAt >= since && !taken.has(id),
      )
      .sort((a, b) => (a.initiatedAt ?? 0) - (b.initiatedAt ?? 0) || (a.id < b.id ? -1 : 1));
  }
}

function quoteOf({ settlement }: SettlementRecord): string {
  return settlement.plan.quote;
}
