import type { GroupMember, TopicPartition } from '@causeway/application/ports';
import type { Pool, PoolClient } from 'pg';
import type { Position } from './fetch-records.js';
import { notify } from './notification.js';
import type { OwnedPartition, OwnershipPlan } from './plan-ownership.js';
import { inTransaction } from '@causeway/adapters/postgres';

/** A partition that a member has just taken over, with the group's offset. */
export interface ClaimedPartition extends Position {
  readonly epoch: bigint;
}

/** Makes a row for each partition of the topics that the group has not met yet. */
export async function registerPartitions(
  pool: Pool,
  group: string,
  topics: readonly string[],
): Promise<void> {
  await pool.query(
    `INSERT INTO event_log_group_partition (group_name, topic, partition)
     SELECT $1, topic, partition FROM event_log_partition WHERE topic = ANY($2) ORDER BY topic, partition
     ON CONFLICT DO NOTHING`,
    [group, topics],
  );
}

/** Members change a group one after another, so that each plans on what the others have done. */
export async function lockGroup(client: PoolClient, group: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`event_log_group ${group}`]);
}

/** Extends a member's lease, or makes it a member, and removes the dead. @returns whether the members changed */
export async function renewLease(
  client: PoolClient,
  group: string,
  member: GroupMember,
  leaseMilliseconds: number,
): Promise<boolean> {
  const { rowCount: removed } = await client.query(
    `DELETE FROM event_log_member
      WHERE group_name = $1 AND member_id <> $2 AND lease_expires_at < clock_timestamp()`,
    [group, member.id],
  );
  const { rows } = await client.query<{ joined: boolean }>(
    `INSERT INTO event_log_member AS m (group_name, member_id, topics, lease_expires_at)
     VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
     ON CONFLICT (group_name, member_id) DO UPDATE SET lease_expires_at = EXCLUDED.lease_expires_at
     RETURNING m.xmax = 0 AS joined`,
    [group, member.id, member.topics, leaseMilliseconds],
  );
  return (removed ?? 0) > 0 || rows[0]?.joined === true;
}

/** The members of a group. */
export async function readMembers(client: PoolClient, group: string): Promise<readonly GroupMember[]> {
  const { rows } = await client.query<GroupMember>(
    'SELECT member_id AS id, topics FROM event_log_member WHERE group_name = $1',
    [group],
  );
  return rows;
}

/** The partitions of a group and their owners. */
export async function readPartitions(client: PoolClient, group: string): Promise<readonly OwnedPartition[]> {
  const { rows } = await client.query<TopicPartition & { member_id: string | null; epoch: string }>(
    `SELECT topic, partition, member_id, epoch FROM event_log_group_partition
      WHERE group_name = $1 ORDER BY topic, partition`,
    [group],
  );
  return rows.map(({ topic, partition, member_id: memberId, epoch }) => {
    return { topic, partition, owner: memberId ?? undefined, epoch: BigInt(epoch) };
  });
}

/** Gives back and takes over what the plan says. @returns what was taken over */
export async function applyPlan(
  client: PoolClient,
  group: string,
  memberId: string,
  { release, claim }: OwnershipPlan,
): Promise<readonly ClaimedPartition[]> {
  if (release.length > 0) {
    await client.query(
      `UPDATE event_log_group_partition g SET member_id = NULL
         FROM UNNEST($2::text[], $3::int[]) AS p (topic, partition)
        WHERE g.group_name = $1 AND g.topic = p.topic AND g.partition = p.partition`,
      [group, ...columns(release)],
    );
  }
  if (claim.length === 0) return [];
  const { rows } = await client.query<TopicPartition & { epoch: string; next_offset: string }>(
    `UPDATE event_log_group_partition g SET member_id = $4, epoch = g.epoch + 1
       FROM UNNEST($2::text[], $3::int[]) AS p (topic, partition)
      WHERE g.group_name = $1 AND g.topic = p.topic AND g.partition = p.partition
     RETURNING g.topic, g.partition, g.epoch, g.next_offset`,
    [group, ...columns(claim), memberId],
  );
  return rows.map(({ topic, partition, epoch, next_offset: next }) => {
    return { topic, partition, epoch: BigInt(epoch), next: BigInt(next) };
  });
}

/** Moves a group's offset. @returns false, without effect, when the partition has another owner by now */
export async function commitOffset(
  pool: Pool,
  group: string,
  { topic, partition, next }: Position,
  owner: { readonly memberId: string; readonly epoch: bigint },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE event_log_group_partition SET next_offset = $4
      WHERE group_name = $1 AND topic = $2 AND partition = $3 AND member_id = $5 AND epoch = $6`,
    [group, topic, partition, next, owner.memberId, owner.epoch],
  );
  return rowCount === 1;
}

/** Ends a membership and gives all its partitions back. */
export async function leaveGroup(pool: Pool, group: string, memberId: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockGroup(client, group);
    await client.query('DELETE FROM event_log_member WHERE group_name = $1 AND member_id = $2', [
      group,
      memberId,
    ]);
    await client.query(
      'UPDATE event_log_group_partition SET member_id = NULL WHERE group_name = $1 AND member_id = $2',
      [group, memberId],
    );
    await notify(client, { group });
  });
}

/** The offsets a group has committed on a topic, by partition. */
export async function groupOffsets(
  pool: Pool,
  group: string,
  topic: string,
): Promise<ReadonlyMap<number, bigint>> {
  const { rows } = await pool.query<{ partition: number; next_offset: string | null }>(
    `SELECT p.partition, g.next_offset FROM event_log_partition p
       LEFT JOIN event_log_group_partition g
         ON g.group_name = $1 AND g.topic = p.topic AND g.partition = p.partition
      WHERE p.topic = $2 ORDER BY p.partition`,
    [group, topic],
  );
  return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset ?? 0)]));
}

function columns(partitions: readonly TopicPartition[]): [string[], number[]] {
  return [partitions.map(({ topic }) => topic), partitions.map(({ partition }) => partition)];
}
