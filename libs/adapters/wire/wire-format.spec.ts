import { describe, expect, it } from '@jest/globals';
import { Decimal, expectOk, type PolicyVersion } from '@causeway/domain/units';
import {
  decodeEvent,
  decodeEventText,
  decodeInputRecord,
  decodeRiskPolicy,
  encodeRiskPolicy,
  liquidityGraphFormat,
  marginAccountFormat,
  priceFormat,
  replayTime,
  transactionLogsFormat,
} from './index.js';

const VERSION = 3 as PolicyVersion;

const policy = {
  schema: 'causeway.margin-policy/2',
  name: 'house',
  margin: {
    places: 8,
    collateral: [
      { rule: 'asset-haircut', haircuts: { USDC: '0.01', ETH: '0.1' } },
      { rule: 'layer-haircut', haircuts: { 'eip155:1': '0' }, otherwise: '0.1' },
      {
        rule: 'in-transit-credit',
        credits: [{ mechanism: 'issuer-mint-burn', stage: 'attested', credit: '0.9' }],
      },
    ],
    debts: [],
    positions: [{ rule: 'margin-rates', rates: { 'BTC-PERP': { initial: '0.05', maintenance: '0.03' } } }],
    account: [],
    health: { rule: 'health-ratio', warning: '1.2', liquidation: '1', target: '1.3' },
  },
};
const withCollateral = (...collateral: readonly unknown[]) => ({
  ...policy,
  margin: { ...policy.margin, collateral },
});

const account = {
  schema: 'causeway.margin-account/1',
  account: 'atlas-main',
  desk: 'atlas',
  seq: 7,
  positions: [{ instrument: 'BTC-PERP', chain: 'eip155:10', size: '-1.50', entryPrice: '46000' }],
  holdings: [{ amount: { asset: 'eip155:10/slip44:60', raw: '1000' }, bucket: 'available' }],
};

const price = {
  schema: 'causeway.price/1',
  symbol: 'BTC-PERP',
  price: '46216.93',
  time: 1640995200000,
  source: 'test',
};

const logs = {
  schema: 'causeway.transaction-logs/1',
  chain: 'eip155:1',
  blockNumber: '21925176',
  blockHash: `0x${'AB'.repeat(32)}`,
  blockTime: 1740570000000,
  transactionHash: `0x${'cd'.repeat(32)}`,
  finality: 'finalised',
  logs: [{ logIndex: 3, address: `0x${'EF'.repeat(20)}`, topics: [`0x${'12'.repeat(32)}`], data: '0x00FF' }],
};

describe('reading a document', () => {
  it('turns text into exact domain values and hexadecimal into lower case', () => {
    const read = expectOk(transactionLogsFormat.decode(logs));
    expect(read.blockNumber).toBe(21925176n);
    expect(read.blockHash).toBe(`0x${'ab'.repeat(32)}`);
    expect(read.logs[0]?.address).toBe(`0x${'ef'.repeat(20)}`);
    expect(read.logs[0]?.data).toBe('0x00ff');
    expect(Object.keys(read)).not.toContain('schema');

    const read2 = expectOk(decodeRiskPolicy(policy, VERSION));
    expect(read2.version).toBe(3);
    const [haircut] = read2.margin.collateral;
    expect(haircut).toMatchObject({
      haircuts: new Map([
        ['USDC', new Decimal('0.01')],
        ['ETH', new Decimal('0.1')],
      ]),
    });
  });

  it.each([
    ['no object', [], undefined, 'INVALID_DOCUMENT'],
    ['no schema', { ...price, schema: undefined }, 'schema', 'UNSUPPORTED_SCHEMA'],
    ['a later version', { ...price, schema: 'causeway.price/2' }, 'schema', 'UNSUPPORTED_SCHEMA'],
    ['a missing field', { ...price, symbol: undefined }, 'symbol', 'INVALID_DOCUMENT'],
    ['a binary floating point price', { ...price, price: 46216.93 }, 'price', 'INVALID_DOCUMENT'],
    ['an exponent', { ...price, price: '4.6e4' }, 'price', 'INVALID_DOCUMENT'],
    ['a price of nothing', { ...price, price: '0' }, 'price', 'INVALID_DOCUMENT'],
    ['a price that no market has', { ...price, price: `1${'0'.repeat(20)}` }, 'price', 'INVALID_DOCUMENT'],
    ['text that no database keeps', { ...price, source: 'a\0b' }, 'source', 'INVALID_DOCUMENT'],
    ['a time that is no date', { ...price, time: 8.64e15 + 1 }, 'time', 'INVALID_DOCUMENT'],
    ['a time in fractions', { ...price, time: 1.5 }, 'time', 'INVALID_DOCUMENT'],
  ])('refuses a price with %s', (_, document, field, code) => {
    const read = priceFormat.decode(document);
    expect(read).toMatchObject({ ok: false, failure: { code } });
    expect(read.ok ? undefined : read.failure.field).toBe(field);
  });

  it('names the path of a field inside lists and maps', () => {
    const badTopic = { ...logs, logs: [{ ...logs.logs[0], topics: ['0x12'] }] };
    expect(transactionLogsFormat.decode(badTopic)).toMatchObject({ failure: { field: 'logs[0].topics[0]' } });
    const badBlock = { ...logs, blockNumber: String(2n ** 63n) };
    expect(transactionLogsFormat.decode(badBlock)).toMatchObject({ failure: { field: 'blockNumber' } });
    const badHaircut = withCollateral({ rule: 'asset-haircut', haircuts: { USDC: '1e-2' } });
    expect(decodeRiskPolicy(badHaircut, VERSION)).toMatchObject({
      failure: { field: '/margin/collateral/0/haircuts/USDC' },
    });
    const badKey = withCollateral({ rule: 'layer-haircut', haircuts: { optimism: '0' }, otherwise: '0' });
    expect(decodeRiskPolicy(badKey, VERSION)).toMatchObject({
      failure: { field: '/margin/collateral/0/haircuts/optimism' },
    });
    const unknownRule = withCollateral({ rule: 'asset-bonus', haircuts: {} });
    expect(decodeRiskPolicy(unknownRule, VERSION)).toMatchObject({
      failure: { field: '/margin/collateral/0/rule' },
    });
  });

  it.each(['a\0', 'a\ud800', '\udc00a'])('refuses %j in a text, which no database keeps', (text) => {
    expect(decodeRiskPolicy({ ...policy, name: text }, VERSION)).toMatchObject({
      failure: { field: '/name' },
    });
    expect(priceFormat.decode({ ...price, source: text })).toMatchObject({ failure: { field: 'source' } });
    expect(priceFormat.decode({ ...price, source: '\u{1f600}' }).ok).toBe(true);
  });

  it('refuses unknown fields in what people write, at every depth', () => {
    const misspelt = { ...policy, warninghealth: '1.2' };
    expect(decodeRiskPolicy(misspelt, VERSION)).toMatchObject({ failure: { field: '/warninghealth' } });
    const deep = { ...account, positions: [{ ...account.positions[0], leverage: '3' }] };
    expect(marginAccountFormat.decode(deep)).toMatchObject({ failure: { field: 'positions[0].leverage' } });
    const hidden: unknown = JSON.parse(JSON.stringify(policy).replace('"USDC"', '"__proto__"'));
    expect(decodeRiskPolicy(hidden, VERSION)).toMatchObject({
      failure: { field: '/margin/collateral/0/haircuts/__proto__' },
    });
  });

  it('ignores unknown fields in events, so that a later producer can add some', () => {
    expect(priceFormat.decode({ ...price, confidence: '0.1' }).ok).toBe(true);
  });

  it('accepts a spelling that is not the canonical one of a known field', () => {
    const read = expectOk(marginAccountFormat.decode(account));
    expect(read.positions[0]?.size).toEqual(new Decimal('-1.5'));
  });

  it('ties a transit to its bucket', () => {
    const transit = { transfer: 'across/eip155:1/9', bridge: 'across', stage: 'initiated' };
    for (const holding of [
      { ...account.holdings[0], transit },
      { ...account.holdings[0], bucket: 'in-transit' },
    ]) {
      expect(marginAccountFormat.decode({ ...account, holdings: [holding] })).toMatchObject({
        failure: { field: 'holdings[0].transit' },
      });
    }
  });

  it('refuses an edge of an unknown kind by its kind', () => {
    const graph = { schema: 'causeway.liquidity-graph/1', version: 'a', edges: [{ kind: 'lottery' }] };
    expect(liquidityGraphFormat.decode(graph)).toMatchObject({ failure: { field: 'edges[0].kind' } });
  });
});

describe('writing a document', () => {
  it('never uses an exponent, however small or large', () => {
    const { schema: _, ...value } = price;
    for (const text of [`0.${'0'.repeat(39)}1`, `1${'0'.repeat(19)}`]) {
      const written = priceFormat.encode({
        ...expectOk(priceFormat.decode({ ...price, ...value, price: text })),
      });
      expect(written['price']).toBe(text);
    }
  });

  it('gives one text for equal values, in whatever order their fields and maps were filled', () => {
    const value = expectOk(decodeRiskPolicy(policy, VERSION));
    const reversed = {
      ...(Object.fromEntries(Object.entries(value).reverse()) as unknown as typeof value),
      margin: {
        ...value.margin,
        collateral: value.margin.collateral.map((rule) =>
          rule.rule === 'asset-haircut' ? { ...rule, haircuts: new Map([...rule.haircuts].reverse()) } : rule,
        ),
      },
    };
    expect(JSON.stringify(encodeRiskPolicy(reversed))).toBe(JSON.stringify(encodeRiskPolicy(value)));
  });

  it('throws on a value that its own schema refuses', () => {
    const read = expectOk(priceFormat.decode(price));
    expect(() => priceFormat.encode({ ...read, price: new Decimal(NaN) })).toThrow();
  });
});

describe('input records', () => {
  it('are told apart by schema and carry the instant of their replay', () => {
    const atPrice = expectOk(decodeInputRecord(price));
    expect([atPrice.kind, replayTime(atPrice)]).toEqual(['price', 1640995200000]);
    const atLogs = expectOk(decodeInputRecord({ ...logs, replayAt: 5 }));
    expect([atLogs.kind, replayTime(atLogs)]).toEqual(['transaction-logs', 5]);
    expect(replayTime(expectOk(decodeInputRecord(logs)))).toBe(1740570000000);
    expect(decodeInputRecord(policy)).toMatchObject({
      failure: { code: 'UNSUPPORTED_SCHEMA', field: 'schema' },
    });
  });
});

describe('published events', () => {
  it('of an unknown type or schema are refused by name', () => {
    expect(decodeEvent('margin.exploded', {})).toMatchObject({ failure: { field: 'type' } });
    expect(decodeEvent('toString', {})).toMatchObject({ failure: { field: 'type' } });
    expect(decodeEventText('{"schema":"causeway.other/1"}')).toMatchObject({ failure: { field: 'schema' } });
    expect(decodeEventText('{')).toMatchObject({ failure: { code: 'INVALID_JSON' } });
  });
});
