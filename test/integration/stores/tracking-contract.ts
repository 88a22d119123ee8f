import { expect, it } from '@jest/globals';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { trackTransfers } from '@causeway/application/track-transfers';
import { NETWORK } from '@causeway/domain/network';
import { addSeconds, transferId } from '@causeway/domain/units';
import { peek } from '../../fixtures/accounts.js';
import {
  ACROSS,
  BASE,
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  type Journey,
} from '../../fixtures/bridge-events.js';
import type { OpenStores } from './harness.js';

const TRANSFERS = 30;
const stream = `transfer/${ACROSS}`;

/** What a store of transfers under way has to do. */
export function trackingContract(opened: OpenStores): void {
  const depart = async (journey: Journey, second: number): Promise<void> => {
    const event = bridgeEvent(journey, 'initiated', addSeconds(FIRST_MOMENT, second));
    await ingestLogs({ ledger: opened().stores.ledger, ...eventPorts }, batchOfEvents(event));
  };
  /** Departures to OP Mainnet, one each second, and one to Base, whose layer is never read. */
  const departAll = async (): Promise<void> => {
    for (let second = 0; second < TRANSFERS; second += 1) {
      await depart({ message: String(second), raw: 1n }, second);
    }
    await depart({ message: 'base', raw: 1n, destination: BASE }, 0);
  };
  const readTo = (second: number): Promise<void> =>
    depart(
      { message: `back ${second}`.replace(' ', '-'), raw: 1n, source: OPTIMISM, destination: ETHEREUM },
      second,
    );
  const ports = () => ({ tracking: opened().stores.tracking, network: NETWORK });

  it('hands out what is due by the clock of its layer, and nothing else', async () => {
    await departAll();
    expect(await opened().stores.tracking.hasDue()).toBe(false);
    await readTo(100);
    expect(await opened().stores.tracking.hasDue()).toBe(true);
    // Late after 92 s: those that left in the seconds 0 to 8.
    expect((await trackTransfers(ports(), 100)).checked).toBe(9);
    expect(await opened().stores.tracking.hasDue()).toBe(false);
    expect((await trackTransfers(ports(), 100)).checked).toBe(0);
  });

  it('hands out as many as it is asked for, the longest due first', async () => {
    await departAll();
    await readTo(100);
    const checks: number[] = [];
    for (let check = 0; check < 4; check += 1) checks.push((await trackTransfers(ports(), 4)).checked);
    expect(checks).toEqual([4, 4, 1, 0]);
    const events = await opened().stores.outbox.read(stream, TRANSFERS + 2, 100);
    expect(events.map(({ event }) => event.type === 'transfer.changed' && event.transfer.id)).toEqual(
      Array.from({ length: 9 }, (_, second) => transferId(ACROSS, ETHEREUM, String(second))),
    );
  });

  it('writes what a check found to the transfer and to its stream', async () => {
    await departAll();
    await readTo(100);
    await trackTransfers(ports(), 100);
    const id = transferId(ACROSS, ETHEREUM, '3');
    const { transfers } = await peek(opened().stores.ledger, { transfers: [id] });
    const late = addSeconds(FIRST_MOMENT, 95);
    expect(transfers.get(id)?.tracking).toMatchObject({ punctuality: 'late', since: late });
    const events = await opened().stores.outbox.read(stream, 0, 100);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const told = events.filter(({ event }) => event.type === 'transfer.changed' && event.transfer.id === id);
    expect(told.at(-1)?.event).toMatchObject({ cause: { reference: 'punctuality/late', at: late } });
  });

  it('tells each change once, though many check at the same time', async () => {
    await departAll();
    await readTo(5_000);
    const rounds = Array.from({ length: 6 }, async () => {
      let checked = 0;
      for (let turn = 0; turn < 8; turn += 1) checked += (await trackTransfers(ports(), 5)).checked;
      return checked;
    });
    const checked = (await Promise.all(rounds)).reduce((sum, count) => sum + count, 0);
    while ((await trackTransfers(ports(), 5)).checked > 0);
    expect(checked).toBeLessThanOrEqual(TRANSFERS);
    const events = await opened().stores.outbox.read(stream, 0, 1_000);
    const alerts = events.flatMap(({ event }) =>
      event.type === 'transfer.changed' && event.cause.reference === 'punctuality/stuck'
        ? event.transfer.id
        : [],
    );
    expect(alerts).toHaveLength(TRANSFERS);
    expect(new Set(alerts).size).toBe(TRANSFERS);
  });

  it('leaves everything as it was when the decision throws', async () => {
    await departAll();
    await readTo(100);
    const failure = new Error('a bug in the decision');
    await expect(
      opened().stores.tracking.check(100, () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect((await trackTransfers(ports(), 100)).checked).toBe(9);
  });
}
