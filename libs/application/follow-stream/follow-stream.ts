import type { OutboxStore, StreamEvent } from '@causeway/application/ports';
import { fail, type Failure } from '@causeway/domain/units';
import type { OutboxSignal, StreamListener } from './outbox-signal.js';

/** What a follower receives. A snapshot may come in several pages; the last one says so. */
export type StreamMessage<Item> =
  | {
      readonly kind: 'snapshot';
      /** Every event up to this `seq` is contained in the snapshot; the events that follow start after it. */
      readonly asOfSeq: number;
      readonly items: readonly Item[];
      readonly isLast: boolean;
    }
  | { readonly kind: 'event'; readonly event: StreamEvent };

/** Which stream to follow and from where. */
export interface FollowRequest<Item> {
  readonly stream: string;
  /** The `seq` of the last event the follower has; without it, a snapshot comes first. */
  readonly fromSeq?: number;
  /** Reads the state that the events change, page by page. */
  readonly snapshot: () => AsyncIterable<readonly Item[]>;
}

/** What following needs from outside; `pageSize` bounds the events held in memory. */
export interface FollowPorts {
  readonly outbox: Pick<OutboxStore, 'read' | 'bounds'>;
  readonly signal: OutboxSignal;
  readonly pageSize: number;
}

export type FollowFailure = Failure<'SNAPSHOT_REQUIRED'>;

type Messages<Item> = AsyncGenerator<StreamMessage<Item>, FollowFailure | undefined>;

/** Ends only when it is returned or fails; the failure is then its return value. */
export interface StreamFollower<Item> {
  next(): Promise<IteratorResult<StreamMessage<Item>, FollowFailure | undefined>>;
  /** Takes effect at once, also while `next` waits for an event, and releases the listener. */
  return(): Promise<IteratorResult<StreamMessage<Item>, FollowFailure | undefined>>;
  [Symbol.asyncIterator](): StreamFollower<Item>;
}

/**
 * Follows a stream: the snapshot unless `fromSeq` is given, then every event in order, for as long as the caller
 * asks for more. Nothing is skipped: where events needed to go on are no longer kept, it ends with
 * `SNAPSHOT_REQUIRED`. A slow caller delays only itself, since pages are read when it asks.
 */
export function followStream<Item>(ports: FollowPorts, request: FollowRequest<Item>): StreamFollower<Item> {
  const abort = new AbortController();
  const messages = follow(ports, request, abort.signal);
  return {
    next: () => messages.next(),
    return: () => {
      abort.abort();
      return messages.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* follow<Item>(
  ports: FollowPorts,
  request: FollowRequest<Item>,
  signal: AbortSignal,
): Messages<Item> {
  const listener = await ports.signal.listen(request.stream);
  try {
    const { oldest, newest } = await ports.outbox.bounds(request.stream);
    const { fromSeq } = request;
    if (fromSeq !== undefined && fromSeq > newest) {
      return snapshotRequired(`${request.stream} has only reached ${newest}`);
    }
    if (fromSeq !== undefined && fromSeq < oldest - 1) {
      return snapshotRequired(`${request.stream} is only kept from ${oldest}`);
    }
    // The position is read before the state, so that the state can only be ahead of it: no event is missed.
    if (fromSeq === undefined) yield* snapshotMessages(request, newest);
    return yield* eventMessages(ports, request.stream, fromSeq ?? newest, listener, signal);
  } finally {
    await listener.close();
  }
}

async function* snapshotMessages<Item>(
  request: FollowRequest<Item>,
  asOfSeq: number,
): AsyncGenerator<StreamMessage<Item>, void> {
  let held: readonly Item[] = [];
  let isFirst = true;
  for await (const items of request.snapshot()) {
    if (!isFirst) yield { kind: 'snapshot', asOfSeq, items: held, isLast: false };
    isFirst = false;
    held = items;
  }
  yield { kind: 'snapshot', asOfSeq, items: held, isLast: true };
}

async function* eventMessages<Item>(
  ports: FollowPorts,
  stream: string,
  afterSeq: number,
  listener: StreamListener,
  signal: AbortSignal,
): Messages<Item> {
  let cursor = afterSeq;
  while (!signal.aborted) {
    listener.reset();
    const events = await ports.outbox.read(stream, cursor, ports.pageSize);
    for (const event of events) {
      // Events between two reads may have been removed after their retention time.
      if (event.prevSeq !== cursor) return snapshotRequired(`${stream} is only kept from ${event.seq}`);
      yield { kind: 'event', event };
      cursor = event.seq;
    }
    if (events.length < ports.pageSize) await listener.changed(signal);
  }
  return undefined;
}

function snapshotRequired(reason: string): FollowFailure {
  return fail('SNAPSHOT_REQUIRED', `${reason}; subscribe without fromSeq`, 'fromSeq').failure;
}
