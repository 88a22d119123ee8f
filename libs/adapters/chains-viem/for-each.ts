/** Questions to one endpoint at a time; providers count them by the second. */
const CONCURRENT_QUESTIONS = 8;

/** The answers for all items, in their order, a few being asked for at a time. */
export async function forEach<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += CONCURRENT_QUESTIONS) {
    answers.push(...(await Promise.all(items.slice(start, start + CONCURRENT_QUESTIONS).map(ask))));
  }
  return answers;
}
