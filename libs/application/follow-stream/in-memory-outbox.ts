import type { OutboxEvent, OutboxStore, StreamEvent } from '@causeway/application/ports';

/** The reading side of an outbox in memory, for tests: it can forget, fail, and keep its notifications to itself. */
export class InMemoryOutbox implements Pick<OutboxStore, 'read' | 'bounds' | 'watch'> {
  /** Watches that have not been stopped. */
  watchers = 0;
  /** The most events that one read has returned. */
  largestPage = 0;
  /** Thrown by every call while set. */
  failure: Error | undefined;
  /** Whether changes go unannounced, as after a lost connection. */
  isMute = false;
  /** Whether changes are announced without naming a stream, as when a commit wrote to too many. */
  isVague = false;

  private readonly streams = new Map<string, { oldest: number; newest: number; events: StreamEvent[] }>();
  private readonly listeners = new Set<(streams: ReadonlySet<string>) => void>();

  /** Appends an event under the next `seq` of its stream. */
  append(event: OutboxEvent): StreamEvent {
    const stream = this.streamOf(event.stream);
    const numbered = { ...event, prevSeq: stream.newest, seq: stream.newest + 1 };
    stream.events.push(numbered);
    stream.newest = numbered.seq;
    if (!this.isMute)
      for (const listener of this.listeners) listener(new Set(this.isVague ? [] : [event.stream]));
    return numbered;
  }

  /** Removes the events of a stream before `oldest`. */
  forget(name: string, oldest: number): void {
    const stream = this.streamOf(name);
    stream.oldest = oldest;
    stream.events = stream.events.filter(({ seq }) => seq >= oldest);
  }

  async read(stream: string, afterSeq: number, maximum: number): Promise<readonly StreamEvent[]> {
    this.assertReachable();
    const page = this.streamOf(stream)
      .events.filter(({ seq }) => seq > afterSeq)
      .slice(0, maximum);
    this.largestPage = Math.max(this.largestPage, page.length);
    return Promise.resolve(page);
  }

  async bounds(name: string): Promise<{ readonly oldest: number; readonly newest: number }> {
    this.assertReachable();
    const { oldest, newest } = this.streamOf(name);
    return Promise.resolve({ oldest, newest });
  }

  async watch(onChange: (streams: ReadonlySet<string>) => void): Promise<{ stop(): Promise<void> }> {
    this.assertReachable();
    this.listeners.add(onChange);
    this.watchers += 1;
    return Promise.resolve({
      stop: async () => {
        if (this.listeners.delete(onChange)) this.watchers -= 1;
        return Promise.resolve();
      },
    });
  }

  private assertReachable(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private streamOf(name: string): { oldest: number; newest: number; events: StreamEvent[] } {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    const stream = { oldest: 1, newest: 0, events: [] };
    this.streams.set(name, stream);
    return stream;
  }
}
