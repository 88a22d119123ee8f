import { retryPauseMilliseconds } from '@causeway/application/ports';
import pg from 'pg';
import { CHANNEL } from './notification.js';

/** Called for a notification; with undefined when some may have been missed. */
export type NotificationHandler = (text: string | undefined) => void;

/**
 * Listens for notifications on a connection of its own and opens another when it breaks. They are hints: whoever
 * listens also looks by itself from time to time.
 */
export class Listener {
  readonly #handlers = new Set<NotificationHandler>();
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(
    private readonly connectionString: string,
    private readonly onWarning: (message: string, cause: unknown) => void,
  ) {}

  /** Adds a handler and connects when it is the first. @returns how to remove it */
  add(handler: NotificationHandler): () => void {
    this.#handlers.add(handler);
    if (this.#client === undefined && this.#retry === undefined) this.#connect();
    return () => this.#handlers.delete(handler);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #connect(): void {
    const client = new pg.Client({
      connectionString: this.connectionString,
      options: '-c TimeZone=UTC',
      keepAlive: true,
    });
    this.#client = client;
    client.on('notification', ({ payload }) => this.#tell(payload));
    client.on('error', (cause) => this.#lost(client, cause));
    client.on('end', () => this.#lost(client, new Error('the connection ended')));
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(
        () => {
          this.#failures = 0;
          this.#tell(undefined);
        },
        (cause: unknown) => this.#lost(client, cause),
      );
  }

  #tell(text: string | undefined): void {
    for (const handler of this.#handlers) handler(text);
  }

  #lost(client: pg.Client, cause: unknown): void {
    if (this.#isClosed || this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.onWarning('the event log listens no more for the moment, and polls', cause);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#connect();
    }, retryPauseMilliseconds(++this.#failures));
  }
}
