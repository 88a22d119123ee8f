import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BridgeLeg, ConservationAlert, ConservationRules } from '@causeway/domain/conservation';
import {
  erc20Asset,
  evmChain,
  expectOk,
  fromUnixSeconds,
  parseAddress,
  parseBridgeId,
  type AssetId,
} from '@causeway/domain/units';
import { bridgeLegFormat, chainReadFormat } from './bridge-leg.js';
import { readBridgeStudy } from './bridge-study.js';
import { conservationAlertFormat } from './conservation-alert.js';
import { conservationMessageFormat } from './conservation-message.js';
import { conservationRulesFormat } from './conservation-rules.js';
import { marginAccountFormat } from './margin-account.js';
import { decodeEventText, encodeEventText } from './published-event.js';
import type { WireFormat } from './wire-format.js';

const chain = fc.nat().map((number) => evmChain(number));
const hex = (digits: number) => fc.stringMatching(new RegExp(`^0x[0-9a-f]{${digits}}$`));
const address = hex(40).map((text) => expectOk(parseAddress(text)));
const asset = fc.tuple(chain, address).map(([on, at]) => erc20Asset(on, at));
const bridge = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/).map((text) => expectOk(parseBridgeId(text)));
const instant = fc.nat().map(fromUnixSeconds);
const text = fc.string({ minLength: 1, maxLength: 20 });

const leg: fc.Arbitrary<BridgeLeg> = fc.record(
  {
    id: text,
    bridge,
    kind: fc.constantFrom('lock', 'burn', 'mint', 'release'),
    chain,
    sourceChain: chain,
    at: instant,
    transactionHash: hex(64),
    messageId: text,
    asset,
    counterpart: asset,
    amount: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    recipient: address,
  },
  {
    requiredKeys: [
      'id',
      'bridge',
      'kind',
      'chain',
      'sourceChain',
      'at',
      'transactionHash',
      'asset',
      'amount',
    ],
    noNullPrototype: true,
  },
);

const rules: fc.Arbitrary<ConservationRules> = fc.record(
  {
    bridge,
    matching: fc.constantFrom('unique-message-id', 'shared-message-id', 'recipient-and-amount'),
    assets: fc.array(fc.tuple(asset, text)).map((entries) => new Map<AssetId, string>(entries)),
    finalitySeconds: fc.array(fc.tuple(chain, fc.nat())).map((entries) => new Map(entries)),
    maximumFeeBasisPoints: fc.bigInt({ min: 0n, max: 9_999n }),
    recipientsAgree: fc.boolean(),
    longestTransferSeconds: fc.nat(),
    patienceSeconds: fc.nat(),
    clockToleranceSeconds: fc.nat(),
    openingSeconds: fc.nat(),
    deliversOrders: fc.constant(true as const),
  },
  {
    requiredKeys: [
      'bridge',
      'matching',
      'assets',
      'finalitySeconds',
      'maximumFeeBasisPoints',
      'recipientsAgree',
      'longestTransferSeconds',
      'patienceSeconds',
    ],
    noNullPrototype: true,
  },
);

const alert: fc.Arbitrary<ConservationAlert> = fc.record(
  {
    id: text,
    bridge,
    code: fc.constantFrom('UNEXPLAINED_ARRIVAL', 'SECOND_ARRIVAL', 'AMOUNT_MISMATCH', 'PREMATURE_EXECUTION'),
    severity: fc.constantFrom('alarm', 'provisional', 'notice'),
    status: fc.constantFrom('open', 'explained', 'withdrawn', 'closed'),
    message: text,
    asset: text,
    arrival: leg,
    departure: leg,
    raisedAt: instant,
    settledAt: instant,
  },
  {
    requiredKeys: ['id', 'bridge', 'code', 'severity', 'status', 'message', 'asset', 'arrival', 'raisedAt'],
    noNullPrototype: true,
  },
);

function expectRoundTrip<Value>(format: WireFormat<Value>, values: fc.Arbitrary<Value>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(expectOk(format.decodeText(format.encodeText(value)))).toEqual(value);
    }),
  );
}

describe('what is encoded is decoded again', () => {
  it('bridge-leg', () => expectRoundTrip(bridgeLegFormat, leg));
  it('chain-read', () =>
    expectRoundTrip(
      chainReadFormat,
      fc.record(
        { chain, since: instant, through: instant, source: text, replayAt: instant },
        { requiredKeys: ['chain', 'through'], noNullPrototype: true },
      ),
    ));
  it('conservation-rules', () => expectRoundTrip(conservationRulesFormat, rules));
  it('conservation-alert', () => expectRoundTrip(conservationAlertFormat, alert));
  it('conservation-message', () => {
    const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    const position = fc.record({
      locked: amount,
      burned: amount,
      minted: amount,
      released: amount,
      inFlight: amount,
      fees: fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
      awaiting: amount,
      unexplained: amount,
      opening: amount,
    });
    const message = fc.record({
      key: text,
      bridge,
      sourceChain: chain,
      departures: fc.array(leg, { maxLength: 2 }),
      arrivals: fc.array(leg, { maxLength: 2 }),
    });
    const due = fc.record({ readThrough: instant, patienceEnd: instant }, { requiredKeys: ['readThrough'] });
    const positions = fc
      .array(fc.tuple(fc.stringMatching(/^[A-Z]{1,5}$/), position), { maxLength: 2 })
      .map((entries) => new Map(entries));
    expectRoundTrip(
      conservationMessageFormat,
      fc.record({ message, positions, due }, { requiredKeys: ['message', 'positions'] }),
    );
  });
  it('legs.changed, as the text of a record', () => {
    const read = fc.record({ since: instant, through: instant }, { noNullPrototype: true });
    const legs = fc.array(leg, { maxLength: 3 });
    const changed = fc.record(
      { chain, read, added: legs, withdrawn: legs },
      { requiredKeys: ['chain', 'added', 'withdrawn'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(changed, (changes) => {
        const event = { type: 'legs.changed' as const, changes };
        expect(decodeEventText(encodeEventText(event))).toEqual({ ok: true, value: event });
      }),
    );
  });
  it('bridge.alerted, as the text of a record', () => {
    fc.assert(
      fc.property(alert, fc.boolean(), (told, isFrozen) => {
        const event = { type: 'bridge.alerted' as const, alert: told, isFrozen };
        expect(decodeEventText(encodeEventText(event))).toEqual({ ok: true, value: event });
      }),
    );
  });
  it('a holding whose credit is withheld', () => {
    const transit = {
      transfer: 'cctp/eip155:1/1',
      bridge: 'cctp',
      stage: 'initiated',
      isCreditWithheld: true,
    };
    const account = {
      schema: 'causeway.margin-account/1',
      account: 'atlas-main',
      desk: 'atlas',
      seq: 1,
      positions: [],
      holdings: [{ amount: { asset: 'eip155:1/slip44:60', raw: '1' }, bucket: 'in-transit', transit }],
    };
    expect(marginAccountFormat.encode(expectOk(marginAccountFormat.decode(account)))).toEqual(account);
  });
});

describe('a ledger of the Nomad study', () => {
  const TOKEN = `0x${'11'.repeat(20)}`;
  const MINTED = `0x${'12'.repeat(20)}`;
  const USER = `0x${'aa'.repeat(20)}`;
  const hash = (byte: string) => `0x${byte.repeat(32)}`;
  const ledger = {
    chains: {
      l1: { chainId: 1, finalityWindowSeconds: 1_800 },
      l2: { chainId: 1284, finalityWindowSeconds: 1_800 },
    },
    tokens: [TOKEN, MINTED],
    tokenMap: [{ l1Token: TOKEN, l2Token: MINTED, symbol: 'USDC' }],
    streams: {
      l1_lock: [[1_000, hash('01'), 7, USER, 0, '5']],
      l2_mint: [[3_000, hash('02'), 7, USER, 1, '5']],
      l2_burn: [],
      l1_release: [[4_000, hash('03'), null, 'unreadable', 0, '6']],
    },
  };

  it('becomes legs by source chain and message, and rules by its token map', () => {
    const { legs, rules: read } = expectOk(readBridgeStudy(ledger));
    expect(
      legs.map(({ kind, sourceChain, messageId, amount }) => [kind, sourceChain, messageId, amount]),
    ).toEqual([
      ['lock', 'eip155:1', '7', 5n],
      ['mint', 'eip155:1', '7', 5n],
      ['release', 'eip155:1284', `none/${hash('03')}/0`, 6n],
    ]);
    expect(legs.map(({ recipient }) => recipient)).toEqual([USER, USER, undefined]);
    expect([...read.assets.values()]).toEqual(['USDC', 'USDC']);
    expect([...read.finalitySeconds.values()]).toEqual([1_800, 1_800]);
  });

  it.each<[string, unknown, string]>([
    ['a token it does not list', [[1_000, hash('01'), 7, USER, 2, '5']], 'streams.l1_lock[0][4]'],
    ['an amount in JSON numbers', [[1_000, hash('01'), 7, USER, 0, 5]], 'streams.l1_lock[0][5]'],
  ])('is refused with %s', (_, l1_lock, field) => {
    const outcome = readBridgeStudy({ ...ledger, streams: { ...ledger.streams, l1_lock } });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'INVALID_DOCUMENT', field } });
  });

  it('is told from what is no study at all', () => {
    expect(readBridgeStudy([])).toMatchObject({ ok: false, failure: { code: 'INVALID_DOCUMENT' } });
  });
});
