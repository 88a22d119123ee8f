import type { MemoryStores } from '@causeway/adapters/store-memory';
import type { StreamEvent } from '@causeway/application/ports';
import { legFinality, type TransferStage } from '@causeway/domain/bridging';
import { holdingsOf } from '@causeway/domain/ledger';
import { isOpenCase } from '@causeway/domain/liquidation';
import { evaluateMargin, priceVectorOf, type Holding, type MarginAccount } from '@causeway/domain/margin';
import type { AccountId } from '@causeway/domain/units';
import { peek } from '../fixtures/accounts.js';
import { directory } from '../fixtures/margin.js';
import { ACCOUNTS, BRIDGES, CHAINS } from './workload.js';

/** All streams that a simulation can write to. */
export const STREAMS = [
  'policy',
  ...BRIDGES.flatMap((bridge) => [`transfer/${bridge}`, `bridge/${bridge}`]),
  ...CHAINS.map((chain) => `leg/${chain}`),
  ...ACCOUNTS.flatMap((account) => ['account', 'margin', 'liquidation'].map((kind) => `${kind}/${account}`)),
];

/** The units have arrived or are back. */
const SETTLED: ReadonlySet<TransferStage> = new Set(['finalised', 'expired', 'refunded']);

/** Looks at what must hold after every step of a simulation; what a stream said before is not read again. */
export class Invariants {
  private readonly newest = new Map<string, number>();
  private journaled = 0;
  private readonly causes = new Set<string>();

  constructor(private readonly stores: MemoryStores) {}

  /** @throws Error naming what does not hold */
  async check(): Promise<void> {
    this.checkBalances();
    this.checkJournal();
    for (const stream of STREAMS) await this.checkStream(stream);
  }

  private checkBalances(): void {
    const totals = new Map<string, bigint>();
    const owners = new Map<string, string>();
    for (const { account, asset, raw } of this.stores.ledger.allBalances()) {
      totals.set(asset, (totals.get(asset) ?? 0n) + raw);
      if (account.kind !== 'desk') continue;
      must(raw > 0n, `${account.account} holds ${raw} of ${asset}`);
      if (account.bucket !== 'in-transit') continue;
      must(!owners.has(account.transfer), `${account.transfer} carries units of two owners`);
      owners.set(account.transfer, account.account);
    }
    for (const [asset, total] of totals) must(total === 0n, `${asset} sums to ${total}`);
    for (const { id, stage } of this.stores.ledger.allTransfers()) {
      must(!(SETTLED.has(stage) && owners.has(id)), `${id} is ${stage} and still carries units`);
    }
  }

  /** A log's postings are made together, once: its name never comes up again. */
  private checkJournal(): void {
    const added = this.stores.ledger.postings().slice(this.journaled);
    this.journaled += added.length;
    const steps = new Set(added.map(({ cause }) => cause.reference));
    for (const reference of steps) {
      must(!this.causes.has(reference), `${reference} was posted twice`);
      this.causes.add(reference);
    }
  }

  private async checkStream(stream: string): Promise<void> {
    for (const { seq, prevSeq, event } of await eventsOf(this.stores, stream, this.newest.get(stream) ?? 0)) {
      const expected = (this.newest.get(stream) ?? 0) + 1;
      must(
        seq === expected && prevSeq === seq - 1,
        `${stream} goes from ${prevSeq} to ${seq}, not ${expected}`,
      );
      if (event.type === 'account.changed')
        must(event.account.seq === seq, `${stream}#${seq} is of another version`);
      this.newest.set(stream, seq);
    }
  }
}

/** What must hold once everything has taken effect: the engines know the accounts as the books have them. */
export async function checkDrainedState(stores: MemoryStores, partitions: number): Promise<void> {
  const engineAccounts = new Map<AccountId, MarginAccount>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const { accounts, prices, policy, priceSeq } = await stores.engines.load(partition);
    for (const [id, { account, reported, openCase }] of accounts) {
      must(!engineAccounts.has(id), `${id} is on two partitions`);
      engineAccounts.set(id, account);
      if (policy === undefined) continue;
      const vector = priceVectorOf(`${partition}:${priceSeq}`, [...prices.values()], undefined);
      const state = evaluateMargin(account, vector, policy.margin, directory);
      must(reported?.band === state.band, `${id} is ${state.band} and was told to be ${reported?.band}`);
      const [last] = (await eventsOf(stores, `liquidation/${id}`, 0)).slice(-1);
      const told = last?.event.type === 'liquidation.changed' ? last.event.case : undefined;
      const isOpen = told !== undefined && isOpenCase(told);
      must((openCase !== undefined) === isOpen, `${id} has a case that was told to be ${told?.stage}`);
    }
  }
  const snapshot = await peek(stores.ledger, { accounts: ACCOUNTS });
  for (const { account, desk, seq, positions } of snapshot.accounts.values()) {
    const holdings = holdingsOf(snapshot.balances, account).map(({ amount, bucket, transfer }): Holding => {
      const carrier = transfer === undefined ? undefined : snapshot.transfers.get(transfer);
      if (carrier === undefined) return { amount, bucket };
      const { id, bridge, stage, initiatedAt } = carrier;
      const { source: sourceFinality } = legFinality(carrier);
      const since = initiatedAt === undefined ? {} : { initiatedAt };
      const settled = sourceFinality === undefined ? {} : { sourceFinality };
      return { amount, bucket, transit: { transfer: id, bridge, stage, ...since, ...settled } };
    });
    const inBooks = textOf({ account, desk, seq, positions, holdings });
    must(
      textOf(engineAccounts.get(account)) === inBooks,
      `${account} is another account for its engine: ${inBooks}`,
    );
  }
  must(engineAccounts.size === snapshot.accounts.size, 'the engines have accounts that the books have not');
}

/** The events of a stream after a seq. */
export function eventsOf(
  stores: MemoryStores,
  stream: string,
  afterSeq: number,
): Promise<readonly StreamEvent[]> {
  return stores.outbox.read(stream, afterSeq, Number.MAX_SAFE_INTEGER);
}

function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (field, part: unknown) => {
      // An engine withholds credit while a bridge is frozen, of which the books know nothing.
      if (field === 'isCreditWithheld') return undefined;
      return typeof part === 'bigint' ? String(part) : part;
    }) ?? ''
  );
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
