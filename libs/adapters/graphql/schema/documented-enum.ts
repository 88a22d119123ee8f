import { registerEnumType } from '@nestjs/graphql';

/** A GraphQL enum as a decorator refers to it: GraphQL name → domain word. */
export type DocumentedEnum<Word extends string> = Readonly<Record<string, Word>>;

/**
 * Registers a closed set of domain words as a GraphQL enum: `in-challenge` becomes `IN_CHALLENGE`, and resolvers
 * go on with the domain's own word. A word without a description does not compile.
 */
export function documentedEnum<Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): DocumentedEnum<Word> {
  const entries = Object.entries(words) as [Word, string][];
  const graphqlName = (word: string): string => word.toUpperCase().replaceAll('-', '_');
  const reference = Object.fromEntries(entries.map(([word]) => [graphqlName(word), word]));
  registerEnumType(reference, {
    name,
    description,
    valuesMap: Object.fromEntries(
      entries.map(([word, meaning]) => [graphqlName(word), { description: meaning }]),
    ),
  });
  return reference;
}
