import type { PoolClient } from 'pg';
import type { DeadLetter } from '@causeway/application/ports';

/** Keeps dead letters; one that is already kept stays as it is, and one that was retried waits again. */
export async function writeDeadLetters(client: PoolClient, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  const distinct = [...new Map(letters.map((letter) => [letter.id, letter])).values()];
  await client.query(
    `INSERT INTO dead_letter (id, topic, partition, "offset", code, message, subject, body, at)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::timestamptz[])
     ON CONFLICT (id) DO UPDATE
       SET status = 'waiting', partition = EXCLUDED.partition, "offset" = EXCLUDED."offset"
       WHERE dead_letter.status = 'retried'`,
    [
      distinct.map(({ id }) => id),
      distinct.map(({ topic }) => topic),
      distinct.map(({ partition }) => partition),
      distinct.map(({ offset }) => String(offset)),
      distinct.map(({ code }) => code),
      distinct.map(({ message }) => message),
      distinct.map(({ subject }) => subject ?? null),
      distinct.map(({ body }) => body),
      distinct.map(({ at }) => new Date(at)),
    ],
  );
}
