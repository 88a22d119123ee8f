import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { refused } from './testing/in-memory-ports.js';
import { runApi, type RunningApi } from './testing/running-api.js';
import { ATLAS, OP_MAINNET, OP_USDC, WALLET } from './testing/sample.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.memory.refusal = undefined;
  api.memory.received.length = 0;
});

describe('openAccount', () => {
  const MUTATION =
    'mutation ($input: OpenAccountInput!) { openAccount(input: $input) { account accountSeq } }';
  const input = {
    account: 'atlas-third',
    desk: 'atlas',
    wallets: [WALLET.toUpperCase().replace('0X', '0x')],
    deposits: [{ asset: OP_USDC, amount: '12.5' }],
  };

  it('hands the command over in exact base units and answers with the version of the account', async () => {
    const answer = await api.query(MUTATION, { input });
    expect(answer).toMatchObject({ data: { openAccount: { account: 'atlas-third', accountSeq: 1 } } });
    expect(api.memory.received).toEqual([
      {
        account: 'atlas-third',
        desk: ATLAS,
        wallets: [WALLET],
        deposits: [{ asset: OP_USDC, raw: 12_500_000n }],
      },
    ]);
  });

  it.each([
    [{ account: 'Atlas' }, 'INVALID_IDENTIFIER', 'input.account'],
    [{ desk: 'a b' }, 'INVALID_IDENTIFIER', 'input.desk'],
    [{ wallets: [WALLET, '0x12'] }, 'INVALID_IDENTIFIER', 'input.wallets.1'],
    [{ deposits: [{ asset: OP_USDC, amount: '0.0000001' }] }, 'EXCESS_DIGITS', 'input.deposits.0.amount'],
    [{ deposits: [{ asset: 'usdc', amount: '1' }] }, 'INVALID_IDENTIFIER', 'input.deposits.0.asset'],
  ])('refuses %j and passes nothing on', async (change, code, field) => {
    const { errors } = await api.query(MUTATION, { input: { ...input, ...change } });
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
    expect(api.memory.received).toEqual([]);
  });

  it('names the field of a refusal in the terms of the mutation', async () => {
    api.memory.refusal = refused('WALLET_TAKEN', 'already belongs to another account', 'wallets.0');
    const { errors } = await api.query(MUTATION, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'WALLET_TAKEN', field: 'input.wallets.0' } }]);
  });
});

describe('setPositions', () => {
  const MUTATION =
    'mutation ($input: SetPositionsInput!) { setPositions(input: $input) { account accountSeq } }';
  const position = { instrument: 'BTC-PERP', chain: OP_MAINNET, size: '-0.25', entryPrice: '41000.5' };

  it('hands exact decimals over', async () => {
    const answer = await api.query(MUTATION, { input: { account: 'atlas-main', positions: [position] } });
    expect(answer).toMatchObject({ data: { setPositions: { account: 'atlas-main', accountSeq: 5 } } });
    expect(api.memory.received).toEqual([
      {
        account: 'atlas-main',
        positions: [{ ...position, size: decimal('-0.25'), entryPrice: decimal('41000.5') }],
        areExecuted: false,
      },
    ]);
  });

  it.each([
    [{ instrument: 'BTC PERP' }, 'INVALID_IDENTIFIER', 'input.positions.0.instrument'],
    [{ chain: 'optimism' }, 'INVALID_IDENTIFIER', 'input.positions.0.chain'],
    [{ chain: 'eip155:999999' }, 'UNKNOWN_CHAIN', 'input.positions.0.chain'],
  ])('refuses %j', async (change, code, field) => {
    const positions = [{ ...position, ...change }];
    const { errors } = await api.query(MUTATION, { input: { account: 'atlas-main', positions } });
    expect(errors).toMatchObject([{ extensions: { code, field } }]);
  });
});

describe('the risk policy', () => {
  const PROPOSE =
    'mutation ($document: JSON!, $by: String!) { proposePolicy(document: $document, by: $by) { version status proposedBy targetHealth rules { path rule parameters } } }';
  const document = {
    schema: 'causeway.margin-policy/2',
    name: 'next',
    margin: {
      places: 8,
      collateral: [{ rule: 'asset-haircut', haircuts: { USDC: '0.02' } }],
      debts: [],
      positions: [],
      account: [],
      health: { rule: 'health-ratio', warning: '1.5', liquidation: '1', target: '2' },
    },
  };

  it('is proposed as a document and shown rule by rule', async () => {
    const answer = await api.query(PROPOSE, { document, by: ' ada ' });
    expect(answer).toMatchObject({
      data: {
        proposePolicy: {
          version: 2,
          status: 'PROPOSED',
          proposedBy: 'ada',
          targetHealth: '2',
          rules: [
            {
              path: '/margin/collateral/0',
              rule: 'asset-haircut',
              parameters: { haircuts: { USDC: '0.02' } },
            },
            { path: '/margin/health', rule: 'health-ratio', parameters: { warning: '1.5' } },
          ],
        },
      },
    });
    expect(api.memory.received).toMatchObject([{ document, by: 'ada' }]);
  });

  it('may be written out in the operation', async () => {
    const { errors } = await api.query(
      'mutation { proposePolicy(by: "ada", document: { schema: "causeway.margin-policy/1", a: [1, 1.5, null, true] }) { version } }',
    );
    expect(errors).toBeDefined();
    expect(api.memory.received).toMatchObject([
      { document: { schema: 'causeway.margin-policy/1', a: [1, 1.5, null, true] } },
    ]);
  });

  it.each(['', '  ', 'x'.repeat(101)])('must be proposed by somebody, not by %j', async (by) => {
    const { errors } = await api.query(PROPOSE, { document, by });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_OPERATOR', field: 'by' } }]);
  });

  it('is activated by version', async () => {
    const activate = (version: number) =>
      api.query(`mutation { activatePolicy(version: ${version}, by: "ada") { version status } }`);
    expect(await activate(1)).toMatchObject({ data: { activatePolicy: { version: 1, status: 'ACTIVE' } } });
    expect(api.memory.received).toEqual([{ version: 1, by: 'ada' }]);
    expect((await activate(0)).errors).toMatchObject([{ extensions: { field: 'version' } }]);
  });
});

describe('dead letters', () => {
  it.each([
    ['retryDeadLetter', 'RETRIED'],
    ['skipDeadLetter', 'SKIPPED'],
  ])('%s passes the decision on with its reason', async (mutation, status) => {
    const query = `mutation { ${mutation}(id: "letter-1", by: "ada", reason: "decoder fixed") { id status decidedBy decisionReason } }`;
    expect(await api.query(query)).toMatchObject({
      data: { [mutation]: { id: 'letter-1', status, decidedBy: 'ada', decisionReason: 'decoder fixed' } },
    });
    expect(api.memory.received).toEqual([{ id: 'letter-1', by: 'ada', reason: 'decoder fixed' }]);
  });
});
