import type { AssetId, UnixMilliseconds } from '@causeway/domain/units';
import { isSettledForGood, progressOf } from './attempt-progress.js';
import { heldOf, outcomeOf } from './holdings.js';
import {
  newAttempt,
  type LegAttempt,
  type Settlement,
  type SettlementCommand,
  type SettlementEvent,
} from './settlement.js';
import { minimumOutputFor, type PlannedLeg, type SettlementPlan } from './settlement-plan.js';

/** A settlement after one step, and what is to be done about it. */
export interface SettlementStep {
  readonly settlement: Settlement;
  readonly commands: readonly SettlementCommand[];
}

/** A settlement of an accepted plan: nothing has been issued yet. */
export function openSettlement(plan: SettlementPlan, at: UnixMilliseconds): Settlement {
  return {
    plan,
    acceptedAt: at,
    attempts: plan.legs.map(() => []),
    released: plan.legs.map(() => false),
  };
}

/**
 * Takes one event into a settlement, at the time `at`, and decides what follows. Equal arguments give equal steps.
 *
 * - The legs that leave an asset are issued together, once every leg that leads to it is closed, and share what is
 *   there in proportion to the plan, rounded down, the last one taking the rest.
 * - A leg that came to nothing, or whose units came back for good, is issued again until its attempts or the plan's
 *   time run out. It is closed when that cannot happen any more.
 * - The settlement ends when every leg is closed for good. Units then are where its outcome says: at the destination,
 *   back at the source, or on the way where a leg did not go through.
 *
 * An observation that is not newer than the one before changes nothing. One that comes after the end amends it. A step
 * that changes nothing answers the very settlement that it was given.
 */
export function advanceSettlement(
  settlement: Settlement,
  event: SettlementEvent,
  at: UnixMilliseconds,
): SettlementStep {
  const told = takeIn(settlement, event);
  if (settlement.outcome !== undefined) return amend(told, settlement);
  const commands: SettlementCommand[] = [];
  const issued = issueLegs(told, at, commands);
  const released = releaseCapacity(issued, at, commands);
  return { settlement: endIfDone(released, at, commands), commands };
}

function takeIn(settlement: Settlement, event: SettlementEvent): Settlement {
  if (event.kind === 'time-passed') return settlement;
  const known = settlement.attempts[event.leg]?.[event.attempt];
  if (known === undefined) return settlement;
  if (event.kind === 'abandoned') {
    if (known.isAbandoned) return settlement;
    return withAttempt(settlement, event.leg, event.attempt, { ...known, isAbandoned: true });
  }
  if (event.observation.seq <= known.observation.seq) return settlement;
  return withAttempt(settlement, event.leg, event.attempt, { ...known, observation: event.observation });
}

function withAttempt(settlement: Settlement, leg: number, number: number, changed: LegAttempt): Settlement {
  const attempts = settlement.attempts.map((all, at) =>
    at === leg ? all.map((attempt, nth) => (nth === number ? changed : attempt)) : all,
  );
  return { ...settlement, attempts };
}

function issueLegs(told: Settlement, at: UnixMilliseconds, commands: SettlementCommand[]): Settlement {
  let settlement = told;
  if (at >= told.plan.expiresAt) return settlement;
  for (const [leg, planned] of told.plan.legs.entries()) {
    const attempts = settlement.attempts[leg] ?? [];
    const input =
      attempts.length === 0
        ? firstInput(settlement, leg, planned, at)
        : inputAgain(settlement, leg, planned, at);
    // What is to be sent may have become known before what brought it.
    if (input === 0n || input > freeAt(settlement, planned.from, at)) continue;
    settlement = issue(settlement, leg, planned, input, at);
    commands.push({ kind: 'issue', leg, attempt: attempts.length });
  }
  return settlement;
}

function issue(
  settlement: Settlement,
  leg: number,
  planned: PlannedLeg,
  input: bigint,
  at: UnixMilliseconds,
): Settlement {
  const validUntil = (at + settlement.plan.legSeconds * 1000) as UnixMilliseconds;
  const attempt = newAttempt(input, minimumOutputFor(planned, input), at, validUntil);
  const attempts = settlement.attempts.map((all, nth) => (nth === leg ? [...all, attempt] : all));
  return { ...settlement, attempts };
}

/** The share of a leg that has not begun; 0 while a leg that leads to its asset is open, and where nothing is there. */
function firstInput(settlement: Settlement, leg: number, planned: PlannedLeg, at: UnixMilliseconds): bigint {
  const { plan } = settlement;
  const isFed = plan.legs.every(({ to }, other) => to !== planned.from || isClosed(settlement, other, at));
  if (!isFed) return 0n;
  const siblings = [...plan.legs.entries()].filter(([, { from }]) => from === planned.from);
  const available = heldOf(settlement, planned.from) + departedFrom(settlement, planned.from);
  const total = siblings.reduce((sum, [, { plannedInput }]) => sum + plannedInput, 0n);
  const isLast = siblings.at(-1)?.[0] === leg;
  if (!isLast) return (available * planned.plannedInput) / total;
  const others = siblings.slice(0, -1);
  return others.reduce((rest, [, { plannedInput }]) => rest - (available * plannedInput) / total, available);
}

/** What is at an asset and not promised to an attempt that may still be sent. */
function freeAt(settlement: Settlement, asset: AssetId, at: UnixMilliseconds): bigint {
  const { plan, attempts } = settlement;
  return plan.legs.reduce(
    (free, planned, leg) => {
      if (planned.from !== asset) return free;
      const pending = (attempts[leg] ?? []).filter(
        (attempt) => progressOf(attempt, planned, plan, at) === 'pending',
      );
      return pending.reduce((rest, { input }) => rest - input, free);
    },
    heldOf(settlement, asset),
  );
}

/** What siblings have sent already, so that shares are of all that was there. */
function departedFrom(settlement: Settlement, asset: AssetId): bigint {
  return settlement.plan.legs.reduce((sum, { from }, leg) => {
    if (from !== asset) return sum;
    const attempts = settlement.attempts[leg] ?? [];
    return (
      sum + attempts.reduce((all, { observation }) => all + observation.departed - observation.returned, 0n)
    );
  }, 0n);
}

/** What a leg whose last attempt came to nothing for good may send once more. */
function inputAgain(settlement: Settlement, leg: number, planned: PlannedLeg, at: UnixMilliseconds): bigint {
  const { plan, attempts } = settlement;
  const last = attempts[leg]?.at(-1);
  if (last === undefined || (attempts[leg]?.length ?? 0) >= plan.maximumAttempts) return 0n;
  const progress = progressOf(last, planned, plan, at);
  if (!isSettledForGood(last, progress)) return 0n;
  // What was delivered against expectation is not to be sent for a second time.
  if (last.isAbandoned || last.observation.delivered > 0n) return 0n;
  return progress === 'void' ? last.input : last.observation.returned;
}

/** Whether a leg moves nothing any more and will not be issued again, as far as is known. */
function isClosed(settlement: Settlement, leg: number, at: UnixMilliseconds): boolean {
  const { plan, attempts } = settlement;
  const planned = plan.legs[leg];
  if (planned === undefined) return true;
  const last = attempts[leg]?.at(-1);
  if (last === undefined) return !canBegin(settlement, leg, planned, at);
  const isOver = (attempts[leg] ?? []).every((attempt) =>
    ['void', 'complete'].includes(progressOf(attempt, planned, plan, at)),
  );
  if (!isOver) return false;
  return at >= plan.expiresAt || !mayBeIssuedAgain(settlement, leg, planned, at);
}

function canBegin(settlement: Settlement, leg: number, planned: PlannedLeg, at: UnixMilliseconds): boolean {
  const { plan } = settlement;
  const isFed = plan.legs.every(({ to }, other) => to !== planned.from || isClosed(settlement, other, at));
  if (at >= plan.expiresAt && isFed) return false;
  return !isFed || firstInput(settlement, leg, planned, at) > 0n;
}

/** Whether the last attempt came to nothing, though not yet for good, and there are attempts left. */
function mayBeIssuedAgain(
  settlement: Settlement,
  leg: number,
  planned: PlannedLeg,
  at: UnixMilliseconds,
): boolean {
  const { plan, attempts } = settlement;
  const last = attempts[leg]?.at(-1);
  if (last === undefined || (attempts[leg]?.length ?? 0) >= plan.maximumAttempts) return false;
  if (last.isAbandoned || last.observation.delivered > 0n) return false;
  return progressOf(last, planned, plan, at) === 'void' || last.observation.returned > 0n;
}

function releaseCapacity(
  settlement: Settlement,
  at: UnixMilliseconds,
  commands: SettlementCommand[],
): Settlement {
  const released = settlement.released.map((isReleased, leg) => {
    if (isReleased || !isClosedForGood(settlement, leg, at)) return isReleased;
    commands.push({ kind: 'release-capacity', leg });
    return true;
  });
  const isUnchanged = released.every((isReleased, leg) => isReleased === settlement.released[leg]);
  return isUnchanged ? settlement : { ...settlement, released };
}

function isClosedForGood(settlement: Settlement, leg: number, at: UnixMilliseconds): boolean {
  const { plan, attempts } = settlement;
  const planned = plan.legs[leg];
  if (planned === undefined || !isClosed(settlement, leg, at)) return false;
  const feeders = [...plan.legs.entries()].filter(([, { to }]) => to === planned.from);
  if (!feeders.every(([feeder]) => isClosedForGood(settlement, feeder, at))) return false;
  return (attempts[leg] ?? []).every((attempt) =>
    isSettledForGood(attempt, progressOf(attempt, planned, plan, at)),
  );
}

function endIfDone(settlement: Settlement, at: UnixMilliseconds, commands: SettlementCommand[]): Settlement {
  if (!settlement.plan.legs.every((_, leg) => isClosedForGood(settlement, leg, at))) return settlement;
  const outcome = outcomeOf(settlement);
  commands.push({ kind: 'release-inventory', raw: settlement.plan.input }, { kind: 'end', outcome });
  return { ...settlement, outcome };
}

/** After the end nothing is issued or released any more, but units that move are never lost sight of. */
function amend(told: Settlement, before: Settlement): SettlementStep {
  const outcome = outcomeOf(told);
  if (describe(outcome) === describe(before.outcome)) return { settlement: told, commands: [] };
  return { settlement: { ...told, outcome }, commands: [{ kind: 'amend', outcome }] };
}

function describe(outcome: Settlement['outcome']): string {
  if (outcome === undefined) return '';
  return [outcome.kind, ...outcome.holdings.map(({ asset, raw }) => `${asset}=${raw}`)].join(' ');
}
