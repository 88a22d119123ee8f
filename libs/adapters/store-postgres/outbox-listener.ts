import type { Notification, Pool, PoolClient } from 'pg';
import { asAdapterError } from '@causeway/adapters/postgres';
import { OUTBOX_CHANNEL } from './outbox-writes.js';

/** How long to wait before listening again after the connection broke. */
const RECONNECT_MILLISECONDS = 1_000;

/**
 * Calls `onChange` with the streams that commits name; with an empty set when any stream may have changed, as
 * after a reconnection. Whoever listens must read the outbox itself: a notification is only a hint.
 * @throws RetryableError when the database cannot be reached at first; later it is tried again
 */
export async function listenForOutbox(
  pool: Pool,
  onChange: (streams: ReadonlySet<string>) => void,
): Promise<{ stop(): Promise<void> }> {
  let giveUp: (() => void) | undefined;
  let reconnection: NodeJS.Timeout | undefined;
  let isStopped = false;

  const onNotification = ({ payload }: Notification): void => {
    if (isStopped) return;
    onChange(new Set(payload === undefined || payload === '' ? [] : (JSON.parse(payload) as string[])));
  };
  const connect = async (): Promise<void> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw asAdapterError(error);
    });
    const release = releaseOnce(client);
    client.on('notification', onNotification);
    client.on('error', () => {
      release();
      if (giveUp !== release) return;
      giveUp = undefined;
      reconnectLater();
    });
    try {
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    } catch (error) {
      release();
      throw asAdapterError(error);
    }
    if (isStopped) release();
    else giveUp = release;
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
    stop: () => {
      isStopped = true;
      clearTimeout(reconnection);
      giveUp?.();
      return Promise.resolve();
    },
  };
}

/** A connection that listened is not given to others. */
function releaseOnce(client: PoolClient): () => void {
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    client.release(true);
  };
}
