import { WebSocket, type RawData } from 'ws';

/** A question as JSON-RPC has it. */
export interface RpcQuestion {
  readonly method: string;
  readonly params?: unknown;
}

/** How a connection behaves. */
export interface RpcSocketOptions {
  readonly url: string;
  readonly timeoutMilliseconds: number;
  readonly maximumAnswerBytes: number;
}

interface Pending {
  resolve(result: unknown): void;
  reject(cause: Error): void;
}

/** What an endpoint answered as an error. */
class RpcAnswerError extends Error {
  override readonly name = 'RpcAnswerError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  readonly params?: { readonly result?: unknown };
}

/** What is kept for as long as the socket is not closed. */
interface Subscription {
  /** As `eth_subscribe` names it. */
  readonly topic: string;
  onNotice(notice: unknown): void;
  /** Called whenever it begins, for the first time or again: there was no notice of what happened before. */
  onBegun(): void;
}

const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 30_000;
/** A connection whose other end vanished silently is noticed by a ping that stays unanswered. */
const PING_MILLISECONDS = 15_000;

/**
 * JSON-RPC over a WebSocket, which is opened when it is needed. With a subscription it is opened again, and the
 * subscription renewed, whenever it breaks.
 */
export class RpcSocket {
  private opening: Promise<WebSocket> | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private pause = FIRST_PAUSE_MILLISECONDS;
  private retry: NodeJS.Timeout | undefined;
  private subscription: Subscription | undefined;
  private isClosed = false;

  constructor(private readonly options: RpcSocketOptions) {}

  /** @throws RpcAnswerError with what the endpoint answered as an error, or another Error when there is no connection */
  async request({ method, params }: RpcQuestion): Promise<unknown> {
    const socket = await this.open();
    const id = (this.lastId += 1);
    const { timeoutMilliseconds } = this.options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the request timed out')), timeoutMilliseconds).unref();
      this.pending.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result);
        },
        reject: (cause) => {
          clearTimeout(timer);
          reject(cause);
        },
      });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params: params ?? [] }));
    }).finally(() => this.pending.delete(id));
  }

  /** Keeps a subscription (`eth_subscribe`) for as long as the socket is not closed. */
  subscribe(subscription: Subscription): void {
    this.subscription = subscription;
    this.renew();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    void this.opening?.then(
      (socket) => socket.terminate(),
      () => undefined,
    );
  }

  private renew(): void {
    if (this.subscription === undefined || this.isClosed) return;
    const { subscription } = this;
    this.request({ method: 'eth_subscribe', params: [subscription.topic] }).then(
      () => {
        this.pause = FIRST_PAUSE_MILLISECONDS;
        subscription.onBegun();
      },
      () => this.renewLater(),
    );
  }

  private renewLater(): void {
    if (this.subscription === undefined || this.isClosed || this.retry !== undefined) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.renew();
    }, this.pause).unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MILLISECONDS);
  }

  private open(): Promise<WebSocket> {
    if (this.isClosed) return Promise.reject(new Error('the connection was closed'));
    this.opening ??= this.connect();
    return this.opening;
  }

  private connect(): Promise<WebSocket> {
    const { url, timeoutMilliseconds, maximumAnswerBytes } = this.options;
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, {
        handshakeTimeout: timeoutMilliseconds,
        maxPayload: maximumAnswerBytes,
      });
      let isAlive = true;
      const pings = setInterval(() => {
        if (!isAlive) socket.terminate();
        isAlive = false;
        if (socket.readyState === WebSocket.OPEN) socket.ping();
      }, PING_MILLISECONDS).unref();
      socket.on('pong', () => (isAlive = true));
      socket.on('open', () => resolve(socket));
      socket.on('message', (data) => {
        isAlive = true;
        this.take(data);
      });
      // What happened is told by the close that follows; the error itself may hold the URL.
      socket.on('error', () => reject(new Error('cannot connect')));
      socket.on('close', () => {
        clearInterval(pings);
        reject(new Error('cannot connect'));
        this.lose();
      });
    });
  }

  private lose(): void {
    this.opening = undefined;
    for (const waiting of this.pending.values()) waiting.reject(new Error('the connection broke'));
    this.renewLater();
  }

  private take(data: RawData): void {
    let message: Message;
    try {
      // eslint-disable-next-line @typescript-eslint/no-base-to-string -- text frames arrive as one Buffer
      message = JSON.parse(data.toString()) as Message;
    } catch {
      return;
    }
    if (message.method === 'eth_subscription') {
      this.subscription?.onNotice(message.params?.result);
      return;
    }
    const waiting = this.pending.get(message.id ?? -1);
    if (message.error === undefined) waiting?.resolve(message.result);
    else waiting?.reject(new RpcAnswerError(message.error.code, message.error.message));
  }
}
