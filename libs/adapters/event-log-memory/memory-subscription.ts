import type { BatchHandler, Subscription, TopicPartition } from '@causeway/application/ports';

/** A subscription as the broker sees it. */
export class MemorySubscription implements Subscription {
  readonly finished: Promise<void>;
  /** The batch in hand. */
  inHand: { readonly partition: string; readonly handled: Promise<void> } | undefined;
  #isActive = true;
  #resolve: () => void = () => undefined;
  #reject: (cause: unknown) => void = () => undefined;

  constructor(
    readonly id: string,
    /** The group, or undefined when the reader keeps its own cursors. */
    readonly group: string | undefined,
    readonly partitions: readonly TopicPartition[],
    readonly topics: readonly string[],
    readonly maximumBatch: number,
    readonly handle: BatchHandler,
    private readonly onEnd: (subscription: MemorySubscription) => void,
  ) {
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A rejection that nobody has had the time to watch yet must not end the process.
    this.finished.catch(() => undefined);
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  async stop(): Promise<void> {
    this.#isActive = false;
    await this.inHand?.handled;
    this.onEnd(this);
    this.#resolve();
  }

  /** Ends at once; what the handler in hand still does counts for nothing. */
  kill(): void {
    this.#isActive = false;
    this.onEnd(this);
    this.#resolve();
  }

  /** Ends with an error. */
  fail(cause: unknown): void {
    this.#isActive = false;
    this.onEnd(this);
    this.#reject(cause);
  }
}
