import type {
  DeadLetter,
  DeadLetterDecision,
  DeadLetterRecord,
  DeadLetterStore,
} from '@causeway/application/ports';

/** Dead letters in memory. */
export class MemoryDeadLetters implements DeadLetterStore {
  private readonly letters = new Map<string, DeadLetterRecord>();

  /** Keeps dead letters; one that is already kept stays as it is, and one that was retried waits again. */
  keep(letters: readonly DeadLetter[]): void {
    for (const letter of letters) {
      const known = this.letters.get(letter.id);
      if (known === undefined) this.letters.set(letter.id, { ...letter, status: 'waiting' });
      else if (known.status === 'retried') this.letters.set(letter.id, { ...known, status: 'waiting' });
    }
  }

  find(id: string): Promise<DeadLetterRecord | undefined> {
    return Promise.resolve(this.letters.get(id));
  }

  decide({ id, status, by, reason }: DeadLetterDecision): Promise<boolean> {
    const known = this.letters.get(id);
    if (known?.status !== 'waiting') return Promise.resolve(false);
    this.letters.set(id, { ...known, status, decidedBy: by, decisionReason: reason });
    return Promise.resolve(true);
  }
}
