import type { PoolClient } from 'pg';
import type { DeadLetter } from '@causeway/application/ports';

/**
 * Keeps dead letters. One that is already kept stays as it is, but for the place of its input when that came once
 * more; one that was retried then waits again.
 */
export async function writeDeadLetters(client: PoolClient, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  // In the order of their ids, so that two transactions with the same letters wait for each other.
  const distinct = [...new Map(letters.map((letter) => [letter.id, letter])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  await client.query(
    `INSERT INTO dead_letter (id, topic, partition, "offset", code, message, subject, body, at)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::timestamptz[])
     ON CONFLICT (id) DO UPDATE
       SET status = 'waiting', partition = EXCLUDED.partition, "offset" = EXCLUDED."offset",
           decided_by = NULL, decision_reason = NULL
       WHERE dead_letter.status <> 'skipped' AND dead_letter."offset" < EXCLUDED."offset"`,
    [
      distinct.map(({ id }) => id),
      distinct.map(({ topic }) => topic),
      distinct.map(({ partition }) => partition),
      distinct.map(({ offset }) => String(offset)),
      distinct.map(({ code }) => code),
      distinct.map(({ message }) => withoutNul(message)),
      distinct.map(({ subject }) => subject ?? null),
      distinct.map(({ body }) => withoutNul(body)),
      distinct.map(({ at }) => new Date(at)),
    ],
  );
}

/** PostgreSQL cannot keep the NUL character, and input that has one must not block its partition: its symbol stands for it. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '␀');
}
