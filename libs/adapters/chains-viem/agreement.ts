/** What one endpoint answered, and a text that two answers have in common exactly when they mean the same. */
export interface Heard<Answer> {
  readonly endpoint: string;
  readonly answer: Answer;
  readonly fingerprint: string;
}

/** The answers that mean the same. */
export type Camp<Answer> = readonly Heard<Answer>[];

/** Answers by what they mean, those that most endpoints gave first; of equally many, what was heard first. */
export function camps<Answer>(heard: readonly Heard<Answer>[]): readonly Camp<Answer>[] {
  const byMeaning = new Map<string, Heard<Answer>[]>();
  for (const each of heard) {
    const camp = byMeaning.get(each.fingerprint);
    if (camp === undefined) byMeaning.set(each.fingerprint, [each]);
    else camp.push(each);
  }
  return [...byMeaning.values()].sort((a, b) => b.length - a.length);
}

/** How many more endpoints must be asked at least until `quorum` of them can agree. */
export function missingVoices<Answer>(heard: readonly Heard<Answer>[], quorum: number): number {
  return Math.max(0, quorum - (camps(heard)[0]?.length ?? 0));
}
