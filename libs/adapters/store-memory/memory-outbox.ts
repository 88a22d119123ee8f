import type { OutboxEvent, OutboxStore, StreamEvent, UnpublishedEvent } from '@causeway/application/ports';

/** The outbox in memory: streams numbered without gaps, and what waits to be published. */
export class MemoryOutbox implements OutboxStore {
  private readonly streams = new Map<string, StreamEvent[]>();
  private unpublished: UnpublishedEvent[] = [];
  private readonly inOrder: StreamEvent[] = [];
  private readonly watchers = new Set<(streams: ReadonlySet<string>) => void>();
  private nextId = 1n;
  private isRelaying = false;

  /** Appends events, each with the next `seq` of its stream, and tells the watchers. */
  append(events: readonly OutboxEvent[]): void {
    if (events.length === 0) return;
    for (const event of events) {
      const stream = this.streams.get(event.stream) ?? [];
      const prevSeq = stream.length;
      const numbered: StreamEvent = { ...event, seq: prevSeq + 1, prevSeq };
      stream.push(numbered);
      this.inOrder.push(numbered);
      this.streams.set(event.stream, stream);
      this.unpublished.push({ ...numbered, id: this.nextId });
      this.nextId += 1n;
    }
    const changed = new Set(events.map(({ stream }) => stream));
    for (const watcher of this.watchers) watcher(changed);
  }

  /** Every event, in the order in which they were written. */
  written(): readonly StreamEvent[] {
    return this.inOrder;
  }

  async relay(
    maximum: number,
    publish: (events: readonly UnpublishedEvent[]) => Promise<void>,
  ): Promise<number> {
    if (this.isRelaying) return 0;
    this.isRelaying = true;
    try {
      const events = this.unpublished.slice(0, maximum);
      if (events.length === 0) return 0;
      await publish(events);
      this.unpublished = this.unpublished.slice(events.length);
      return events.length;
    } finally {
      this.isRelaying = false;
    }
  }

  backlog(): Promise<number> {
    return Promise.resolve(this.unpublished.length);
  }

  read(stream: string, afterSeq: number, maximum: number): Promise<readonly StreamEvent[]> {
    return Promise.resolve((this.streams.get(stream) ?? []).slice(afterSeq, afterSeq + maximum));
  }

  bounds(stream: string): Promise<{ readonly oldest: number; readonly newest: number }> {
    return Promise.resolve({ oldest: 1, newest: this.streams.get(stream)?.length ?? 0 });
  }

  watch(onChange: (streams: ReadonlySet<string>) => void): Promise<{ stop(): Promise<void> }> {
    this.watchers.add(onChange);
    return Promise.resolve({
      stop: () => {
        this.watchers.delete(onChange);
        return Promise.resolve();
      },
    });
  }
}
