export {
  followStream,
  type FollowFailure,
  type FollowPorts,
  type FollowRequest,
  type StreamFollower,
  type StreamMessage,
} from './follow-stream.js';
export { InMemoryOutbox } from './in-memory-outbox.js';
export { outboxSignal, type Delay, type OutboxSignal, type StreamListener } from './outbox-signal.js';
