import type {
  DeadLetter,
  DeadLetterDecision,
  DeadLetterRecord,
  DeadLetterStore,
} from '@causeway/application/ports';

/** Dead letters in memory. */
export class MemoryDeadLetters implements DeadLetterStore {
  private readonly letters = new Map<string, DeadLetterRecord>();

  /**
   * Keeps dead letters. One that is already kept stays as it is, but for the place of its input when that came once
   * more; one that was retried then waits again.
   */
  keep(letters: readonly DeadLetter[]): void {
    for (const letter of letters) {
      const known = this.letters.get(letter.id);
      if (known === undefined) this.letters.set(letter.id, { ...letter, status: 'waiting' });
      else if (known.status !== 'skipped' && known.offset < letter.offset) {
        const { decidedBy: _by, decisionReason: _reason, ...kept } = known;
        const { partition, offset } = letter;
        this.letters.set(letter.id, { ...kept, partition, offset, status: 'waiting' });
      }
    }
  }

  has(id: string): boolean {
    return this.letters.has(id);
  }

  /** All dead letters, in the order in which they were first kept. */
  all(): readonly DeadLetterRecord[] {
    return [...this.letters.values()];
  }

  find(id: string): Promise<DeadLetterRecord | undefined> {
    return Promise.resolve(this.letters.get(id));
  }

  decide({ id, offset, status, by, reason }: DeadLetterDecision): Promise<boolean> {
    const known = this.letters.get(id);
    if (known?.status !== 'waiting') return Promise.resolve(false);
    if (known.offset !== offset) return Promise.resolve(status === 'retried' && known.offset > offset);
    this.letters.set(id, { ...known, status, decidedBy: by, decisionReason: reason });
    return Promise.resolve(true);
  }
}
