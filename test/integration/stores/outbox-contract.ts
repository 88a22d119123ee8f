import { expect, it } from '@jest/globals';
import {
  NO_LEDGER_CHANGES,
  RetryableError,
  type LedgerStore,
  type OutboxEvent,
  type UnpublishedEvent,
} from '@causeway/application/ports';
import type { MarginAccount } from '@causeway/domain/margin';
import { tokenAmount, type AccountId, type DeskId } from '@causeway/domain/units';
import { position } from '../../fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, usdcOn } from '../../fixtures/bridge-events.js';
import type { OpenStores } from './harness.js';

/** What an outbox has to do. */
export function outboxContract(opened: OpenStores): void {
  it('numbers each stream from 1 without gaps, in the order of the commits', async () => {
    const { ledger, outbox } = opened().stores;
    await write(ledger, event('atlas', 1), event('borealis', 1), event('atlas', 2));
    await write(ledger, event('atlas', 3));
    expect(numbers(await outbox.read('account/atlas', 0, 10))).toEqual([
      [0, 1, 1],
      [1, 2, 2],
      [2, 3, 3],
    ]);
    expect(numbers(await outbox.read('account/borealis', 0, 10))).toEqual([[0, 1, 1]]);
  });

  it('reads a stream from a seq on, up to a number of events, exactly as written', async () => {
    const { ledger, outbox } = opened().stores;
    const written = [1, 2, 3, 4, 5].map((seq) => event('atlas', seq));
    await write(ledger, ...written);
    expect(await outbox.read('account/atlas', 1, 3)).toEqual(
      written.slice(1, 4).map((one, index) => ({ ...one, seq: index + 2, prevSeq: index + 1 })),
    );
    expect(await outbox.read('account/atlas', 5, 3)).toEqual([]);
    expect(await outbox.read('account/nobody', 0, 3)).toEqual([]);
  });

  it('knows the bounds of a stream', async () => {
    const { ledger, outbox } = opened().stores;
    expect(await outbox.bounds('account/atlas')).toEqual({ oldest: 1, newest: 0 });
    await write(ledger, event('atlas', 1), event('atlas', 2));
    expect(await outbox.bounds('account/atlas')).toEqual({ oldest: 1, newest: 2 });
  });

  it('hands out what waits once, oldest first, so many at a time', async () => {
    const { ledger, outbox } = opened().stores;
    await write(ledger, event('atlas', 1), event('borealis', 1), event('atlas', 2));
    await write(ledger, event('borealis', 2));
    const published: UnpublishedEvent[] = [];
    const publish = async (events: readonly UnpublishedEvent[]): Promise<void> => {
      published.push(...events);
    };
    expect(await outbox.backlog()).toBe(4);
    expect(await outbox.relay(3, publish)).toBe(3);
    expect(await outbox.backlog()).toBe(1);
    expect(await outbox.relay(3, publish)).toBe(1);
    expect(await outbox.relay(3, publish)).toBe(0);
    expect(published.map(({ stream, seq }) => `${stream}#${seq}`)).toEqual([
      'account/atlas#1',
      'account/borealis#1',
      'account/atlas#2',
      'account/borealis#2',
    ]);
    expect(published[0]).toEqual({ ...event('atlas', 1), seq: 1, prevSeq: 0, id: published[0]?.id });
    const ids = published.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  it('hands out again what could not be published', async () => {
    const { ledger, outbox } = opened().stores;
    await write(ledger, event('atlas', 1), event('atlas', 2));
    const failure = new RetryableError('the log is not there');
    await expect(outbox.relay(10, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await outbox.backlog()).toBe(2);
    const seqs: number[] = [];
    await outbox.relay(10, async (events) => {
      seqs.push(...events.map(({ seq }) => seq));
    });
    expect(seqs).toEqual([1, 2]);
  });

  it('lets one relay lead at a time', async () => {
    const { ledger, outbox } = opened().stores;
    await write(ledger, event('atlas', 1));
    let second: number | undefined;
    await outbox.relay(10, async () => {
      second = await outbox.relay(10, () => Promise.reject(new Error('two relays publish')));
    });
    expect(second).toBe(0);
    expect(await outbox.backlog()).toBe(0);
  });

  it('hands out what was written while it published, the next time', async () => {
    const { ledger, outbox } = opened().stores;
    await write(ledger, event('atlas', 1));
    await outbox.relay(10, () => write(ledger, event('atlas', 2)));
    expect(await outbox.backlog()).toBe(1);
  });

  it('tells watchers of the streams that a commit wrote to, until they stop', async () => {
    const { ledger, outbox } = opened().stores;
    const seen: string[] = [];
    let tell: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const watch = await outbox.watch((streams) => {
      seen.push(...streams);
      tell();
    });
    await write(ledger, event('atlas', 1), event('borealis', 1));
    await told;
    expect(seen.sort()).toEqual(['account/atlas', 'account/borealis']);
    await watch.stop();
    await write(ledger, event('atlas', 2));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toHaveLength(2);
  });
}

function event(account: string, seq: number): OutboxEvent {
  const state: MarginAccount = {
    account: account as AccountId,
    desk: 'desk' as DeskId,
    seq,
    positions: [position('-0.000000000000000000000000000000000000001')],
    holdings: [{ amount: tokenAmount(usdcOn(ETHEREUM), 2n ** 255n), bucket: 'reserved' }],
  };
  return {
    stream: `account/${account}`,
    key: account,
    event: { type: 'account.changed', account: state, cause: { reference: 'test', at: FIRST_MOMENT } },
  };
}

function write(ledger: LedgerStore, ...outbox: readonly OutboxEvent[]): Promise<void> {
  return ledger.transact({ logs: [], transfers: [], wallets: [], accounts: [] }, () => ({
    changes: { ...NO_LEDGER_CHANGES, outbox },
    outcome: undefined,
  }));
}

/** prevSeq, seq, and the seq of the account that was written. */
function numbers(events: Awaited<ReturnType<OpenStoresOutbox['read']>>): readonly (readonly number[])[] {
  return events.map(({ seq, prevSeq, event: { type, ...payload } }) => [
    prevSeq,
    seq,
    type === 'account.changed' && 'account' in payload ? payload.account.seq : 0,
  ]);
}

type OpenStoresOutbox = ReturnType<OpenStores>['stores']['outbox'];
