/** What every client of kafkajs can do. */
interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/**
 * A client that connects when it is first needed and is replaced after a failure, because neither an admin client
 * whose connection broke nor an idempotent producer that lost its sequence recovers by itself.
 */
export class ConnectedClient<Client extends Connectable> {
  #connecting: Promise<Client> | undefined;

  constructor(private readonly create: () => Client) {}

  /** Does something with the client. */
  async use<Value>(work: (client: Client) => Promise<Value>): Promise<Value> {
    const connecting = (this.#connecting ??= this.#connect());
    try {
      return await work(await connecting);
    } catch (error) {
      if (this.#connecting === connecting) this.#connecting = undefined;
      connecting.then((client) => client.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = undefined;
    await connecting?.then((client) => client.disconnect()).catch(() => undefined);
  }

  async #connect(): Promise<Client> {
    const client = this.create();
    await client.connect();
    return client;
  }
}
