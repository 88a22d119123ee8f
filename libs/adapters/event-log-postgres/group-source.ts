import { randomUUID } from 'node:crypto';
import { partitionName, type TopicPartition } from '@causeway/application/ports';
import type { Pool } from 'pg';
import {
  applyPlan,
  commitOffset,
  leaveGroup,
  lockGroup,
  readMembers,
  readPartitions,
  registerPartitions,
  renewLease,
  type ClaimedPartition,
} from './group-tables.js';
import { notify } from './notification.js';
import { cursorAt, type Cursor, type PartitionSource } from './partition-source.js';
import { planOwnership, type OwnershipPlan } from './plan-ownership.js';
import { inTransaction } from '@causeway/adapters/postgres';

/** What a member needs to know of its group. */
export interface GroupSourceOptions {
  readonly pool: Pool;
  readonly group: string;
  readonly topics: readonly string[];
  readonly leaseMilliseconds: number;
  readonly onWarning: (message: string, cause: unknown) => void;
  /** Called when there may be more to deliver. */
  readonly onChange: () => void;
}

interface HeldPartition {
  readonly cursor: Cursor;
  readonly epoch: bigint;
  /** To be given back: nothing more is delivered. */
  isYielding: boolean;
}

const HEARTBEATS_PER_LEASE = 3;

/**
 * A member's share of a consumer group. A heartbeat renews the member's lease and takes it a step towards the
 * assignment that all members agree on; whoever finds an expired lease removes the member.
 */
export class GroupSource implements PartitionSource {
  readonly startsAtOldest = true;
  readonly #memberId = randomUUID();
  readonly #held = new Map<string, HeldPartition>();
  #inHand: string | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #synchronising: Promise<void> | undefined;
  #isAnotherDue = false;
  #hasLeft = false;

  constructor(private readonly options: GroupSourceOptions) {}

  /** Becomes a member. */
  async join(): Promise<void> {
    const { pool, group, topics, leaseMilliseconds } = this.options;
    await registerPartitions(pool, group, topics);
    await this.#step();
    this.#heartbeat = setInterval(() => this.synchronise(), leaseMilliseconds / HEARTBEATS_PER_LEASE);
  }

  /** Compares notes with the group; at once, or again when that is being done already. */
  synchronise(): void {
    if (this.#hasLeft) return;
    if (this.#synchronising !== undefined) {
      this.#isAnotherDue = true;
      return;
    }
    this.#synchronising = this.#step()
      .catch((cause: unknown) => this.options.onWarning(`group ${this.options.group} is out of touch`, cause))
      .finally(() => {
        this.#synchronising = undefined;
        if (!this.#isAnotherDue) return;
        this.#isAnotherDue = false;
        this.synchronise();
      });
  }

  cursors(): readonly Cursor[] {
    return [...this.#held.values()].filter(({ isYielding }) => !isYielding).map(({ cursor }) => cursor);
  }

  begin(cursor: Cursor): boolean {
    const name = partitionName(cursor);
    if (this.#epochOf(cursor) === undefined || this.#held.get(name)?.isYielding === true) return false;
    this.#inHand = name;
    return true;
  }

  async handled(cursor: Cursor, next: bigint): Promise<void> {
    const { pool, group, onWarning } = this.options;
    const name = partitionName(cursor);
    const epoch = this.#epochOf(cursor);
    const owner = epoch === undefined ? undefined : { memberId: this.#memberId, epoch };
    if (owner !== undefined && (await commitOffset(pool, group, { ...cursor, next }, owner))) {
      cursor.next = next;
      return;
    }
    if (this.#epochOf(cursor) !== undefined) this.#held.delete(name);
    onWarning(
      `group ${group} has given ${name} to another member; what was handled is not committed`,
      undefined,
    );
    this.synchronise();
  }

  end(cursor: Cursor): void {
    this.#inHand = undefined;
    const held = this.#held.get(partitionName(cursor));
    if (held === undefined || held.isYielding) this.synchronise();
  }

  async leave(): Promise<void> {
    this.#hasLeft = true;
    clearInterval(this.#heartbeat);
    await this.#synchronising;
    await leaveGroup(this.options.pool, this.options.group, this.#memberId);
  }

  /** The epoch under which the cursor's partition is held, or undefined when it was lost since. */
  #epochOf(cursor: Cursor): bigint | undefined {
    const held = this.#held.get(partitionName(cursor));
    return held?.cursor === cursor ? held.epoch : undefined;
  }

  async #step(): Promise<void> {
    const { pool, group, topics, leaseMilliseconds, onChange } = this.options;
    const claimed = await inTransaction(pool, async (client) => {
      await lockGroup(client, group);
      const member = { id: this.#memberId, topics };
      const isChanged = await renewLease(client, group, member, leaseMilliseconds);
      const members = await readMembers(client, group);
      const partitions = await readPartitions(client, group);
      const held = new Map([...this.#held].map(([name, { epoch }]) => [name, epoch]));
      const view = { memberId: this.#memberId, members, partitions, held, inHand: this.#inHand };
      const plan = planOwnership(view);
      this.#cease(plan);
      if (isChanged || plan.release.length > 0) await notify(client, { group });
      return applyPlan(client, group, this.#memberId, plan);
    });
    for (const partition of claimed) this.#take(partition);
    if (claimed.length > 0) onChange();
  }

  /** Before the database says so to others: from here on nothing of it is delivered. */
  #cease(plan: OwnershipPlan): void {
    const isYielding = new Set(plan.yield.map(partitionName));
    for (const [name, held] of this.#held) held.isYielding = isYielding.has(name);
    const remove = (partition: TopicPartition) => this.#held.delete(partitionName(partition));
    [...plan.lost, ...plan.release].forEach(remove);
  }

  #take({ topic, partition, epoch, next }: ClaimedPartition): void {
    const cursor = cursorAt({ topic, partition }, next);
    this.#held.set(partitionName(cursor), { cursor, epoch, isYielding: false });
  }
}
