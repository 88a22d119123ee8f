import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { refused } from './testing/in-memory-ports.js';
import { runApi, type RunningApi } from './testing/running-api.js';
import { ARBITRUM_USDC, NOW, OP_USDC, ROUTE_SETTLEMENT, WALLET } from './testing/sample.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.memory.refusal = undefined;
  api.memory.received.length = 0;
});

const ID = ROUTE_SETTLEMENT.settlement.plan.quote;
const HASH = `0x${'ab'.repeat(32)}`;

describe('acceptQuote', () => {
  const MUTATION =
    'mutation ($input: AcceptQuoteInput!) { acceptQuote(input: $input) { id state legs { edge } } }';
  const quote = {
    id: ID,
    quotedAt: '2022-01-21T14:05:00.000Z',
    request: { input: { asset: OP_USDC, amount: '1' }, output: ARBITRUM_USDC },
  };
  const input = { account: 'atlas-main', wallet: WALLET, quote };

  it('hands over what the quote was computed from, and the usual terms', async () => {
    const answer = await api.query(MUTATION, { input });
    expect(answer).toMatchObject({
      data: { acceptQuote: { id: ID, state: 'OPEN', legs: [{ edge: 'across-usdc' }] } },
    });
    expect(api.memory.received).toEqual([
      {
        account: 'atlas-main',
        wallet: WALLET,
        isContractWallet: false,
        quote: {
          id: ID,
          quotedAt: NOW,
          request: {
            input: { asset: OP_USDC, raw: 1_000_000n },
            output: ARBITRUM_USDC,
            forbiddenBridges: [],
          },
        },
        terms: {
          slippageMillionths: 5_000n,
          legSeconds: 600,
          observationSeconds: 600,
          maximumAttempts: 3,
          graceSeconds: 86_400,
        },
      },
    ]);
  });

  it('hands over other terms exactly', async () => {
    const terms = { legSeconds: 60, observationSeconds: 30, maximumAttempts: 1, graceSeconds: 9 };
    await api.query(MUTATION, { input: { ...input, ...terms, slippage: '0.000001' } });
    expect(api.memory.received).toMatchObject([{ terms: { ...terms, slippageMillionths: 1n } }]);
  });

  it.each([
    [{ account: 'Atlas' }, 'INVALID_IDENTIFIER', 'input.account'],
    [{ wallet: '0x12' }, 'INVALID_IDENTIFIER', 'input.wallet'],
    [{ slippage: '0.0000001' }, 'EXCESS_DIGITS', 'input.slippage'],
    [{ quote: { ...quote, id: 'a\0' } }, 'INVALID_IDENTIFIER', 'input.quote.id'],
    [{ quote: { ...quote, request: {} } }, 'INVALID_REQUEST', 'input.quote.request'],
    [
      { quote: { ...quote, request: { ...quote.request, output: 'eip155:10/slip44:1' } } },
      'UNKNOWN_ASSET',
      'input.quote.request.output',
    ],
  ])('refuses %j and passes nothing on', async (change, code, field) => {
    const { errors } = await api.query(MUTATION, { input: { ...input, ...change } });
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
    expect(api.memory.received).toEqual([]);
  });

  it('names the field of a refusal in the terms of the mutation', async () => {
    api.memory.refusal = refused('QUOTE_EXPIRED', 'the quote has expired', 'quote.expiresAt');
    const { errors } = await api.query(MUTATION, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'QUOTE_EXPIRED', field: 'input.quote.expiresAt' } }]);
  });
});

describe('reportLeg', () => {
  const MUTATION = 'mutation ($input: ReportLegInput!) { reportLeg(input: $input) { id } }';
  const input = { account: 'atlas-main', settlement: ID, leg: 0, attempt: 1 };

  it.each([
    [
      { kind: 'SENT', transaction: HASH.toUpperCase().replace('0X', '0x') },
      { kind: 'sent', transaction: HASH },
    ],
    [{ kind: 'ABANDONED' }, { kind: 'abandoned' }],
    [
      { kind: 'EXECUTED', delivered: '7' },
      { kind: 'executed', delivered: 7n, isFinal: false },
    ],
    [
      { kind: 'REVERTED', isFinal: true },
      { kind: 'reverted', isFinal: true },
    ],
  ])('hands over %j', async (told, report) => {
    expect((await api.query(MUTATION, { input: { ...input, ...told } })).errors).toBeUndefined();
    expect(api.memory.received).toEqual([{ account: 'atlas-main', quote: ID, leg: 0, attempt: 1, report }]);
  });

  it.each([
    [{ kind: 'SENT' }, 'INVALID_REPORT', 'input.transaction'],
    [{ kind: 'SENT', transaction: '0x12' }, 'INVALID_IDENTIFIER', 'input.transaction'],
    [{ kind: 'EXECUTED' }, 'INVALID_REPORT', 'input.delivered'],
    [{ kind: 'ABANDONED', isFinal: true }, 'INVALID_REPORT', 'input.isFinal'],
    [{ kind: 'REVERTED', delivered: '7' }, 'INVALID_REPORT', 'input.delivered'],
    [{ kind: 'ABANDONED', account: 'A B' }, 'INVALID_IDENTIFIER', 'input.account'],
  ])('refuses %j', async (told, code, field) => {
    const { errors } = await api.query(MUTATION, { input: { ...input, ...told } });
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
    expect(api.memory.received).toEqual([]);
  });
});

describe('settlements', () => {
  it('are shown with every amount', async () => {
    const { data } = await api.query(`{ settlement(id: "${ID}") {
      id seq account wallet state acceptedAt expiresAt destination
      input { symbol quantity } reserved { raw } holdings { raw }
      legs { leg edge bridge plannedInput { raw } plannedOutput { raw } minimumOutput { raw } hasDeadline
        attempts { attempt progress input { raw } departed { raw } validUntil isFinal transaction transfer } }
    } }`);
    expect(data).toEqual({
      settlement: {
        id: ID,
        seq: 1,
        account: 'atlas-main',
        wallet: WALLET,
        state: 'OPEN',
        acceptedAt: '2022-01-21T14:05:00.000Z',
        expiresAt: '2022-01-22T14:05:09.000Z',
        destination: ARBITRUM_USDC,
        input: { symbol: 'USDC', quantity: '1' },
        reserved: [{ raw: '1000000' }],
        holdings: null,
        legs: [
          {
            leg: 0,
            edge: 'across-usdc',
            bridge: 'across',
            plannedInput: { raw: '1000000' },
            plannedOutput: { raw: '999000' },
            minimumOutput: { raw: '999000' },
            hasDeadline: false,
            attempts: [
              {
                attempt: 0,
                progress: 'PENDING',
                input: { raw: '1000000' },
                departed: { raw: '0' },
                validUntil: '2022-01-21T14:15:00.000Z',
                isFinal: false,
                transaction: null,
                transfer: null,
              },
            ],
          },
        ],
      },
    });
    expect((await api.query('{ settlement(id: "no") { id } }')).data).toEqual({ settlement: null });
  });

  it('are listed by account and by whether they have ended', async () => {
    const list = async (filter: string) => {
      const { data } = await api.query(`{ settlements(filter: ${filter}) { edges { cursor node { id } } } }`);
      return data;
    };
    const found = { settlements: { edges: [{ cursor: ID, node: { id: ID } }] } };
    expect(await list('{ account: "atlas-main", isOpen: true }')).toEqual(found);
    expect(await list('{ isOpen: false }')).toEqual({ settlements: { edges: [] } });
    expect(
      (await api.query('{ settlements(filter: { account: "A" }) { edges { cursor } } }')).errors,
    ).toMatchObject([{ extensions: { code: 'INVALID_IDENTIFIER', field: 'filter.account' } }]);
  });

  it('have a plan of transactions to sign, and none that may not be sent any more', async () => {
    const QUERY = `{ executionPlan(settlement: "${ID}") { settlement wallet legs {
      leg standing attempt minimumOutput { raw } validUntil reason
      approvals { chain to value purpose } transactions { chain to value purpose } } } }`;
    const answer = await api.query(QUERY);
    expect(answer.data).toEqual({
      executionPlan: {
        settlement: ID,
        wallet: WALLET,
        legs: [
          {
            leg: 0,
            standing: 'TO_SEND',
            attempt: 0,
            minimumOutput: { raw: '999000' },
            validUntil: '2022-01-21T14:15:00.000Z',
            reason: null,
            approvals: [
              {
                chain: 'eip155:10',
                to: '0x0b2c639c533813f4aa9d7837caf62653d097ff85',
                value: '0',
                purpose: 'approve(0x6f26bf09b1c792e3228e5467807a900a503c0281, 1000000)',
              },
            ],
            transactions: [
              {
                chain: 'eip155:10',
                to: '0x6f26bf09b1c792e3228e5467807a900a503c0281',
                value: '0',
                purpose: 'SpokePool.depositV3',
              },
            ],
          },
        ],
      },
    });
    expect((await api.query('{ executionPlan(settlement: "no") { wallet } }')).data).toEqual({
      executionPlan: null,
    });
    const issuedLongAgo = (at: UnixMilliseconds) =>
      ROUTE_SETTLEMENT.settlement.attempts.map((all) =>
        all.map((attempt) => ({ ...attempt, validUntil: addSeconds(at, -1) })),
      );
    api.memory.settlementRecords[0] = {
      ...ROUTE_SETTLEMENT,
      settlement: { ...ROUTE_SETTLEMENT.settlement, attempts: issuedLongAgo(NOW) },
    };
    const later = await api.query(QUERY);
    api.memory.settlementRecords[0] = ROUTE_SETTLEMENT;
    expect(later.data).toMatchObject({
      executionPlan: { legs: [{ standing: 'OVERDUE', approvals: [], transactions: [] }] },
    });
  });
});
