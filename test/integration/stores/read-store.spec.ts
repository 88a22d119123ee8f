import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ingestLogs } from '@causeway/application/ingest-logs';
import {
  NO_LEDGER_CHANGES,
  type DeadLetter,
  type EngineAccount,
  type Page,
  type PageRequest,
  type ReadStore,
} from '@causeway/application/ports';
import type { AllocationEvidence, CaseStage, LiquidationCase } from '@causeway/domain/liquidation';
import type { MarginBand } from '@causeway/domain/margin';
import {
  addSeconds,
  decimal,
  tokenAmount,
  type AccountId,
  type CaseId,
  type ChainId,
  type DeskId,
} from '@causeway/domain/units';
import { ATLAS, BOREALIS, open, position } from '../../fixtures/accounts.js';
import {
  ACROSS,
  BASE,
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  usdcOn,
  walletOf,
} from '../../fixtures/bridge-events.js';
import { policyInForce } from '@causeway/domain/policy';
import type { Quote } from '@causeway/domain/pricing';
import { housePolicy, price, priceState } from '../../fixtures/margin.js';
import { action } from '../../fixtures/systemic-actions.js';
import { openPostgresBooks, type PostgresBooks } from './postgres-books.js';

const ALL: PageRequest = { first: 100 };
const PRECISE = `40123.${'7'.repeat(40)}`;

function engineAccount(
  name: string,
  band: MarginBand,
  chain: ChainId,
  openCase?: LiquidationCase,
): EngineAccount {
  const account = name as AccountId;
  return {
    account: {
      account,
      desk: name.slice(0, name.indexOf('-')) as DeskId,
      seq: 1,
      positions: [position('1.5', PRECISE, chain)],
      holdings: [{ amount: tokenAmount(usdcOn(OPTIMISM), 5n), bucket: 'available' }],
    },
    reported: { band },
    caseCount: openCase === undefined ? 0 : 1,
    ...(openCase === undefined ? {} : { openCase }),
  };
}

/** A price as margin reads it, under a policy that asks nothing of prices. */
const usable = (quote: Quote) => ({ ...quote, validity: { opening: [], withdrawing: [], liquidating: [] } });

function liquidationCase(id: string, stage: CaseStage, openedAt = FIRST_MOMENT): LiquidationCase {
  const account = id.slice(0, id.indexOf('/'));
  return {
    id: id as CaseId,
    account: account as AccountId,
    desk: account.slice(0, account.indexOf('-')) as DeskId,
    stage,
    openedAt,
    updatedAt: openedAt,
    history: [],
  };
}

const HAIRCUT = action('raise-haircut', 'asset', 'USDC');
const OPEN_CASE = liquidationCase('atlas-main/2', 'liquidating', addSeconds(FIRST_MOMENT, 9));
const ACCOUNTS = [
  engineAccount('atlas-main', 'liquidatable', ETHEREUM, OPEN_CASE),
  engineAccount('atlas-small', 'healthy', BASE),
  engineAccount('borealis-main', 'healthy', ETHEREUM),
];
/** The one opened last comes first. */
const CASES = [
  OPEN_CASE,
  liquidationCase('borealis-main/1', 'recovered'),
  liquidationCase('atlas-main/1', 'recovered'),
];

describe('the reads in PostgreSQL', () => {
  let books: PostgresBooks;
  let reads: ReadStore;

  beforeAll(async () => {
    books = await openPostgresBooks();
    reads = books.stores.reads;
    await fillEngines(books);
    await fillBooks(books);
  });
  afterAll(() => books.close());

  describe('of accounts', () => {
    const ids = async (filter: Parameters<ReadStore['accounts']>[0], page = ALL) =>
      (await reads.accounts(filter, page)).rows.map(({ account }) => account.account);

    it('filters by desk, band and chain, together', async () => {
      expect(await ids({})).toEqual(['atlas-main', 'atlas-small', 'borealis-main']);
      expect(await ids({ desk: 'atlas' as DeskId })).toEqual(['atlas-main', 'atlas-small']);
      expect(await ids({ band: 'healthy' })).toEqual(['atlas-small', 'borealis-main']);
      expect(await ids({ chain: ETHEREUM })).toEqual(['atlas-main', 'borealis-main']);
      expect(await ids({ chain: OPTIMISM })).toHaveLength(3);
      expect(await ids({ desk: 'atlas' as DeskId, band: 'healthy', chain: BASE })).toEqual(['atlas-small']);
      expect(await ids({ desk: 'nobody' as DeskId })).toEqual([]);
    });

    it('pages', async () => {
      const pages = await pagesOf(
        (page) => reads.accounts({}, page),
        2,
        ({ account }) => account.account,
      );
      expect(pages.map(({ rows }) => rows.map(({ account }) => account.account))).toEqual([
        ['atlas-main', 'atlas-small'],
        ['borealis-main'],
      ]);
    });

    it('gives exactly what a margin is computed from', async () => {
      const inputs = await reads.marginInputs(['atlas-main' as AccountId, 'nobody' as AccountId]);
      expect([...inputs.keys()]).toEqual(['atlas-main']);
      expect(inputs.get('atlas-main' as AccountId)).toEqual({
        account: ACCOUNTS[0]?.account,
        prices: {
          id: '0:7',
          prices: new Map([['BTC-PERP', usable({ ...price('BTC-PERP', '1'), price: decimal(PRECISE) })]]),
          asOf: FIRST_MOMENT,
        },
        policy: housePolicy,
        openCase: OPEN_CASE,
        asOfSeq: 2,
      });
    });

    it('takes prices and policy of the partition that an account lies on', async () => {
      const inputs = await reads.marginInputs(['borealis-main' as AccountId]);
      expect(inputs.get('borealis-main' as AccountId)).toMatchObject({
        prices: { id: '1:1', prices: new Map([['USDC', usable(price('USDC', '0.99'))]]) },
        asOfSeq: 0,
      });
      expect(inputs.get('borealis-main' as AccountId)?.openCase).toBeUndefined();
    });

    it('adds what systemic-risk actions in force impose to the policy', async () => {
      const inputs = await reads.marginInputs(['borealis-main' as AccountId]);
      expect(inputs.get('borealis-main' as AccountId)?.policy).toEqual(policyInForce(housePolicy, [HAIRCUT]));
      expect((await reads.prices()).policy).toEqual(housePolicy);
    });

    it('gives the whole book by pages and names, with what it is measured with', async () => {
      const { riskBook } = books.stores;
      const pages = await pagesOf(
        (page) => riskBook.page(page),
        2,
        ({ account }) => account,
      );
      expect(pages.map(({ rows }) => rows)).toEqual([
        [ACCOUNTS[0]?.account, ACCOUNTS[1]?.account],
        [ACCOUNTS[2]?.account],
      ]);
      expect(await riskBook.count()).toBe(3);
      const named = ['borealis-main', 'nobody'] as AccountId[];
      expect(await riskBook.accounts(named)).toEqual([ACCOUNTS[2]?.account]);
      expect(await riskBook.basis()).toMatchObject({ prices: { id: '0:7' }, policy: housePolicy });
    });

    it('leaves out an account whose engine has no policy yet', async () => {
      expect((await reads.marginInputs(['cirrus-main' as AccountId])).size).toBe(0);
    });
  });

  describe('of transfers', () => {
    const messages = async (filter: Parameters<ReadStore['transfers']>[0]) =>
      (await reads.transfers(filter, ALL)).rows.map(({ id }) => id.slice(id.lastIndexOf('/') + 1));

    it('filters by bridge, stage, chain, wallet and account, together', async () => {
      expect(await messages({})).toEqual(['1', '2', '3']);
      expect(await messages({ bridge: ACROSS })).toEqual(['1', '2', '3']);
      expect(await messages({ stage: 'finalised' })).toEqual(['2']);
      expect(await messages({ chain: BASE })).toEqual(['3']);
      expect(await messages({ chain: ETHEREUM })).toEqual(['1', '2', '3']);
      expect(await messages({ wallet: walletOf('stranger') })).toEqual(['2', '3']);
      expect(await messages({ account: ATLAS })).toEqual(['1', '2']);
      expect(await messages({ account: ATLAS, wallet: walletOf('stranger') })).toEqual([]);
      expect(await messages({ account: ATLAS, stage: 'initiated' })).toEqual(['1']);
      expect(await messages({ account: 'nobody' as AccountId })).toEqual([]);
      expect(await messages({ punctuality: 'on-time' })).toEqual(['1', '3']);
      expect(await messages({ punctuality: 'stuck' })).toEqual([]);
    });

    it('pages, and gives one back whole', async () => {
      const pages = await pagesOf(
        (page) => reads.transfers({}, page),
        1,
        ({ id }) => id,
      );
      expect(pages.map(({ rows }) => rows.length)).toEqual([1, 1, 1]);
      const [first] = pages.flatMap(({ rows }) => rows);
      if (first === undefined) throw new Error('no transfers');
      expect(await reads.transfer(first.id)).toEqual(first);
      expect(first).toMatchObject({ sent: tokenAmount(usdcOn(ETHEREUM), 10n), sender: walletOf(ATLAS) });
      expect(await reads.transfer(`${first.id}x` as typeof first.id)).toBeUndefined();
    });
  });

  describe('of liquidation cases', () => {
    const ids = async (filter: Parameters<ReadStore['cases']>[0]) =>
      (await reads.cases(filter, ALL)).rows.map(({ id }) => id);

    it('filters by desk, account and stage, together', async () => {
      expect(await ids({})).toEqual(CASES.map(({ id }) => id));
      expect(await ids({ desk: 'atlas' as DeskId })).toEqual(['atlas-main/2', 'atlas-main/1']);
      expect(await ids({ account: BOREALIS })).toEqual(['borealis-main/1']);
      expect(await ids({ stage: 'recovered', desk: 'atlas' as DeskId })).toEqual(['atlas-main/1']);
    });

    it('pages, and gives one back whole', async () => {
      const pages = await pagesOf(
        (page) => reads.cases({}, page),
        2,
        ({ id }) => id,
      );
      expect(pages.map(({ rows }) => rows)).toEqual([CASES.slice(0, 2), CASES.slice(2)]);
      expect(await reads.case(OPEN_CASE.id)).toEqual(OPEN_CASE);
      expect(await reads.case('atlas-main/9' as CaseId)).toBeUndefined();
    });
  });

  it('of settlements gives those that moved an account, the newest first', async () => {
    const told = async (account: string, maximum = 10) =>
      (await reads.settlementsOf(account as AccountId, maximum)).map(
        ({ case: id, settlement }) => `${id} ${settlement}`,
      );
    expect(await told('insurance-fund')).toEqual(['atlas-main/2 2', 'atlas-main/2 1']);
    expect(await told('insurance-fund', 1)).toEqual(['atlas-main/2 2']);
    expect(await told('borealis-main')).toEqual(['atlas-main/2 2']);
    expect(await told('nobody')).toEqual([]);
    expect((await reads.settlementsOf(BOREALIS, 1))[0]).toEqual(SETTLEMENTS[1]);
  });

  it('of dead letters filters by status and pages', async () => {
    const pages = await pagesOf(
      (page) => reads.deadLetters({}, page),
      2,
      ({ id }) => id,
    );
    expect(pages.map(({ rows }) => rows.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
    expect(await reads.deadLetters({ status: 'skipped' }, ALL)).toEqual({
      rows: [{ ...letter('b'), status: 'skipped', decidedBy: 'ada', decisionReason: 'spam' }],
      hasNextPage: false,
    });
    const { rows } = await books.pool.query('SELECT action, subject, "by", reason, at FROM operator_action');
    expect(rows).toEqual([
      {
        action: 'dead-letter-skipped',
        subject: 'b',
        by: 'ada',
        reason: 'spam',
        at: new Date(addSeconds(FIRST_MOMENT, 60)),
      },
    ]);
  });
});

function settlement(number: number, payer: AccountId): AllocationEvidence {
  return {
    case: OPEN_CASE.id,
    settlement: number,
    account: ATLAS,
    at: addSeconds(FIRST_MOMENT, number),
    policyVersion: housePolicy.version,
    settlementAsset: usdcOn(OPTIMISM),
    settlementPrice: decimal('1'),
    loss: 2n,
    fee: 0n,
    sources: [{ kind: 'insurance-fund', account: payer, raw: 2n }],
    uses: [
      { kind: 'venue', raw: 1n },
      { kind: 'liquidation-fee', account: 'insurance-fund' as AccountId, raw: 1n },
    ],
    deleveraged: [],
    fundBefore: 9n,
    fundAfter: 7n,
    unpaid: 0n,
  };
}

const SETTLEMENTS = [settlement(1, 'insurance-fund' as AccountId), settlement(2, BOREALIS)];

function letter(id: string): DeadLetter {
  const where = { topic: 'chain.logs', partition: 0, offset: 4n };
  return { id, ...where, code: 'INVALID_JSON', message: 'no JSON', body: '{', at: FIRST_MOMENT };
}

async function pagesOf<Row>(
  read: (page: PageRequest) => Promise<Page<Row>>,
  first: number,
  cursorOf: (row: Row) => string,
): Promise<readonly Page<Row>[]> {
  const pages: Page<Row>[] = [];
  for (let after: string | undefined; ;) {
    const page = await read(after === undefined ? { first } : { first, after });
    pages.push(page);
    const last = page.rows.at(-1);
    if (!page.hasNextPage || last === undefined) return pages;
    after = cursorOf(last);
  }
}

async function fillEngines({ stores: { engines } }: PostgresBooks): Promise<void> {
  const nothing = { cases: [], prices: [], cursors: new Map(), deadLetters: [], outbox: [] };
  const commit = async (partition: number, changes: object): Promise<void> => {
    const lease = await engines.claim(partition, 'ada', FIRST_MOMENT, 10);
    if (lease === undefined) throw new Error(`partition ${partition} is taken`);
    await engines.commit(lease, { ...nothing, accounts: [], priceSeq: 1, ...changes });
  };
  await commit(0, {
    accounts: ACCOUNTS.slice(0, 2),
    cases: CASES,
    policy: housePolicy,
    prices: [priceState({ ...price('BTC-PERP', '1'), price: decimal(PRECISE) })],
    priceSeq: 7,
    outbox: [1, 2].map(() => ({
      stream: 'margin/atlas-main',
      key: 'atlas-main',
      event: { type: 'liquidation.changed', case: OPEN_CASE },
    })),
  });
  await commit(1, {
    accounts: ACCOUNTS.slice(2),
    policy: housePolicy,
    actions: [HAIRCUT],
    prices: [priceState(price('USDC', '0.99'))],
  });
  await commit(2, { accounts: [engineAccount('cirrus-main', 'healthy', BASE)] });
}

async function fillBooks({ stores: { ledger, deadLetters } }: PostgresBooks): Promise<void> {
  await open(ledger, ATLAS, 100n);
  const [atlas, stranger] = [walletOf(ATLAS), walletOf('stranger')];
  const far = { message: '3', raw: 10n, sender: stranger, destination: BASE };
  const arrived = { message: '2', raw: 10n, sender: walletOf('third'), recipient: atlas };
  await ingestLogs(
    { ledger, ...eventPorts },
    batchOfEvents(
      bridgeEvent({ message: '1', raw: 10n, sender: atlas }, 'initiated'),
      bridgeEvent({ ...arrived, sender: stranger, recipient: walletOf('other') }, 'initiated'),
      bridgeEvent({ ...arrived, sender: stranger, recipient: atlas }, 'finalised'),
      bridgeEvent(far, 'initiated'),
    ),
  );
  await ledger.transact({ logs: [], transfers: [], wallets: [], accounts: [] }, () => ({
    changes: {
      ...NO_LEDGER_CHANGES,
      deadLetters: ['c', 'a', 'b'].map(letter),
      settlements: SETTLEMENTS,
    },
    outcome: undefined,
  }));
  await deadLetters.decide({
    id: 'b',
    offset: 4n,
    status: 'skipped',
    by: 'ada',
    reason: 'spam',
    at: addSeconds(FIRST_MOMENT, 60),
  });
}
