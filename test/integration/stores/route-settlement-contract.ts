import { expect, it } from '@jest/globals';
import { acceptQuote } from '@causeway/application/accept-quote';
import { followSettlements } from '@causeway/application/follow-settlements';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { openAccount } from '@causeway/application/open-account';
import type { SettlementFilter } from '@causeway/application/ports';
import { reportLeg } from '@causeway/application/report-leg';
import { NETWORK } from '@causeway/domain/network';
import { buildGraph, quoteRoute, type RouteQuote } from '@causeway/domain/routing';
import { USUAL_TERMS } from '@causeway/domain/settlement';
import {
  addSeconds,
  expectOk,
  parseAccountId,
  parseBridgeId,
  parseDeskId,
  tokenAmount,
  type AccountId,
  type TransferId,
} from '@causeway/domain/units';
import {
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  hashOf,
  OPTIMISM,
  usdcOn,
  walletOf,
} from '../../fixtures/bridge-events.js';
import { RELAYER, relayerGraph } from '../../fixtures/settlements.js';
import type { OpenStores } from './harness.js';

const ATLAS = expectOk(parseAccountId('atlas-main'));
const BOREAS = expectOk(parseAccountId('boreas-main'));
const WALLETS = new Map([
  [ATLAS, walletOf('atlas')],
  [BOREAS, walletOf('boreas')],
]);
const NOW = FIRST_MOMENT;
const GRAPH = relayerGraph();

/** What a store of settlements has to do, shown by the use cases that rest on it. */
export function routeSettlementContract(opened: OpenStores): void {
  const store = () => opened().stores.settlements;
  const open = (account: AccountId, raw: bigint) =>
    openAccount(
      opened().stores.ledger,
      {
        account,
        desk: expectOk(parseDeskId('desk')),
        wallets: [WALLETS.get(account) ?? walletOf('')],
        deposits: [tokenAmount(usdcOn(ETHEREUM), raw)],
      },
      NOW,
    ).then(expectOk);
  const quote = (raw: bigint): RouteQuote =>
    expectOk(quoteRoute(GRAPH, { input: tokenAmount(usdcOn(ETHEREUM), raw), output: usdcOn(OPTIMISM) }, NOW));
  const accept = (account: AccountId, accepted: RouteQuote, seconds = 0) =>
    acceptQuote(
      { settlements: store(), graph: GRAPH, network: NETWORK },
      {
        account,
        wallet: WALLETS.get(account) ?? walletOf(''),
        isContractWallet: false,
        quote: accepted,
        terms: USUAL_TERMS,
      },
      addSeconds(NOW, seconds),
    );
  const held = async (account: AccountId): Promise<Record<string, bigint>> => {
    const balances = await opened().balances();
    return Object.fromEntries(
      balances.flatMap(({ account: owner, asset, raw }) =>
        owner.kind === 'desk' && owner.account === account
          ? [[`${owner.bucket} ${asset === usdcOn(ETHEREUM) ? 'here' : 'there'}`, raw]]
          : [],
      ),
    );
  };
  const follow = (seconds: number) =>
    followSettlements(store(), { maximum: 100, isWithEnded: true }, addSeconds(NOW, seconds));
  const ingest = (step: 'initiated' | 'finalised' | 'refunded', seconds: number, message = '1', raw = 400n) =>
    ingestLogs(
      { ledger: opened().stores.ledger, ...eventPorts },
      batchOfEvents(
        bridgeEvent(
          { message, raw, sender: walletOf('atlas'), recipient: walletOf('atlas') },
          step,
          addSeconds(NOW, seconds),
        ),
      ),
    );

  it('reserves what an accepted quote uses, once, and keeps the settlement', async () => {
    await open(ATLAS, 1_000n);
    const first = expectOk(await accept(ATLAS, quote(400n)));
    expect(await held(ATLAS)).toEqual({ 'available here': 600n, 'reserved here': 400n });
    expect(expectOk(await accept(ATLAS, quote(400n), 5))).toEqual(first);
    expect(await store().find(first.settlement.plan.quote)).toEqual(first);
    expect(await held(ATLAS)).toEqual({ 'available here': 600n, 'reserved here': 400n });
    expect(first.settlement.attempts[0]?.[0]).toMatchObject({ input: 400n, minimumOutput: 400n });
  });

  it('gives no unit of an edge or an account to two quotes', async () => {
    await open(ATLAS, 700n);
    await open(BOREAS, 10_000n);
    expectOk(await accept(ATLAS, quote(400n)));
    const codes = [
      await accept(ATLAS, quote(301n)),
      await accept(BOREAS, quote(400n)),
      await accept(BOREAS, quote(601n)),
    ].map((refused) => (refused.ok ? undefined : refused.failure.code));
    expect(codes).toEqual(['INSUFFICIENT_INVENTORY', 'QUOTE_TAKEN', 'CAPACITY_TAKEN']);
    expect((await accept(BOREAS, quote(600n))).ok).toBe(true);
  });

  it('gives no unit twice to many who accept at the same time', async () => {
    await open(ATLAS, 100_000n);
    await open(BOREAS, 100_000n);
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, at) => accept(at % 2 === 0 ? ATLAS : BOREAS, quote(200n + BigInt(at)))),
    );
    const accepted = all.flatMap((each) => (each.ok ? [each.value.settlement.plan.input] : []));
    expect(accepted).toHaveLength(4);
    const reserved = [await held(ATLAS), await held(BOREAS)].map((each) => each['reserved here'] ?? 0n);
    expect((reserved[0] ?? 0n) + (reserved[1] ?? 0n)).toBe(accepted.reduce((sum, raw) => sum + raw, 0n));
  });

  it('follows the transfer of a leg to the end, and lets go of what was reserved', async () => {
    await open(ATLAS, 400n);
    const accepted = expectOk(await accept(ATLAS, quote(400n)));
    await ingest('initiated', 10);
    await follow(11);
    const quoteId = accepted.settlement.plan.quote;
    const underWay = await store().find(quoteId);
    expect(underWay?.evidence).toEqual([
      { leg: 0, attempt: 0, transfer: `across/${ETHEREUM}/1` as TransferId },
    ]);
    expect(underWay?.settlement.attempts[0]?.[0]?.observation.departed).toBe(400n);
    expect(await held(ATLAS)).toEqual({ 'in-transit here': 400n });
    await ingest('finalised', 20);
    await follow(21);
    const settled = await store().find(quoteId);
    expect(settled?.settlement.outcome).toEqual({
      kind: 'settled',
      holdings: [{ asset: usdcOn(OPTIMISM), raw: 400n }],
    });
    expect([settled?.claims, settled?.reserved]).toEqual([[], []]);
    expect(await held(ATLAS)).toEqual({ 'available there': 400n });
    await follow(22);
    expect(await store().find(quoteId)).toEqual(settled);
  });

  it('tells each change once on the stream of the account, and nothing where nothing changed', async () => {
    await open(ATLAS, 400n);
    const accepted = expectOk(await accept(ATLAS, quote(400n)));
    await accept(ATLAS, quote(400n), 5);
    await ingest('initiated', 10);
    for (const second of [11, 12, 13]) await follow(second);
    await ingest('finalised', 20);
    for (const second of [21, 22]) await follow(second);
    const events = await opened().stores.outbox.read(`settlement/${ATLAS}`, 0, 10);
    expect(events.map(({ seq, key }) => [seq, key])).toEqual([1, 2, 3].map((seq) => [seq, ATLAS]));
    const told = events.map(({ event }) => (event.type === 'settlement.changed' ? event : undefined));
    expect(told.map((each) => [each?.settlement.seq, each?.settlement.settlement.outcome?.kind])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, 'settled'],
    ]);
    const { graph: _, ...kept } = accepted;
    expect(told[0]).toEqual({ type: 'settlement.changed', settlement: kept, at: NOW });
    const { graph: __, ...last } = (await store().find(kept.settlement.plan.quote)) ?? accepted;
    expect(told[2]?.settlement).toEqual(last);
    const report = {
      ...{ account: ATLAS, quote: kept.settlement.plan.quote, leg: 0, attempt: 0 },
      report: { kind: 'sent', transaction: hashOf('across 1 initiated') } as const,
    };
    expect(expectOk(await reportLeg(store(), report, addSeconds(NOW, 23))).seq).toBe(4);
    expect(expectOk(await reportLeg(store(), report, addSeconds(NOW, 24))).seq).toBe(4);
  });

  it('lists settlements by account and by whether they have ended, page by page', async () => {
    await open(ATLAS, 1_000n);
    await open(BOREAS, 1_000n);
    const ids: string[] = [];
    for (const raw of [100n, 101n, 102n]) {
      ids.push(expectOk(await accept(ATLAS, quote(raw))).settlement.plan.quote);
    }
    const other = expectOk(await accept(BOREAS, quote(103n))).settlement.plan.quote;
    await ingest('initiated', 10, '1', 102n);
    await ingest('finalised', 11, '1', 102n);
    await follow(12);
    const list = async (filter: SettlementFilter, first: number, after?: string) => {
      const page = await store().list(filter, { first, ...(after === undefined ? {} : { after }) });
      return [page.rows.map(({ settlement }) => settlement.plan.quote), page.hasNextPage];
    };
    const sorted = [...ids].sort();
    expect(await list({ account: ATLAS }, 2)).toEqual([sorted.slice(0, 2), true]);
    expect(await list({ account: ATLAS }, 2, sorted[1])).toEqual([sorted.slice(2), false]);
    expect(await list({ account: ATLAS, isOpen: false }, 9)).toEqual([[ids[2]], false]);
    expect(await list({ isOpen: true }, 9)).toEqual([[ids[0], ids[1], other].sort(), false]);
  });

  it('lets go of the reservation of a settlement whose other units departed', async () => {
    await open(ATLAS, 1_000n);
    expectOk(await accept(ATLAS, quote(400n)));
    expectOk(await accept(ATLAS, quote(300n)));
    await ingest('initiated', 10);
    expect(await held(ATLAS)).toEqual({ 'reserved here': 600n, 'in-transit here': 400n });
    await follow(11);
    expect(await held(ATLAS)).toEqual({
      'available here': 300n,
      'reserved here': 300n,
      'in-transit here': 400n,
    });
  });

  it('issues a leg again that came back, and ends when the desk gives up', async () => {
    await open(ATLAS, 400n);
    const { settlement } = expectOk(await accept(ATLAS, quote(400n)));
    await ingest('initiated', 10);
    await ingest('refunded', 20);
    await follow(21);
    const quoteId = settlement.plan.quote;
    const again = await store().find(quoteId);
    expect(again?.settlement.attempts[0]?.map(({ observation }) => observation.returned)).toEqual([400n, 0n]);
    const abandon = {
      account: ATLAS,
      quote: quoteId,
      leg: 0,
      attempt: 1,
      report: { kind: 'abandoned' } as const,
    };
    const ended = expectOk(await reportLeg(store(), abandon, addSeconds(NOW, 30)));
    expect(ended.settlement.outcome).toMatchObject({ kind: 'refunded' });
    expect(await held(ATLAS)).toEqual({ 'available here': 400n });
  });

  it('takes the transfer of the reported transaction, and none of another amount by itself', async () => {
    await open(ATLAS, 1_000n);
    const { settlement } = expectOk(await accept(ATLAS, quote(400n)));
    const { quote: quoteId } = settlement.plan;
    await ingest('initiated', 10, '2', 399n);
    await follow(11);
    expect((await store().find(quoteId))?.evidence).toEqual([]);
    const transaction = hashOf('across 2 initiated');
    const report = {
      account: ATLAS,
      quote: quoteId,
      leg: 0,
      attempt: 0,
      report: { kind: 'sent', transaction },
    } as const;
    expectOk(await reportLeg(store(), report, addSeconds(NOW, 12)));
    await follow(13);
    const found = await store().find(quoteId);
    expect(found?.evidence).toMatchObject([{ transaction, transfer: `across/${ETHEREUM}/2` }]);
    expect(found?.settlement.attempts[0]?.[0]?.observation.departed).toBe(399n);
  });

  it('takes a transfer whose block is older than the acceptance, much older only if it was reported', async () => {
    await open(ATLAS, 2_000n);
    const recent = expectOk(await accept(ATLAS, quote(400n))).settlement.plan.quote;
    await ingest('initiated', -12, '1', 400n);
    const older = expectOk(await accept(ATLAS, quote(300n))).settlement.plan.quote;
    await ingest('initiated', -60, '2', 300n);
    await follow(11);
    const transferOf = async (quoteId: string) => (await store().find(quoteId))?.evidence[0]?.transfer;
    expect(await transferOf(recent)).toBe(`across/${ETHEREUM}/1`);
    expect(await transferOf(older)).toBeUndefined();
    const transaction = hashOf('across 2 initiated');
    const report = { account: ATLAS, quote: older, leg: 0, attempt: 0 };
    expectOk(
      await reportLeg(store(), { ...report, report: { kind: 'sent', transaction } }, addSeconds(NOW, 12)),
    );
    await follow(13);
    expect(await transferOf(older)).toBe(`across/${ETHEREUM}/2`);
  });

  it('ends by the desk’s word a leg over a bridge whose logs nobody reads', async () => {
    await open(ATLAS, 400n);
    const unread = { ...RELAYER, bridge: expectOk(parseBridgeId('somebodys-bridge')) };
    const graph = expectOk(buildGraph('v1', [unread]));
    const request = { input: tokenAmount(usdcOn(ETHEREUM), 400n), output: usdcOn(OPTIMISM) };
    const command = {
      account: ATLAS,
      wallet: walletOf('atlas'),
      isContractWallet: false,
      quote: expectOk(quoteRoute(graph, request, NOW)),
      terms: USUAL_TERMS,
    };
    const ports = { settlements: store(), graph, network: NETWORK };
    const { settlement } = expectOk(await acceptQuote(ports, command, NOW));
    const report = { kind: 'executed', delivered: 400n, isFinal: true } as const;
    const about = { account: ATLAS, quote: settlement.plan.quote, leg: 0, attempt: 0 };
    const ended = expectOk(await reportLeg(store(), { ...about, report }, addSeconds(NOW, 30)));
    expect(ended.settlement.outcome).toEqual({
      kind: 'settled',
      holdings: [{ asset: usdcOn(OPTIMISM), raw: 400n }],
    });
    expect(await held(ATLAS)).toEqual({ 'available there': 400n });
  });

  it('refuses reports on what was not issued, on another’s settlement and on what a bridge tells', async () => {
    await open(ATLAS, 1_000n);
    const { settlement } = expectOk(await accept(ATLAS, quote(400n)));
    const of = async (account: AccountId, attempt: number) => {
      const report = { kind: 'executed', delivered: 1n, isFinal: true } as const;
      const command = { account, quote: settlement.plan.quote, leg: 0, attempt, report };
      const reported = await reportLeg(store(), command, NOW);
      return reported.ok ? undefined : reported.failure.code;
    };
    expect([await of(BOREAS, 0), await of(ATLAS, 1), await of(ATLAS, 0)]).toEqual([
      'UNKNOWN_SETTLEMENT',
      'UNKNOWN_ATTEMPT',
      'BRIDGED_LEG',
    ]);
  });
}
