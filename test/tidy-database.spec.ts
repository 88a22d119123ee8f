import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SCHEMA = path.join('prisma', 'schema');

function tablesOfSchema(): readonly string[] {
  return readdirSync(SCHEMA)
    .filter((name) => name.endsWith('.prisma'))
    .map((name) => readFileSync(path.join(SCHEMA, name), 'utf8'))
    .flatMap((schema) => [...schema.matchAll(/^model (\w+) \{([^}]*)^\}/gm)])
    .map(([, model, body]) => /@@map\("(\w+)"\)/.exec(body ?? '')?.[1] ?? model ?? '')
    .sort();
}

/** The table names that open a row of a table in the text. */
function describedTables(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^\| `(\w+)`\s*\|/gm)].map(([, table]) => table ?? '').sort();
}

describe('docs/database.md', () => {
  const described = describedTables(readFileSync(path.join('docs', 'database.md'), 'utf8'));

  it('describes each table of the Prisma schema once, and no other', () => {
    const tables = tablesOfSchema();
    expect(tables).toContain('outbox_event');
    expect(described).toEqual(tables);
  });
});
