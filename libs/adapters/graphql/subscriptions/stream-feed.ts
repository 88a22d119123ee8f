import {
  followStream,
  type FollowPorts,
  type FollowRequest,
  type StreamMessage,
} from '@causeway/application/follow-stream';
import type { PublishedEvent } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';
import type { StreamMessageModel } from './stream-message.model.js';

/** Where Nest finds what feeds are made of. */
export const FOLLOW_PORTS = Symbol('FollowPorts');

/** How the messages of one feed are made. */
export interface FeedShape<Item, Message> {
  /** The item that an event of the stream carries and when it changed; undefined for any other event. */
  readonly itemOf: (
    event: PublishedEvent,
  ) => { readonly item: Item; readonly at: UnixMilliseconds } | undefined;
  readonly contentOf: (items: readonly Item[]) => Omit<Message, keyof StreamMessageModel>;
  readonly clock: () => UnixMilliseconds;
}

/** The messages of a stream as a subscription sends them; a failure of the stream is thrown as an ApiError. */
export function streamFeed<Item, Message extends StreamMessageModel>(
  ports: FollowPorts,
  request: FollowRequest<Item>,
  shape: FeedShape<Item, Message>,
): AsyncIterableIterator<Message> {
  const follower = followStream(ports, request);
  return {
    next: async () => {
      const step = await follower.next();
      if (step.done !== true) return { done: false, value: messageOf(step.value, shape) };
      if (step.value !== undefined) throw new ApiError(step.value);
      return { done: true, value: undefined };
    },
    return: async () => {
      await follower.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function messageOf<Item, Message extends StreamMessageModel>(
  message: StreamMessage<Item>,
  shape: FeedShape<Item, Message>,
): Message {
  if (message.kind === 'snapshot') {
    const { asOfSeq, items, isLast } = message;
    const header = { kind: 'snapshot', asOfSeq, isSnapshotComplete: isLast, at: shape.clock() } as const;
    return { ...header, ...shape.contentOf(items) } as Message;
  }
  const { stream, seq, prevSeq, event } = message.event;
  const change = shape.itemOf(event);
  if (change === undefined) throw new Error(`${event.type} does not belong on ${stream}`);
  const header = { kind: 'event', seq, prevSeq, at: change.at } as const;
  return { ...header, ...shape.contentOf([change.item]) } as Message;
}
