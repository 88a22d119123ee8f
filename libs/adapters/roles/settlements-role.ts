import { followSettlements } from '@causeway/application/follow-settlements';
import { streamName, type OutboxStore, type SettlementStore } from '@causeway/application/ports';
import type { SettlementChange } from '@causeway/application/settlement-changes';
import type { OutcomeKind } from '@causeway/domain/settlement';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { repeatStep } from './repeating-role.js';
import type { Role, RoleLog } from './role.js';

/** Settlements of a step; each is a transaction of its own. */
const MAXIMUM_SETTLEMENTS = 100;
/** Commits wake the role; this is for the notification that was lost, and for deadlines that pass. */
const REST_MILLISECONDS = 1_000;
/** How often settlements that have ended are looked at too: what they wait for, late fills and orphans, is rare. */
const ENDED_EVERY_SECONDS = 60;

/** What the role needs from outside. */
export interface SettlementsRolePorts {
  readonly settlements: SettlementStore;
  readonly outbox: Pick<OutboxStore, 'watch'>;
  readonly clock: () => UnixMilliseconds;
  readonly observe?: SettlementObserver;
}

/** Told of what following settlements came to. */
export interface SettlementObserver {
  /** How many have not ended, counted in one round. */
  open(count: number): void;
  issued(): void;
  ended(outcome: OutcomeKind): void;
  /** What became known after the end has changed where the units are. */
  amended(outcome: OutcomeKind): void;
}

/**
 * Follows settlements round by round: the transfers that carry their legs, and the time. Any number of processes may
 * run it: a settlement is followed under its lock, and following it again changes nothing.
 */
export async function startSettlementsRole(ports: SettlementsRolePorts, log: RoleLog): Promise<Role> {
  const rounds = new Rounds(ports, log);
  const role = repeatStep(
    { name: 'settlements', step: () => rounds.step(), restMilliseconds: REST_MILLISECONDS },
    log,
  );
  const watch = await ports.outbox.watch((streams) => {
    if (streams.size === 0 || [...streams].some(isOfInterest)) role.wake();
  });
  return {
    ...role,
    stop: async () => {
      await watch.stop();
      await role.stop();
    },
  };
}

/** What a settlement's own changes make possible was decided with them, so that they wake nobody. */
function isOfInterest(stream: string): boolean {
  return stream.startsWith(streamName('transfer', ''));
}

/** A round looks at every settlement once, page by page, in the order of their quotes. */
class Rounds {
  private after: string | undefined;
  private openCount = 0;
  private isWithEnded = true;
  private endedDueAt: UnixMilliseconds | undefined;

  constructor(
    private readonly ports: SettlementsRolePorts,
    private readonly log: RoleLog,
  ) {}

  /** Follows a page; resolves to whether the round goes on. */
  async step(): Promise<boolean> {
    const { settlements, clock, observe } = this.ports;
    const at = clock();
    if (this.after === undefined) this.begin(at);
    const { after, isWithEnded } = this;
    const page = { maximum: MAXIMUM_SETTLEMENTS, isWithEnded, ...(after === undefined ? {} : { after }) };
    const { followed, last, changes } = await followSettlements(settlements, page, at);
    for (const change of changes) this.tell(change);
    this.openCount += followed;
    this.after = followed < MAXIMUM_SETTLEMENTS ? undefined : last;
    if (this.after !== undefined) return true;
    if (!isWithEnded) observe?.open(this.openCount);
    return isWithEnded;
  }

  private begin(at: UnixMilliseconds): void {
    this.openCount = 0;
    this.isWithEnded = this.endedDueAt === undefined || at >= this.endedDueAt;
    if (this.isWithEnded) this.endedDueAt = addSeconds(at, ENDED_EVERY_SECONDS);
  }

  private tell({ record, commands }: SettlementChange): void {
    const { observe } = this.ports;
    const facts = { role: 'settlements', settlement: record.settlement.plan.quote, account: record.account };
    for (const command of commands) {
      if (command.kind === 'issue') {
        observe?.issued();
        this.log.info({ ...facts, leg: command.leg, attempt: command.attempt }, 'a leg is to be sent');
      }
      if (command.kind === 'end') {
        observe?.ended(command.outcome.kind);
        this.log.info({ ...facts, outcome: command.outcome.kind }, 'a settlement has ended');
      }
      if (command.kind === 'amend') {
        observe?.amended(command.outcome.kind);
        this.log.warn({ ...facts, outcome: command.outcome.kind }, 'a settlement was amended after its end');
      }
    }
  }
}
