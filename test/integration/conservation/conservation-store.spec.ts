import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { createStores } from '@causeway/adapters/store-postgres';
import type { ConservationStore, OutboxStore } from '@causeway/application/ports';
import {
  closeAlert,
  deliverLegs,
  watchConservation,
  type ConservationInput,
} from '@causeway/application/watch-conservation';
import {
  ConservationBook,
  EMPTY_CONSERVATION,
  isBalanced,
  type BridgeLeg,
  type ConservationRules,
  type LegKind,
} from '@causeway/domain/conservation';
import {
  erc20Asset,
  evmChain,
  expectOk,
  fromUnixSeconds,
  parseAddress,
  parseBridgeId,
} from '@causeway/domain/units';
import { testDatabase } from '@causeway/platform/testkit';
import { SeededRandom } from '../../fixtures/seeded-random.js';

const HOME = evmChain(1);
const AWAY = evmChain(1284);
const bridge = expectOk(parseBridgeId('example-bridge'));
const token = (digit: string) => expectOk(parseAddress(`0x${digit.repeat(40)}`));
const USDC_HOME = erc20Asset(HOME, token('1'));
const USDC_AWAY = erc20Asset(AWAY, token('2'));
const rules: ConservationRules = {
  bridge,
  matching: 'unique-message-id',
  assets: new Map([
    [USDC_HOME, 'USDC'],
    [USDC_AWAY, 'USDC'],
  ]),
  finalitySeconds: new Map([
    [HOME, 1_800],
    [AWAY, 1_800],
  ]),
  maximumFeeBasisPoints: 0n,
  recipientsAgree: true,
  longestTransferSeconds: 0,
  patienceSeconds: 3_600,
};
const byBridge = new Map([[bridge, rules]]);
const WHOLE_UINT256 = 2n ** 256n - 1n;

function leg(kind: LegKind, messageId: number, seconds: number, changes: Partial<BridgeLeg> = {}): BridgeLeg {
  const isHome = kind === 'lock' || kind === 'release';
  return {
    id: `${kind}/${messageId}/${seconds}`,
    bridge,
    kind,
    chain: isHome ? HOME : AWAY,
    sourceChain: kind === 'lock' || kind === 'mint' ? HOME : AWAY,
    at: fromUnixSeconds(1_700_000_000 + seconds),
    transactionHash: `0x${'0'.repeat(63)}${messageId % 10}`,
    messageId: String(messageId),
    asset: isHome ? USDC_HOME : USDC_AWAY,
    amount: 1_000n,
    recipient: token('a'),
    ...changes,
  };
}

const legInput = (each: BridgeLeg): ConservationInput => ({ kind: 'leg', leg: each });
const read = (chain: typeof HOME, seconds: number): ConservationInput => ({
  kind: 'read',
  read: { chain, through: fromUnixSeconds(1_700_000_000 + seconds) },
});
const release = leg('release', 7, 2_000);

interface Opened {
  readonly conservation: ConservationStore;
  readonly outbox: OutboxStore;
  readonly close: () => Promise<void>;
}

function openMemory(): Promise<Opened> {
  return Promise.resolve({ ...createMemoryStores(), close: () => Promise.resolve() });
}

async function openPostgres(): Promise<Opened> {
  const database = await testDatabase();
  const stores = createStores(database.pool);
  return {
    ...stores,
    close: async () => {
      await stores.close();
      await database.drop();
    },
  };
}

describe.each([
  { name: 'in memory', open: openMemory },
  { name: 'in PostgreSQL', open: openPostgres },
])('the conservation of bridges $name', ({ open }) => {
  let stores: Opened | undefined;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(() => stores?.close());
  const opened = (): Opened => {
    if (stores === undefined) throw new Error('the stores were not opened');
    return stores;
  };
  const watch = (...inputs: readonly ConservationInput[]) =>
    watchConservation({ conservation: opened().conservation, rules: byBridge }, inputs);
  const published = async () =>
    (await opened().outbox.read('bridge/example-bridge', 0, 100)).map(({ seq, event }) =>
      event.type === 'bridge.alerted'
        ? [seq, event.alert.code, event.alert.severity, event.alert.status, event.isFrozen]
        : [seq],
    );

  it('joins legs that come in different batches', async () => {
    await watch(legInput(leg('burn', 7, 0)));
    expect((await watch(legInput(release), read(AWAY, 9_000))).alerts).toEqual([]);
    expect(await opened().conservation.frozenBridges()).toEqual([]);
  });

  it('alarms on a release in its own batch, freezes the bridge and publishes it once', async () => {
    await watch(read(AWAY, 200));
    expect((await watch(legInput(release))).alerts).toHaveLength(1);
    expect((await watch(legInput(release))).alerts).toEqual([]);
    expect(await opened().conservation.frozenBridges()).toEqual([bridge]);
    expect(await published()).toEqual([[1, 'UNEXPLAINED_ARRIVAL', 'alarm', 'open', true]]);
  });

  it('comes back to an arrival that waits when its source chain is read, and to no other', async () => {
    await watch(legInput(release), legInput(leg('release', 8, 3_000)), legInput(leg('mint', 9, 2_000)));
    const { alerts } = await watch(read(AWAY, 200));
    expect(alerts.map(({ alert }) => alert.arrival.id)).toEqual([release.id]);
  });

  it('loses patience by the clock of any chain, and settles the alert when the burn is read', async () => {
    await watch(legInput(release));
    await watch(read(HOME, 5_599));
    expect(await published()).toEqual([]);
    await watch(read(HOME, 5_600));
    await watch(legInput(leg('burn', 7, 0)));
    expect(await published()).toEqual([
      [1, 'UNEXPLAINED_ARRIVAL', 'provisional', 'open', true],
      [2, 'UNEXPLAINED_ARRIVAL', 'provisional', 'explained', false],
    ]);
    expect(await opened().conservation.frozenBridges()).toEqual([]);
  });

  it('thaws the bridge when an operator has closed its last alert', async () => {
    await watch(read(AWAY, 9_000), legInput(release), legInput(leg('release', 8, 3_000)));
    const ports = { conservation: opened().conservation, rules: byBridge };
    const at = fromUnixSeconds(1_700_100_000);
    const close = (id: string) =>
      closeAlert(ports, { alert: id, by: 'ada', reason: 'a hole in the record' }, at);
    const [first, second] = (await opened().conservation.alerts({}, { first: 10 })).rows;
    expect(await close(first?.id ?? '')).toMatchObject({
      ok: true,
      value: { status: 'closed', settledAt: at },
    });
    expect(await opened().conservation.frozenBridges()).toEqual([bridge]);
    expect(await close(first?.id ?? '')).toMatchObject({ failure: { code: 'ALERT_NOT_OPEN' } });
    await close(second?.id ?? '');
    expect(await opened().conservation.frozenBridges()).toEqual([]);
    expect(await close('example-bridge/none')).toMatchObject({ failure: { code: 'UNKNOWN_ALERT' } });
    // Known already, and looked into.
    expect((await watch(legInput(release), read(AWAY, 10_000))).alerts).toEqual([]);
  });

  it('reads alerts by bridge and status, page by page', async () => {
    const arrivals = [1, 2, 3].map((id) => leg('release', id, 2_000));
    await watch(read(AWAY, 9_000), ...arrivals.map(legInput));
    const { conservation } = opened();
    const page = await conservation.alerts({ bridge, status: 'open' }, { first: 2 });
    expect([page.rows.length, page.hasNextPage]).toEqual([2, true]);
    const next = await conservation.alerts({ bridge }, { first: 2, after: page.rows[1]?.id ?? '' });
    expect([next.rows.map(({ arrival }) => arrival.id), next.hasNextPage]).toEqual([
      ['release/3/2000'],
      false,
    ]);
    expect((await conservation.alerts({ status: 'closed' }, { first: 2 })).rows).toEqual([]);
    expect(await conservation.alert(next.rows[0]?.id ?? '')).toEqual(next.rows[0]);
  });

  it('keeps amounts of any size, and says which legs it cannot join', async () => {
    const { messageId: _, ...unnumbered } = leg('lock', 1, 0);
    const { refused } = await watch(
      legInput(leg('lock', 2, 0, { amount: WHOLE_UINT256 })),
      legInput(unnumbered),
    );
    expect(refused.map(({ failure }) => failure.code)).toEqual(['MISSING_MESSAGE_ID']);
    const [kept] = await opened().conservation.positions();
    expect(kept).toMatchObject({
      bridge,
      asset: 'USDC',
      position: { locked: WHOLE_UINT256, inFlight: WHOLE_UINT256 },
    });
  });

  it('ends as one book does that has everything in memory, however the batches are cut', async () => {
    const random = new SeededRandom(20_220_801);
    const legs = Array.from({ length: 40 }, (_, id): readonly BridgeLeg[] => {
      const departure = leg(id % 2 === 0 ? 'lock' : 'burn', id, id * 100);
      const arrival = leg(id % 2 === 0 ? 'mint' : 'release', id, id * 100 + 1_700 + random.below(400));
      return random.oneIn(5)
        ? [arrival]
        : [departure, random.oneIn(5) ? { ...arrival, amount: 5n } : arrival];
    }).flat();
    const inputs = deliverLegs(legs, { lagSeconds: new Map([[AWAY, 3_000]]), readings: 'clock' });
    const book = new ConservationBook(byBridge, EMPTY_CONSERVATION);
    for (const input of inputs) {
      if (input.kind === 'leg') expectOk(book.applyLeg(input.leg));
      else book.applyRead(input.read);
    }
    for (let at = 0; at < inputs.length;) {
      const size = 1 + random.below(40);
      await watch(...inputs.slice(at, at + size));
      at += size;
    }
    const { positions, alerts } = book.changes();
    const kept = await opened().conservation.positions();
    expect(new Map(kept.map(({ asset, position }) => [asset, position]))).toEqual(positions.get(bridge));
    expect(kept.every(({ position }) => isBalanced(position))).toBe(true);
    const told = await opened().outbox.read('bridge/example-bridge', 0, 1_000);
    expect(told.map(({ event }) => event)).toEqual(
      alerts.map((change) => ({ type: 'bridge.alerted', ...change })),
    );
    expect(alerts.length).toBeGreaterThan(10);
  });
});
