import { NO_LEDGER_CHANGES, type SettlementRecord, type SettlementStore } from '@causeway/application/ports';
import type { SettlementDecision, SettlementSnapshot } from '@causeway/application/ports';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import { settlementChanged } from '@causeway/application/settlement-changes';
import { balanceOf, reserve } from '@causeway/domain/ledger';
import type { Network } from '@causeway/domain/network';
import type { LiquidityGraph, RouteQuote } from '@causeway/domain/routing';
import {
  advanceSettlement,
  capacityClaims,
  inventoryClaims,
  openSettlement,
  planOf,
  type AcceptanceTerms,
  type CapacityClaim,
  type InventoryClaim,
  type PlanCode,
  type SettlementPlan,
} from '@causeway/domain/settlement';
import {
  expectOk,
  fail,
  ok,
  tokenAmount,
  type AccountId,
  type Address,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';

/** What accepting a quote needs. */
export interface AcceptQuotePorts {
  readonly settlements: SettlementStore;
  readonly graph: LiquidityGraph;
  readonly network: Network;
}

/** A quote that an account takes, to be carried out from one of its wallets. */
export interface AcceptQuoteCommand {
  readonly account: AccountId;
  readonly wallet: Address;
  readonly isContractWallet: boolean;
  readonly quote: RouteQuote;
  readonly terms: AcceptanceTerms;
}

export type AcceptQuoteCode =
  | PlanCode
  | 'UNKNOWN_ACCOUNT'
  | 'UNKNOWN_WALLET'
  | 'QUOTE_TAKEN'
  | 'CAPACITY_TAKEN'
  | 'INSUFFICIENT_INVENTORY';

type Accepted = Result<SettlementRecord, AcceptQuoteCode>;

/**
 * Accepts a quote: reserves what it uses of edges and of the account's own units, and issues its first legs, all in one
 * transaction. The same account accepting the same quote again is answered with the settlement as it is.
 *
 * No two settlements are given the same unit: what all of them claim of an edge, a shared allowance or an inventory
 * never exceeds what the graph says of it (`CAPACITY_TAKEN`), and units that one has reserved are not available to
 * another (`INSUFFICIENT_INVENTORY`).
 */
export async function acceptQuote(
  { settlements, graph, network }: AcceptQuotePorts,
  command: AcceptQuoteCommand,
  at: UnixMilliseconds,
): Promise<Accepted> {
  const { quote, account } = command;
  const planned = planOf(quote, graph, network, command.terms, at);
  const claims = planned.ok ? capacityClaims(planned.value, graph, account) : [];
  const resources = claims.map(({ resource }) => resource);
  const keys = { quote: quote.id, account, resources, wallets: [command.wallet] };
  return settlements.transact<Accepted>(keys, (snapshot) => {
    if (snapshot.known !== undefined) return unchanged(again(snapshot.known, command));
    if (!planned.ok) return unchanged(planned);
    const reserved = inventoryClaims(planned.value, graph);
    const refused = refuse(snapshot, command, claims, reserved);
    if (refused !== undefined) return unchanged(refused);
    return accept(snapshot, command, usedOf(graph, planned.value), planned.value, { claims, reserved }, at);
  });
}

function again(known: SettlementRecord, { account }: AcceptQuoteCommand): Accepted {
  if (known.account === account) return ok(known);
  return fail('QUOTE_TAKEN', 'another account has accepted the quote; ask for another', 'quote.id');
}

function unchanged(outcome: Accepted): SettlementDecision<Accepted> {
  return { ledger: NO_LEDGER_CHANGES, outcome };
}

function refuse(
  { ledger, claimed }: SettlementSnapshot,
  { account, wallet }: AcceptQuoteCommand,
  claims: readonly CapacityClaim[],
  reserved: readonly InventoryClaim[],
): Result<never, AcceptQuoteCode> | undefined {
  if (!ledger.accounts.has(account)) {
    return fail('UNKNOWN_ACCOUNT', `${account} is not open; open it first`, 'account');
  }
  if (ledger.walletOwners.get(wallet) !== account) {
    return fail('UNKNOWN_WALLET', `${wallet} is not a wallet of ${account}; link it first`, 'wallet');
  }
  const wanted = new Map(claimed);
  for (const { resource, raw, limit } of claims) {
    const total = (wanted.get(resource) ?? 0n) + raw;
    wanted.set(resource, total);
    if (total <= limit) continue;
    const message = `${resource} has ${limit} base units, of which all settlements would claim ${total}; ask for another quote`;
    return fail('CAPACITY_TAKEN', message, 'quote');
  }
  for (const { asset, raw } of reserved) {
    const available = balanceOf(ledger.balances, { kind: 'desk', account, bucket: 'available' }, asset);
    if (available >= raw) continue;
    const message = `${account} has ${available} base units of ${asset} available and needs ${raw}`;
    return fail('INSUFFICIENT_INVENTORY', message, 'account');
  }
  return undefined;
}

function accept(
  { ledger }: SettlementSnapshot,
  { account, wallet, isContractWallet }: AcceptQuoteCommand,
  graph: LiquidityGraph,
  plan: SettlementPlan,
  held: Pick<SettlementRecord, 'claims' | 'reserved'>,
  at: UnixMilliseconds,
): SettlementDecision<Accepted> {
  const cause = { reference: `accept-quote/${plan.quote}`, at };
  const books = new WorkingBooks(ledger);
  const postings = held.reserved.map(({ asset, raw }) =>
    expectOk(reserve(account, tokenAmount(asset, raw), cause)),
  );
  expectOk(books.post(postings));
  books.endStep(cause);
  const { settlement } = advanceSettlement(openSettlement(plan, at), { kind: 'time-passed' }, at);
  const record = {
    seq: 1,
    account,
    wallet,
    isContractWallet,
    graph,
    settlement,
    ...held,
    booked: [],
    evidence: [],
  };
  const changes = books.changes();
  const outbox = [...changes.outbox, settlementChanged(record, at)];
  return { ledger: { ...changes, outbox }, record, outcome: ok(record) };
}

function usedOf(graph: LiquidityGraph, plan: SettlementPlan): LiquidityGraph {
  const used = new Set(plan.legs.map(({ edge }) => edge));
  return { version: graph.version, edges: graph.edges.filter(({ id }) => used.has(id)) };
}
