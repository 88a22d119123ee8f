import { afterEach, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { acceptQuote } from '@causeway/application/accept-quote';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { openAccount } from '@causeway/application/open-account';
import { NETWORK } from '@causeway/domain/network';
import { quoteRoute, type LiquidityGraph } from '@causeway/domain/routing';
import { USUAL_TERMS } from '@causeway/domain/settlement';
import {
  addSeconds,
  expectOk,
  parseDeskId,
  tokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { ATLAS } from '../../../test/fixtures/accounts.js';
import {
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  usdcOn,
  walletOf,
} from '../../../test/fixtures/bridge-events.js';
import { relayerGraph } from '../../../test/fixtures/settlements.js';
import type { Role } from './role.js';
import { startSettlementsRole } from './settlements-role.js';

let role: Role | undefined;
afterEach(async () => {
  await role?.stop();
  role = undefined;
});

const GRAPH: LiquidityGraph = relayerGraph();
const WALLET = walletOf('atlas');

async function setUp() {
  const { ledger, settlements, outbox } = createMemoryStores();
  let now: UnixMilliseconds = FIRST_MOMENT;
  const said: (readonly [string, object])[] = [];
  const seen: string[] = [];
  let open = -1;
  const deposits = [tokenAmount(usdcOn(ETHEREUM), 1_000n)];
  const desk = expectOk(parseDeskId('desk'));
  expectOk(await openAccount(ledger, { account: ATLAS, desk, wallets: [WALLET], deposits }, now));
  role = await startSettlementsRole(
    {
      ...{ settlements, outbox, clock: () => now },
      observe: {
        open: (count) => (open = count),
        issued: () => seen.push('issued'),
        ended: (outcome) => seen.push(`ended ${outcome}`),
        amended: (outcome) => seen.push(`amended ${outcome}`),
      },
    },
    {
      info: (facts, message) => said.push([`info: ${message}`, facts]),
      warn: (facts, message) => said.push([`warn: ${message}`, facts]),
    },
  );
  const eventually = async (holds: () => boolean): Promise<void> => {
    for (let tries = 0; !holds() && tries < 500; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(holds()).toBe(true);
  };
  return {
    settlements,
    said,
    seen,
    openCount: () => open,
    eventually,
    pass: (seconds: number) => (now = addSeconds(now, seconds)),
    accept: async (raw: bigint) => {
      const request = { input: tokenAmount(usdcOn(ETHEREUM), raw), output: usdcOn(OPTIMISM) };
      const quote = expectOk(quoteRoute(GRAPH, request, now));
      const command = { account: ATLAS, wallet: WALLET, isContractWallet: false, quote, terms: USUAL_TERMS };
      expectOk(await acceptQuote({ settlements, graph: GRAPH, network: NETWORK }, command, now));
      return quote.id;
    },
    ingest: (step: 'initiated' | 'finalised' | 'refunded', raw: bigint) =>
      ingestLogs(
        { ledger, ...eventPorts },
        batchOfEvents(bridgeEvent({ message: '1', raw, sender: WALLET, recipient: WALLET }, step, now)),
      ),
  };
}

describe('startSettlementsRole', () => {
  it('follows a leg to its end without being asked, and says so', async () => {
    const { accept, ingest, pass, eventually, seen, said, settlements, openCount } = await setUp();
    const quote = await accept(400n);
    pass(10);
    await ingest('initiated', 400n);
    await eventually(() => openCount() === 1);
    pass(10);
    await ingest('finalised', 400n);
    await eventually(() => seen.length > 0);
    expect(seen).toEqual(['ended settled']);
    expect(said).toEqual([
      [
        'info: a settlement has ended',
        { role: 'settlements', settlement: quote, account: ATLAS, outcome: 'settled' },
      ],
    ]);
    expect((await settlements.find(quote))?.settlement.outcome?.kind).toBe('settled');
    await eventually(() => openCount() === 0);
  });

  it('issues again what came back, until its time is over', async () => {
    const { accept, ingest, pass, eventually, seen, settlements } = await setUp();
    const quote = await accept(400n);
    pass(10);
    await ingest('initiated', 400n);
    await ingest('refunded', 400n);
    await eventually(() => seen.includes('issued'));
    const found = await settlements.find(quote);
    expect(found?.settlement.attempts[0]).toHaveLength(2);
  });

  it('goes through more settlements than fit on a page', async () => {
    const { accept, pass, openCount, eventually } = await setUp();
    for (let raw = 1n; raw <= 101n; raw += 1n) {
      pass(1);
      await accept(1n);
    }
    await eventually(() => openCount() === 101);
  });
});
