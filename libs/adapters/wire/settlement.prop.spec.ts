import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptEvidence, KeptSettlement } from '@causeway/application/ports';
import type {
  CapacityClaim,
  InventoryClaim,
  LegAttempt,
  LegObservation,
  PlannedLeg,
  Settlement,
  SettlementOutcome,
  SettlementPlan,
} from '@causeway/domain/settlement';
import { expectOk } from '@causeway/domain/units';
import {
  address,
  asset,
  few,
  hash,
  objectOf,
  slug,
  text,
  time,
  transfer,
  unsigned,
  words,
} from './arbitraries.fixture.js';
import { decodeEvent, decodeEventText, encodeEvent, encodeEventText } from './published-event.js';
import { settlementFormat } from './settlement.js';

const seconds = fc.integer({ min: 1 });
const flag = fc.boolean();

const plan = objectOf<SettlementPlan>({
  quote: text,
  source: asset,
  destination: asset,
  input: unsigned,
  legs: few(
    objectOf<PlannedLeg>(
      {
        edge: text,
        from: asset,
        to: asset,
        bridge: slug(),
        plannedInput: unsigned,
        plannedOutput: unsigned,
        minimumOutput: unsigned,
        fixedFee: unsigned,
        hasDeadline: flag,
      },
      'bridge',
      'fixedFee',
    ),
  ),
  expiresAt: time,
  legSeconds: seconds,
  observationSeconds: seconds,
  maximumAttempts: seconds,
});
const attempt = objectOf<LegAttempt>({
  input: unsigned,
  minimumOutput: unsigned,
  issuedAt: time,
  validUntil: time,
  observation: objectOf<LegObservation>({
    seq: fc.nat(),
    departed: unsigned,
    arrived: unsigned,
    delivered: unsigned,
    returned: unsigned,
    isReverted: flag,
    isFinal: flag,
  }),
  isAbandoned: flag,
});
const settlement = objectOf<KeptSettlement>({
  seq: seconds,
  account: slug(),
  wallet: address,
  isContractWallet: flag,
  settlement: objectOf<Settlement>(
    {
      plan,
      acceptedAt: time,
      attempts: few(few(attempt)),
      released: few(flag),
      outcome: objectOf<SettlementOutcome>({
        kind: words('settled', 'settled-elsewhere', 'refunded', 'failed'),
        holdings: few(
          fc.record(
            { asset, raw: fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n }) },
            { noNullPrototype: true },
          ),
        ),
      }),
    },
    'outcome',
  ),
  reserved: few(objectOf<InventoryClaim>({ asset, raw: unsigned })),
  booked: few(objectOf<InventoryClaim>({ asset, raw: fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n }) })),
  claims: few(objectOf<CapacityClaim>({ leg: fc.nat(), resource: text, raw: unsigned, limit: unsigned })),
  evidence: few(
    objectOf<AttemptEvidence>(
      { leg: fc.nat(), attempt: fc.nat(), transaction: hash, transfer },
      'transaction',
      'transfer',
    ),
  ),
});

describe('a settlement on the wire', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(settlement, (value) => {
        expect(expectOk(settlementFormat.decodeText(settlementFormat.encodeText(value)))).toEqual(value);
      }),
      { numRuns: 100 },
    );
  });

  it('is told by its event, as type and payload and as the text of a record', () => {
    fc.assert(
      fc.property(settlement, time, (value, at) => {
        const event = { type: 'settlement.changed', settlement: value, at } as const;
        const { type, payload } = encodeEvent(event);
        expect(expectOk(decodeEvent(type, JSON.parse(JSON.stringify(payload))))).toEqual(event);
        expect(expectOk(decodeEventText(encodeEventText(event)))).toEqual(event);
      }),
      { numRuns: 100 },
    );
  });
});
