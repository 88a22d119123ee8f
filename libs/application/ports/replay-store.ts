/** How far a replay has come, so that it goes on there after a restart. */
export interface ReplayStore {
  /** Records replayed and applied so far; 0 at first. */
  position(replay: string): Promise<number>;
  advance(replay: string, line: number): Promise<void>;
}
