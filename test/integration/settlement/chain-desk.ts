import type { Hex } from 'viem';
import type { LiquidityGraph } from '@causeway/domain/routing';
import type { Address, AssetId } from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import { DESK, type LocalChain } from './local-chain.js';
import { openSettlingDesk, type SettlingDesk } from './settling-desk.js';

/** A transaction as the API gives it. */
interface Transaction {
  readonly to: Address;
  readonly value: string;
  readonly data: Hex;
}

/** What became of the last of several transactions. */
interface Sent {
  readonly hash: Hex;
  readonly isExecuted: boolean;
}

/** By how much the service's clock is ahead of the newest block. */
export const LEAD_SECONDS = 12;

/** The account `atlas`, which carries out over GraphQL and on a chain what it accepts. */
export class ChainDesk {
  private constructor(
    private readonly desk: SettlingDesk,
    private readonly chain: LocalChain,
  ) {}

  /** Opens the account with what it holds of an asset, in whole units. */
  static async open(
    chain: LocalChain,
    graph: LiquidityGraph,
    asset: AssetId,
    amount: string,
  ): Promise<ChainDesk> {
    const desk = new ChainDesk(await openSettlingDesk(graph), chain);
    await desk.followChainTime();
    const deposits = [{ asset, amount }];
    await desk.answer('mutation ($input: OpenAccountInput!) { openAccount(input: $input) { account } }', {
      input: { account: 'atlas', desk: 'atlas', wallets: [DESK], deposits },
    });
    return desk;
  }

  /** Accepts a quote for so many whole units; answers its id and exact output. */
  async accept(
    asset: AssetId,
    amount: string,
    output: AssetId,
  ): Promise<{ readonly id: string; readonly output: bigint }> {
    await this.followChainTime();
    const request = { input: { asset, amount }, output };
    const asked = await this.answer(
      'query ($input: QuoteInput!) { quote(input: $input) { id quotedAt output { raw } } }',
      { input: request },
    );
    const { output: yielded, ...quote } = asked['quote'] as {
      id: string;
      quotedAt: string;
      output: { raw: string };
    };
    const input = { account: 'atlas', wallet: DESK, quote: { ...quote, request } };
    await this.answer('mutation ($input: AcceptQuoteInput!) { acceptQuote(input: $input) { id } }', {
      input,
    });
    return { id: quote.id, output: BigInt(yielded.raw) };
  }

  /** What is to be sent for a leg, approvals first. */
  async callsOf(id: string, leg: number, retryableTerms?: object): Promise<readonly Transaction[]> {
    const query = `query ($terms: RetryableTermsInput) { executionPlan(settlement: "${id}", retryableTerms: $terms) {
      legs { reason approvals { to value data } transactions { to value data } } } }`;
    const { executionPlan } = await this.answer(query, { terms: retryableTerms ?? null });
    const { legs } = executionPlan as { legs: Record<'approvals' | 'transactions', Transaction[]>[] };
    return [...(legs[leg]?.approvals ?? []), ...(legs[leg]?.transactions ?? [])];
  }

  async execute(calls: readonly Transaction[]): Promise<Sent> {
    let last: Sent | undefined;
    for (const { to, value, data } of calls) {
      last = await this.chain.send({ to, data, value: BigInt(value) });
    }
    if (last === undefined) throw new Error('there is nothing to send');
    return last;
  }

  /** Reports on the first attempt at a leg; answers the state of the settlement. */
  async report(id: string, leg: number, more: object): Promise<string> {
    await this.followChainTime();
    const input = { account: 'atlas', settlement: id, leg, attempt: 0, ...more };
    const { reportLeg } = await this.answer(
      'mutation ($input: ReportLegInput!) { reportLeg(input: $input) { state } }',
      { input },
    );
    return (reportLeg as { state: string }).state;
  }

  /** Takes in what happened on chains, and looks at what became of the settlements; answers the state of one. */
  async learn(id: string, ...records: readonly string[]): Promise<string> {
    await this.desk.tell(...records);
    await this.followChainTime();
    await this.desk.follow();
    const { settlement } = await this.answer(`{ settlement(id: "${id}") { state } }`);
    return (settlement as { state: string }).state;
  }

  /** Balances that are not zero, by `bucket asset`. */
  held(): Promise<Record<string, string>> {
    return this.desk.held('atlas');
  }

  close(): Promise<void> {
    return this.desk.close();
  }

  /** Sets the clock of the service by the newest block, which is older than the present by up to a slot. */
  private async followChainTime(): Promise<void> {
    this.desk.at((await this.chain.time()) + LEAD_SECONDS - FIRST_MOMENT / 1000);
  }

  private async answer(query: string, variables?: object): Promise<Record<string, unknown>> {
    const { data, errors } = await this.desk.ask(query, variables);
    if (errors !== undefined || data === null) throw new Error(JSON.stringify(errors));
    return data;
  }
}
