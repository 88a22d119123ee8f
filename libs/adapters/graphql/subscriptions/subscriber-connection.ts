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
 * Whether a WebSocket may be opened. Browsers let any page connect anywhere, unlike with fetch, so that a page of
 * another site must be turned away here; programs send no Origin.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || origin === '') return true;
  return URL.canParse(origin) && new URL(origin).host === host;
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
