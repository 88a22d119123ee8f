import { describe, expect, it } from '@jest/globals';
import type { StreamEvent } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { followStream, type StreamFollower, type StreamMessage } from './follow-stream.js';
import { InMemoryOutbox } from './in-memory-outbox.js';
import { outboxSignal, type Delay } from './outbox-signal.js';

const STREAM = 'margin/atlas-main';
const NEVER: Delay = (_, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const AT_ONCE: Delay = () => new Promise((resolve) => setImmediate(resolve));

function setUp(options: { delay?: Delay; pageSize?: number } = {}) {
  const outbox = new InMemoryOutbox();
  const signal = outboxSignal(outbox, options.delay ?? NEVER, 1_000);
  const ports = { outbox, signal, pageSize: options.pageSize ?? 3 };
  const follow = (fromSeq?: number, pages: readonly (readonly string[])[] = [['state']]) =>
    followStream<string>(ports, {
      stream: STREAM,
      ...(fromSeq === undefined ? {} : { fromSeq }),
      snapshot: async function* () {
        yield* pages;
      },
    });
  return { outbox, ports, follow };
}

function append(outbox: InMemoryOutbox, count = 1, stream = STREAM): void {
  for (let index = 0; index < count; index += 1) {
    outbox.append({
      stream,
      key: 'atlas-main',
      event: { type: 'policy.activated', policy: {} as never, at: 0 as UnixMilliseconds },
    });
  }
}

async function take<Item>(follower: StreamFollower<Item>, count: number): Promise<StreamMessage<Item>[]> {
  const messages: StreamMessage<Item>[] = [];
  while (messages.length < count) {
    const step = await follower.next();
    if (step.done === true) throw new Error(`ended: ${JSON.stringify(step.value)}`);
    messages.push(step.value);
  }
  return messages;
}

const seqs = (messages: readonly StreamMessage<string>[]): (readonly [number, number] | string)[] =>
  messages.map((message) =>
    message.kind === 'event' ? [message.event.prevSeq, message.event.seq] : `as of ${message.asOfSeq}`,
  );

describe('followStream', () => {
  it('gives the snapshot with its position, then every later event in order', async () => {
    const { outbox, follow } = setUp();
    append(outbox, 2);
    const follower = follow();
    expect(await take(follower, 1)).toEqual([
      { kind: 'snapshot', asOfSeq: 2, items: ['state'], isLast: true },
    ]);
    append(outbox, 4);
    expect(seqs(await take(follower, 4))).toEqual([
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
  });

  it('gives an event again that was written while the snapshot was read, rather than lose it', async () => {
    const { outbox, ports } = setUp();
    append(outbox, 1);
    const follower = followStream<string>(ports, {
      stream: STREAM,
      snapshot: async function* () {
        append(outbox, 1);
        yield ['already contains 2'];
      },
    });
    expect(seqs(await take(follower, 2))).toEqual(['as of 1', [1, 2]]);
  });

  it('gives a long snapshot in pages and marks the last', async () => {
    const { follow } = setUp();
    const pages = await take(follow(undefined, [['a', 'b'], ['c']]), 2);
    expect(pages).toEqual([
      { kind: 'snapshot', asOfSeq: 0, items: ['a', 'b'], isLast: false },
      { kind: 'snapshot', asOfSeq: 0, items: ['c'], isLast: true },
    ]);
  });

  it('gives one empty snapshot where there is no state', async () => {
    const { follow } = setUp();
    expect(await take(follow(undefined, []), 1)).toEqual([
      { kind: 'snapshot', asOfSeq: 0, items: [], isLast: true },
    ]);
  });

  it('resumes after fromSeq without a snapshot, over more events than a page holds', async () => {
    const { outbox, follow } = setUp({ pageSize: 3 });
    append(outbox, 8);
    expect(seqs(await take(follow(1), 7))).toEqual([2, 3, 4, 5, 6, 7, 8].map((seq) => [seq - 1, seq]));
    expect(outbox.largestPage).toBe(3);
  });

  it.each([
    ['older than what is kept', 1, 'only kept from 4'],
    ['ahead of the stream', 9, 'only reached 8'],
  ])('asks for a snapshot when fromSeq is %s', async (_, fromSeq, reason) => {
    const { outbox, follow } = setUp();
    append(outbox, 8);
    outbox.forget(STREAM, 4);
    expect(await follow(fromSeq).next()).toEqual({
      done: true,
      value: {
        code: 'SNAPSHOT_REQUIRED',
        field: 'fromSeq',
        message: expect.stringContaining(reason) as unknown,
      },
    });
    expect(outbox.watchers).toBe(0);
  });

  it('resumes at the oldest event that is kept', async () => {
    const { outbox, follow } = setUp();
    append(outbox, 8);
    outbox.forget(STREAM, 4);
    expect(seqs(await take(follow(3), 1))).toEqual([[3, 4]]);
  });

  it('says so when events were removed while a slow follower was behind', async () => {
    const { outbox, follow } = setUp({ pageSize: 2 });
    append(outbox, 8);
    const follower = follow(0);
    await take(follower, 2);
    outbox.forget(STREAM, 6);
    expect((await follower.next()).value).toMatchObject({ code: 'SNAPSHOT_REQUIRED' });
  });

  it('ignores the events of other streams', async () => {
    const { outbox, follow } = setUp();
    const follower = follow(0);
    const next = follower.next();
    append(outbox, 3, 'margin/other');
    append(outbox, 1);
    expect(seqs([(await next).value as StreamMessage<string>])).toEqual([[0, 1]]);
  });

  it('looks at once when a notification names no stream', async () => {
    const { outbox, follow } = setUp();
    const next = follow(0).next();
    await new Promise((resolve) => setImmediate(resolve));
    outbox.isVague = true;
    append(outbox, 1);
    expect(seqs([(await next).value as StreamMessage<string>])).toEqual([[0, 1]]);
  });

  it('finds events without a notification, by looking from time to time', async () => {
    const { outbox, follow } = setUp({ delay: AT_ONCE });
    const follower = follow(0);
    const next = follower.next();
    outbox.isMute = true;
    append(outbox, 1);
    expect(seqs([(await next).value as StreamMessage<string>])).toEqual([[0, 1]]);
  });

  it('ends at once when it is returned while waiting, and stops the watch', async () => {
    const { outbox, follow } = setUp();
    const follower = follow();
    await take(follower, 1);
    const waiting = follower.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(outbox.watchers).toBe(1);
    await follower.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(outbox.watchers).toBe(0);
  });

  it('shares one watch among followers and keeps it until the last leaves', async () => {
    const { outbox, follow } = setUp();
    const [first, second] = [follow(), follow()];
    await Promise.all([take(first, 1), take(second, 1)]);
    expect(outbox.watchers).toBe(1);
    await first.return();
    const next = second.next();
    append(outbox, 1);
    expect(seqs([(await next).value as StreamMessage<string>])).toEqual([[0, 1]]);
    await second.return();
    expect(outbox.watchers).toBe(0);
  });

  it('passes on what the outbox throws, and releases the watch', async () => {
    const { outbox, follow } = setUp();
    const follower = follow();
    await take(follower, 1);
    outbox.failure = new Error('connection lost');
    await expect(follower.next()).rejects.toThrow('connection lost');
    expect(outbox.watchers).toBe(0);
  });

  it('listens again after a watch that could not be started', async () => {
    const { outbox, follow } = setUp();
    outbox.failure = new Error('connection lost');
    await expect(follow().next()).rejects.toThrow('connection lost');
    outbox.failure = undefined;
    expect(seqs(await take(follow(), 1))).toEqual(['as of 0']);
  });

  it('delivers everything once, in order, whatever the interleaving of writing and reading', async () => {
    const { outbox, follow } = setUp({ pageSize: 4 });
    const follower = follow(0);
    const received: StreamEvent[] = [];
    const writer = (async () => {
      for (let burst = 0; burst < 40; burst += 1) {
        append(outbox, (burst * 7) % 6);
        if (burst % 3 !== 0) await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const expected = Array.from({ length: 40 }, (_, burst) => (burst * 7) % 6).reduce((a, b) => a + b, 0);
    for (const message of await take(follower, expected)) {
      if (message.kind === 'event') received.push(message.event);
    }
    await writer;
    expect(received.map(({ seq }) => seq)).toEqual(Array.from({ length: expected }, (_, index) => index + 1));
  });
});
