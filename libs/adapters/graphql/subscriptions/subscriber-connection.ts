import { setMaxListeners } from 'node:events';

/** One WebSocket connection, as its subscriptions see it. */
export interface SubscriberConnection {
  /** Aborts when the socket closes. */
  readonly closed: AbortSignal;
  /** Subscriptions that are open on it now. */
  openSubscriptions: number;
}

interface Socket {
  once(event: 'close', listener: () => void): unknown;
}

/**
 * The state of a new connection. Mercurius forgets a subscription whose id a client uses twice; the signal ends
 * that one too when the client leaves.
 */
export function subscriberConnection(socket: Socket): SubscriberConnection {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  socket.once('close', () => controller.abort());
  return { closed: controller.signal, openSubscriptions: 0 };
}
