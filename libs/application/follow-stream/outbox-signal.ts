import type { OutboxStore } from '@causeway/application/ports';

/** Waits for `milliseconds`, or shorter when `signal` aborts; it never rejects. */
export type Delay = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** A follower's ear on one stream. */
export interface StreamListener {
  /** Forgets earlier changes; to be called before reading, so that a change during the read is not missed. */
  reset(): void;
  /** Resolves once the stream has changed since `reset`, after the poll interval, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>;
  /** Stops listening; the last listener to leave stops the watch. */
  close(): Promise<void>;
}

/** Tells followers that their streams may have grown. */
export interface OutboxSignal {
  listen(stream: string): Promise<StreamListener>;
}

interface Ear {
  hasChanged: boolean;
  wake: () => void;
}

/**
 * One watch of the outbox serves all followers, because a watch may cost a database connection. A notification
 * is only a hint and can be lost with a connection: after `pollMilliseconds` a follower looks anyway.
 */
export function outboxSignal(
  outbox: Pick<OutboxStore, 'watch'>,
  delay: Delay,
  pollMilliseconds: number,
): OutboxSignal {
  const ears = new Map<string, Set<Ear>>();
  let watching: Promise<{ stop(): Promise<void> }> | undefined;

  const onChange = (streams: ReadonlySet<string>): void => {
    for (const stream of streams.size === 0 ? ears.keys() : streams) {
      for (const ear of ears.get(stream) ?? []) {
        ear.hasChanged = true;
        ear.wake();
      }
    }
  };

  const leave = async (stream: string, ear: Ear): Promise<void> => {
    const group = ears.get(stream);
    if (group?.delete(ear) !== true) return;
    if (group.size === 0) ears.delete(stream);
    if (ears.size > 0 || watching === undefined) return;
    const ending = watching;
    watching = undefined;
    await (await ending).stop();
  };

  return {
    async listen(stream) {
      const ear: Ear = { hasChanged: false, wake: () => undefined };
      ears.set(stream, (ears.get(stream) ?? new Set()).add(ear));
      watching ??= outbox.watch(onChange);
      const joined = watching;
      try {
        await joined;
      } catch (error) {
        if (watching === joined) watching = undefined;
        await leave(stream, ear);
        throw error;
      }
      return {
        reset: () => {
          ear.hasChanged = false;
        },
        changed: (signal) => nextChange(ear, signal, delay, pollMilliseconds),
        close: () => leave(stream, ear),
      };
    },
  };
}

async function nextChange(
  ear: Ear,
  signal: AbortSignal,
  delay: Delay,
  pollMilliseconds: number,
): Promise<void> {
  if (ear.hasChanged || signal.aborted) return;
  const timer = new AbortController();
  await new Promise<void>((resolve) => {
    ear.wake = resolve;
    signal.addEventListener('abort', () => resolve(), { once: true, signal: timer.signal });
    void delay(pollMilliseconds, timer.signal).then(resolve);
  });
  timer.abort();
}
