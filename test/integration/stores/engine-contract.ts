import { expect, it } from '@jest/globals';
import type { EngineAccount, EngineChanges, EngineStore, PartitionLease } from '@causeway/application/ports';
import type { LiquidationCase } from '@causeway/domain/liquidation';
import {
  addSeconds,
  decimal,
  tokenAmount,
  transferId,
  type AccountId,
  type CaseId,
  type InstrumentId,
  type PolicyVersion,
} from '@causeway/domain/units';
import type { PriceState } from '@causeway/domain/pricing';
import { ATLAS, BOREALIS, position } from '../../fixtures/accounts.js';
import { ACROSS, ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn } from '../../fixtures/bridge-events.js';
import { housePolicy, price, priceState, withThresholds } from '../../fixtures/margin.js';
import { action } from '../../fixtures/systemic-actions.js';
import type { OpenStores } from './harness.js';

const PRECISE = decimal(`123456789.${'0'.repeat(39)}1`);
const CASE: LiquidationCase = {
  id: 'atlas-main/3' as CaseId,
  account: ATLAS,
  desk: 'atlas' as LiquidationCase['desk'],
  stage: 'liquidating',
  openedAt: FIRST_MOMENT,
  updatedAt: addSeconds(FIRST_MOMENT, 5),
  plan: {
    reductions: [
      {
        instrument: 'BTC-PERP' as InstrumentId,
        chain: ETHEREUM,
        sizeChange: decimal('-0.75'),
        markPrice: PRECISE,
        maintenanceReleased: decimal('1.5'),
      },
    ],
    seizures: [
      {
        asset: usdcOn(OPTIMISM),
        chain: OPTIMISM,
        bucket: 'available',
        raw: 2n ** 200n,
        value: decimal('12'),
      },
    ],
    shortfall: decimal('0'),
  },
  history: [
    {
      stage: 'liquidating',
      at: FIRST_MOMENT,
      evidence: {
        accountSeq: 4,
        priceVector: '0:2',
        policyVersion: 1 as PolicyVersion,
        equity: decimal('-3.25'),
        maintenanceMargin: decimal('10'),
        health: decimal('-0.325'),
      },
    },
  ],
};
const PLAIN: EngineAccount = {
  account: {
    account: BOREALIS,
    desk: 'borealis' as LiquidationCase['desk'],
    seq: 1,
    positions: [],
    holdings: [],
  },
  caseCount: 0,
};
const RICH: EngineAccount = {
  account: {
    account: ATLAS,
    desk: CASE.desk,
    seq: 4,
    positions: [position('-2.5', PRECISE.toFixed())],
    holdings: [
      { amount: tokenAmount(usdcOn(ETHEREUM), 2n ** 255n), bucket: 'available' },
      {
        amount: tokenAmount(usdcOn(ETHEREUM), 7n),
        bucket: 'in-transit',
        transit: { transfer: transferId(ACROSS, ETHEREUM, '7'), bridge: ACROSS, stage: 'initiated' },
      },
    ],
  },
  reported: { band: 'liquidatable', health: PRECISE },
  caseCount: 3,
  openCase: CASE,
};

/** Several sources, an average apart from the mark and both breakers tripped. */
const PRECISELY_KNOWN: PriceState = {
  symbol: 'USDC',
  quotes: [
    { ...price('USDC', '0.9998'), confidence: decimal('0.0001') },
    { ...price('USDC', '0.99', 3), source: 'other' },
  ],
  mark: { price: PRECISE, time: FIRST_MOMENT, confidence: decimal('0.004'), sources: ['example', 'other'] },
  average: { price: decimal('0.97'), until: addSeconds(FIRST_MOMENT, 3) },
  stalenessTrip: { since: FIRST_MOMENT },
  jumpTrip: { since: FIRST_MOMENT, calmSince: addSeconds(FIRST_MOMENT, 1) },
};

const ACTIONS = [
  action('raise-haircut', 'layer', ETHEREUM, { haircut: decimal('0.05'), affected: [ATLAS, BOREALIS] }),
  action('warn', 'asset', 'USDC'),
];

const NOTHING: EngineChanges = {
  accounts: [],
  cases: [],
  prices: [],
  priceSeq: 0,
  cursors: new Map(),
  deadLetters: [],
  outbox: [],
};
const EVERYTHING: EngineChanges = {
  accounts: [RICH, PLAIN],
  cases: [CASE],
  prices: [priceState({ ...price('BTC-PERP', '1'), price: PRECISE }), PRECISELY_KNOWN],
  priceSeq: 2,
  policy: housePolicy,
  actions: ACTIONS,
  cursors: new Map([
    ['account.events', 12n],
    ['market.prices', 2n ** 60n],
  ]),
  deadLetters: [
    {
      id: 'market.prices/0/5#INVALID_DOCUMENT',
      topic: 'market.prices',
      partition: 0,
      offset: 5n,
      code: 'INVALID_DOCUMENT',
      message: 'price is missing',
      body: '{}',
      at: FIRST_MOMENT,
    },
  ],
  outbox: [
    {
      stream: 'liquidation/atlas',
      key: 'atlas',
      event: { type: 'liquidation.changed', case: CASE },
    },
  ],
};

/** What a store of engine checkpoints has to do. */
export function engineContract(opened: OpenStores): void {
  it('leases a partition to one owner until the lease expires or is given back', async () => {
    const { engines } = opened().stores;
    const claim = (owner: string, second: number) =>
      engines.claim(3, owner, addSeconds(FIRST_MOMENT, second), 10);
    expect(await claim('ada', 0)).toEqual({ partition: 3, epoch: 1n });
    expect(await claim('grace', 1)).toBeUndefined();
    expect(await claim('ada', 5)).toEqual({ partition: 3, epoch: 1n });
    expect(await claim('grace', 15)).toBeUndefined();
    expect(await claim('grace', 16)).toEqual({ partition: 3, epoch: 2n });
    expect(await claim('ada', 16)).toBeUndefined();
    await engines.release({ partition: 3, epoch: 1n });
    expect(await claim('ada', 17)).toBeUndefined();
    await engines.release({ partition: 3, epoch: 2n });
    expect(await claim('ada', 17)).toEqual({ partition: 3, epoch: 3n });
    expect(await engines.claim(4, 'grace', FIRST_MOMENT, 10)).toEqual({ partition: 4, epoch: 1n });
  });

  it('gives a lease that has expired back to its own owner under the same epoch', async () => {
    const { engines } = opened().stores;
    await engines.claim(0, 'ada', FIRST_MOMENT, 10);
    expect(await engines.claim(0, 'ada', addSeconds(FIRST_MOMENT, 100), 10)).toEqual({
      partition: 0,
      epoch: 1n,
    });
  });

  it('starts a new epoch when an owner comes back after giving the lease back', async () => {
    const { engines } = opened().stores;
    const lease = await leaseOf(engines, 0);
    await engines.release(lease);
    expect((await leaseOf(engines, 0)).epoch).toBe(2n);
  });

  it('leases a partition to one of many that claim it at once', async () => {
    const { engines } = opened().stores;
    const leases = await Promise.all(
      Array.from({ length: 8 }, (_, index) => engines.claim(0, `owner ${index}`, FIRST_MOMENT, 10)),
    );
    expect(leases.filter((lease) => lease !== undefined)).toEqual([{ partition: 0, epoch: 1n }]);
  });

  it('has an empty checkpoint before the first commit', async () => {
    const { engines } = opened().stores;
    await leaseOf(engines, 0);
    expect(await engines.load(0)).toEqual({
      accounts: new Map(),
      prices: new Map(),
      priceSeq: 0,
      cursors: new Map(),
    });
  });

  it('gives back exactly what was committed', async () => {
    const { engines, outbox, deadLetters } = opened().stores;
    const lease = await leaseOf(engines, 0);
    expect(await engines.commit(lease, EVERYTHING)).toBe('committed');
    expect(await engines.load(0)).toEqual({
      accounts: new Map([
        [ATLAS, RICH],
        [BOREALIS, PLAIN],
      ]),
      prices: new Map(EVERYTHING.prices.map((one) => [one.symbol, one])),
      priceSeq: 2,
      policy: housePolicy,
      actions: ACTIONS,
      cursors: EVERYTHING.cursors,
    });
    const [letter] = EVERYTHING.deadLetters;
    expect(await deadLetters.find(letter?.id ?? '')).toEqual({ ...letter, status: 'waiting' });
    const events = await outbox.read('liquidation/atlas', 0, 10);
    expect(events).toEqual([{ ...EVERYTHING.outbox[0], seq: 1, prevSeq: 0 }]);
  });

  it('changes what a later commit names and keeps the rest', async () => {
    const { engines } = opened().stores;
    const lease = await leaseOf(engines, 0);
    await engines.commit(lease, EVERYTHING);
    const { openCase: _, ...closed } = { ...RICH, reported: { band: 'healthy' as const } };
    const newPolicy = withThresholds(housePolicy, 2, { warning: '1.3' });
    await engines.commit(lease, {
      ...NOTHING,
      accounts: [closed],
      cases: [{ ...CASE, stage: 'recovered' }],
      prices: [priceState(price('USDC', '1.0001', 60))],
      priceSeq: 3,
      policy: newPolicy,
      cursors: new Map([['market.prices', 2n ** 60n + 1n]]),
    });
    const checkpoint = await engines.load(0);
    expect(checkpoint.accounts).toEqual(
      new Map<AccountId, EngineAccount>([
        [ATLAS, closed],
        [BOREALIS, PLAIN],
      ]),
    );
    expect(checkpoint.prices.get('USDC')).toEqual(priceState(price('USDC', '1.0001', 60)));
    expect(checkpoint.prices.get('BTC-PERP')?.mark.price).toEqual(PRECISE);
    expect(checkpoint.priceSeq).toBe(3);
    expect(checkpoint.actions).toEqual(ACTIONS);
    expect(checkpoint.policy).toEqual(newPolicy);
    expect(checkpoint.cursors).toEqual(
      new Map([
        ['account.events', 12n],
        ['market.prices', 2n ** 60n + 1n],
      ]),
    );
  });

  it('keeps partitions apart and tells how far each has come', async () => {
    const { engines } = opened().stores;
    await engines.commit(await leaseOf(engines, 0), EVERYTHING);
    await engines.commit(await leaseOf(engines, 1), {
      ...NOTHING,
      cursors: new Map([['policy.events', 1n]]),
    });
    expect((await engines.load(1)).accounts.size).toBe(0);
    expect(await engines.cursors()).toEqual(
      new Map([
        [0, EVERYTHING.cursors],
        [1, new Map([['policy.events', 1n]])],
      ]),
    );
  });

  it('writes nothing for an engine that lost its partition', async () => {
    const { engines, outbox, deadLetters } = opened().stores;
    const stale = await leaseOf(engines, 0);
    await engines.release(stale);
    const newest = await leaseOf(engines, 0);
    expect(await engines.commit(stale, EVERYTHING)).toBe('fenced');
    expect((await engines.load(0)).accounts.size).toBe(0);
    expect(await engines.cursors()).toEqual(new Map());
    expect(await outbox.backlog()).toBe(0);
    expect(await deadLetters.find(EVERYTHING.deadLetters[0]?.id ?? '')).toBeUndefined();
    expect(await engines.commit(newest, EVERYTHING)).toBe('committed');
  });

  it('writes nothing for a partition that was never leased', async () => {
    const { engines, outbox } = opened().stores;
    expect(await engines.commit({ partition: 9, epoch: 1n }, EVERYTHING)).toBe('fenced');
    expect(await outbox.backlog()).toBe(0);
  });

  it('keeps the sizes that limits of instruments count until they are forgotten', async () => {
    const { engines } = opened().stores;
    const lease = await leaseOf(engines, 0);
    const bitcoin = 'BTC-PERP' as InstrumentId;
    const ether = 'ETH-PERP' as InstrumentId;
    const later = addSeconds(FIRST_MOMENT, 9);
    const size = (instrument: InstrumentId, at: typeof later, value: string) => ({
      instrument,
      at,
      size: decimal(value),
    });
    const kept = async () =>
      [...((await engines.load(0)).liquidated ?? [])].sort((a, b) => (a.instrument < b.instrument ? -1 : 1));
    const early = [size(bitcoin, FIRST_MOMENT, '1'), size(ether, FIRST_MOMENT, '2')];
    await engines.commit(lease, { ...NOTHING, liquidated: { sizes: early, forgottenUntil: new Map() } });
    await engines.commit(lease, NOTHING);
    expect(await kept()).toEqual(early);
    const grown = [size(bitcoin, later, PRECISE.toFixed()), size(ether, FIRST_MOMENT, '2.5')];
    const forgottenUntil = new Map([[bitcoin, FIRST_MOMENT]]);
    await engines.commit(lease, { ...NOTHING, liquidated: { sizes: grown, forgottenUntil } });
    expect(await kept()).toEqual(grown);
    expect((await engines.load(1)).liquidated).toBeUndefined();
  });
}

async function leaseOf(engines: EngineStore, partition: number): Promise<PartitionLease> {
  const lease = await engines.claim(partition, 'ada', FIRST_MOMENT, 10);
  if (lease === undefined) throw new Error(`partition ${partition} is taken`);
  return lease;
}
