import type { Notification, Pool, PoolClient } from 'pg';
import { OUTBOX_CHANNEL } from './outbox-writes.js';

/** How long to wait before listening again after the connection broke. */
const RECONNECT_MILLISECONDS = 1_000;

/**
 * Calls `onChange` with the streams that commits name; with an empty set when any stream may have changed, as
 * after a reconnection. Whoever listens must read the outbox itself: a notification is only a hint.
 */
export async function listenForOutbox(
  pool: Pool,
  onChange: (streams: ReadonlySet<string>) => void,
): Promise<{ stop(): Promise<void> }> {
  let client: PoolClient | undefined;
  let reconnection: NodeJS.Timeout | undefined;
  let isStopped = false;

  const onNotification = ({ payload }: Notification): void => {
    onChange(new Set(payload === undefined || payload === '' ? [] : (JSON.parse(payload) as string[])));
  };
  const connect = async (): Promise<void> => {
    const connected = await pool.connect();
    connected.on('notification', onNotification);
    connected.once('error', (error) => {
      if (client !== connected) return;
      client = undefined;
      connected.release(error);
      reconnectLater();
    });
    await connected.query(`LISTEN ${OUTBOX_CHANNEL}`);
    client = connected;
  };
  const reconnectLater = (): void => {
    if (isStopped) return;
    reconnection = setTimeout(() => {
      connect().then(() => onChange(new Set()), reconnectLater);
    }, RECONNECT_MILLISECONDS);
    reconnection.unref();
  };

  await connect();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(reconnection);
      const listening = client;
      client = undefined;
      if (listening === undefined) return;
      listening.off('notification', onNotification);
      await listening.query(`UNLISTEN ${OUTBOX_CHANNEL}`).catch(() => undefined);
      // A connection that listened is not given to others.
      listening.release(true);
    },
  };
}
