import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { openAccount } from '@causeway/application/open-account';
import { NETWORK } from '@causeway/domain/network';
import { certifiedSolver, type LiquidityGraph, type RouteRequest } from '@causeway/domain/routing';
import { USUAL_TERMS } from '@causeway/domain/settlement';
import {
  addSeconds,
  expectOk,
  fail,
  ok,
  parseDeskId,
  tokenAmount,
  type AccountId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { ATLAS, BOREALIS } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn, walletOf } from '../../../test/fixtures/bridge-events.js';
import { relayerGraph } from '../../../test/fixtures/settlements.js';
import { acceptRequestedQuote } from './index.js';

const NOW = FIRST_MOMENT;
const REQUEST: RouteRequest = { input: tokenAmount(usdcOn(ETHEREUM), 400n), output: usdcOn(OPTIMISM) };

async function setUp() {
  const { ledger, settlements } = createMemoryStores();
  const desk = expectOk(parseDeskId('desk'));
  for (const account of [ATLAS, BOREALIS]) {
    const deposits = [tokenAmount(usdcOn(ETHEREUM), 1_000n)];
    expectOk(await openAccount(ledger, { account, desk, wallets: [walletOf(account)], deposits }, NOW));
  }
  const accept = async (
    changes: {
      readonly id?: string;
      readonly quotedAt?: UnixMilliseconds;
      readonly request?: RouteRequest;
      readonly account?: AccountId;
    },
    at: UnixMilliseconds,
    graph: LiquidityGraph = relayerGraph(),
    heldBack?: AccountId,
  ) => {
    const { account = ATLAS, ...told } = changes;
    const { id } = expectOk(certifiedSolver.solve(relayerGraph(), REQUEST, NOW));
    const accepted = await acceptRequestedQuote(
      {
        ...{ settlements, graph, network: NETWORK },
        solve: async (request, quotedAt) => certifiedSolver.solve(graph, request, quotedAt),
        permit: async (asking) =>
          asking === heldBack ? fail('ACTION_HELD_BACK', 'FUND_LOW', 'quote') : ok(undefined),
      },
      {
        ...{ account, wallet: walletOf(account), isContractWallet: false, terms: USUAL_TERMS },
        quote: { id, request: REQUEST, quotedAt: NOW, ...told },
      },
      at,
    );
    return accepted.ok ? accepted.value : accepted.failure;
  };
  return { accept };
}

describe('acceptRequestedQuote', () => {
  it('refuses what gates hold back, but answers what was accepted before', async () => {
    const { accept } = await setUp();
    expect(await accept({}, NOW, relayerGraph(), ATLAS)).toMatchObject({ code: 'ACTION_HELD_BACK' });
    const accepted = await accept({}, NOW);
    expect(await accept({}, NOW, relayerGraph(), ATLAS)).toEqual(accepted);
  });

  it('accepts the quote that it computes again', async () => {
    const { accept } = await setUp();
    const accepted = await accept({}, addSeconds(NOW, 29));
    expect(accepted).toMatchObject({ account: ATLAS, settlement: { plan: { input: 400n } } });
  });

  it.each([
    ['another id', { id: '00' }, 0, 'QUOTE_CHANGED', 'quote.id'],
    ['another time', { quotedAt: addSeconds(NOW, 1) }, 1, 'QUOTE_CHANGED', 'quote.id'],
    [
      'another amount',
      { request: { ...REQUEST, input: tokenAmount(usdcOn(ETHEREUM), 401n) } as RouteRequest },
      0,
      'QUOTE_CHANGED',
      'quote.id',
    ],
    ['a time to come', { quotedAt: addSeconds(NOW, 6) }, 0, 'TIME_IN_FUTURE', 'quote.quotedAt'],
    [
      'what no route meets',
      { request: { ...REQUEST, deadlineSeconds: 1 } },
      0,
      'CONSTRAINTS_EXCLUDE_ALL',
      'quote.request.deadlineSeconds',
    ],
    ['an expired quote', {}, 30, 'QUOTE_EXPIRED', 'quote.expiresAt'],
  ])('refuses %s', async (_, change, seconds, code, field) => {
    const { accept } = await setUp();
    expect(await accept(change, addSeconds(NOW, seconds))).toMatchObject({ code, field });
  });

  it('refuses a quote of a graph that is another by now', async () => {
    const { accept } = await setUp();
    const graph = { ...relayerGraph(), version: 'v2' };
    expect(await accept({}, NOW, graph)).toMatchObject({ code: 'QUOTE_CHANGED' });
  });

  it('answers what is accepted already, also when the quote has expired and the graph is another', async () => {
    const { accept } = await setUp();
    const first = await accept({}, NOW);
    const graph = { ...relayerGraph(), version: 'v2' };
    expect(await accept({}, addSeconds(NOW, 3_600), graph)).toEqual(first);
    expect(await accept({ account: BOREALIS }, NOW)).toMatchObject({ code: 'QUOTE_TAKEN' });
  });
});
