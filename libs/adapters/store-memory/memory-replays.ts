import type { ReplayStore } from '@causeway/application/ports';

/** How far replays have come, in memory. */
export class MemoryReplays implements ReplayStore {
  private readonly positions = new Map<string, number>();

  position(replay: string): Promise<number> {
    return Promise.resolve(this.positions.get(replay) ?? 0);
  }

  advance(replay: string, line: number): Promise<void> {
    this.positions.set(replay, line);
    return Promise.resolve();
  }
}
