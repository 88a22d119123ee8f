import type { AssetId, UnixMilliseconds } from '@causeway/domain/units';
import { advanceSettlement, openSettlement } from './advance-settlement.js';
import { heldOf } from './holdings.js';
import type { LegObservation, Settlement, SettlementCommand, SettlementEvent } from './settlement.js';
import type { PlannedLeg, SettlementPlan } from './settlement-plan.js';

/** What truly became of an attempt, whatever the settlement has been told. */
interface Truth {
  readonly seq: number;
  readonly departed: bigint;
  readonly arrived: bigint;
  readonly delivered: bigint;
  readonly returned: bigint;
  readonly isReverted: boolean;
  readonly isDepartureFinal: boolean;
  readonly isRestFinal: boolean;
  /** The desk has decided never to send it. */
  readonly isDropped: boolean;
  readonly hasLateFill: boolean;
}

/** A settlement together with the world that it is carried out in. */
export interface World {
  readonly settlement: Settlement;
  readonly truths: readonly (readonly Truth[])[];
  readonly second: number;
  readonly forksLeft: number;
}

/** A step of the world, with what the settlement did in it. */
export interface Transition {
  readonly name: string;
  readonly world: World;
  readonly commands: readonly SettlementCommand[];
}

const UNTOUCHED: Truth = {
  seq: 0,
  departed: 0n,
  arrived: 0n,
  delivered: 0n,
  returned: 0n,
  isReverted: false,
  isDepartureFinal: false,
  isRestFinal: false,
  isDropped: false,
  hasLateFill: false,
};

/** Seconds after which no deadline of any plan here is still ahead. */
const LAST_SECOND = 5;

const timeOf = (second: number): UnixMilliseconds => (second * 1000) as UnixMilliseconds;

/** A plan over legs that turn one unit into one unit. */
export function planOf(legs: readonly PlannedLeg[], input: bigint, maximumAttempts: number): SettlementPlan {
  return {
    quote: 'quote',
    source: 'a' as AssetId,
    destination: 'z' as AssetId,
    input,
    legs,
    expiresAt: timeOf(2),
    legSeconds: 1,
    observationSeconds: 1,
    maximumAttempts,
  };
}

/** A leg over a bridge (which has no deadline) or on a layer (which has one). */
export function legOf(means: 'bridge' | 'layer', from: string, to: string, plannedInput: bigint): PlannedLeg {
  return {
    edge: `${means}:${from}-${to}`,
    from: from as AssetId,
    to: to as AssetId,
    plannedInput,
    plannedOutput: plannedInput,
    minimumOutput: plannedInput,
    hasDeadline: means === 'layer',
  };
}

/** The world in which a plan has just been accepted. */
export function worldOf(plan: SettlementPlan, forksLeft: number): World {
  const settlement = openSettlement(plan, timeOf(0));
  return { settlement, truths: plan.legs.map(() => []), second: 0, forksLeft };
}

/** Every step that the world may take next. */
export function transitionsOf(world: World): readonly Transition[] {
  return [...moves(world), ...tellings(world), ...passings(world)];
}

function tell(world: World, name: string, event: SettlementEvent): Transition {
  const { settlement, commands } = advanceSettlement(world.settlement, event, timeOf(world.second));
  const truths = settlement.attempts.map((attempts, leg) =>
    attempts.map((_, nth) => world.truths[leg]?.[nth] ?? UNTOUCHED),
  );
  return { name, world: { ...world, settlement, truths }, commands };
}

/** The settlement learns the present truth about an attempt, or what the desk decided. */
function tellings(world: World): readonly Transition[] {
  return attemptsOf(world).flatMap(({ leg, nth, truth }) => {
    const known = world.settlement.attempts[leg]?.[nth];
    const all: Transition[] = [];
    if (known !== undefined && truth.seq > known.observation.seq) {
      all.push(tell(world, `tell ${leg}.${nth}`, observed(leg, nth, truth)));
    }
    if (truth.isDropped && known?.isAbandoned === false) {
      all.push(tell(world, `say dropped ${leg}.${nth}`, { kind: 'abandoned', leg, attempt: nth }));
    }
    return all;
  });
}

function observed(leg: number, attempt: number, truth: Truth): SettlementEvent {
  return { kind: 'observed', leg, attempt, observation: observationOf(truth) };
}

function observationOf({
  seq,
  departed,
  arrived,
  delivered,
  returned,
  isReverted,
  ...finality
}: Truth): LegObservation {
  const isFinal = finality.isDepartureFinal && finality.isRestFinal;
  return { seq, departed, arrived, delivered, returned, isReverted, isFinal };
}

/** A second passes, unless something that happened in time would then become known too late. */
function passings(world: World): readonly Transition[] {
  if (world.second >= LAST_SECOND) return [];
  const { plan } = world.settlement;
  const next = world.second + 1;
  const isHeldUp = attemptsOf(world).some(({ leg, nth, truth }) => {
    const known = world.settlement.attempts[leg]?.[nth];
    if (known === undefined || plan.legs[leg]?.hasDeadline !== true) return false;
    return (
      truth.seq > known.observation.seq && timeOf(next) > known.validUntil + plan.observationSeconds * 1000
    );
  });
  if (isHeldUp) return [];
  return [tell({ ...world, second: next }, 'second', { kind: 'time-passed' })];
}

interface Attempt {
  readonly leg: number;
  readonly nth: number;
  readonly truth: Truth;
}

function attemptsOf({ truths }: World): readonly Attempt[] {
  return truths.flatMap((all, leg) => all.map((truth, nth) => ({ leg, nth, truth })));
}

/** What can happen on the chains and at the desk, of which the settlement knows nothing yet. */
function moves(world: World): readonly Transition[] {
  return attemptsOf(world).flatMap((attempt) =>
    [...departures(world, attempt), ...deliveries(world, attempt), ...forks(world, attempt)].map(
      ({ name, change, isFork }) => happen(world, attempt, name, change, isFork),
    ),
  );
}

interface Happening {
  readonly name: string;
  readonly change: Partial<Truth>;
  readonly isFork?: boolean;
}

function happen(
  world: World,
  { leg, nth }: Attempt,
  name: string,
  change: Partial<Truth>,
  isFork = false,
): Transition {
  const truths = world.truths.map((all, at) =>
    at === leg
      ? all.map((truth, which) => (which === nth ? { ...truth, ...change, seq: truth.seq + 1 } : truth))
      : all,
  );
  const forksLeft = world.forksLeft - (isFork ? 1 : 0);
  return { name: `${name} ${leg}.${nth}`, world: { ...world, truths, forksLeft }, commands: [] };
}

function departures(world: World, { leg, nth, truth }: Attempt): readonly Happening[] {
  const known = world.settlement.attempts[leg]?.[nth];
  const planned = world.settlement.plan.legs[leg];
  if (known === undefined || planned === undefined) return [];
  if (truth.departed > 0n || truth.isReverted || truth.isDropped) return [];
  const isTooLate = planned.hasDeadline && timeOf(world.second) > known.validUntil;
  const drop: Happening = { name: 'drop', change: { isDropped: true } };
  if (isTooLate) return [drop];
  const { input } = known;
  const sent = { departed: input, isReverted: false };
  if (planned.hasDeadline) {
    return [
      drop,
      { name: 'swap', change: { ...sent, arrived: input, delivered: input } },
      { name: 'revert', change: { isReverted: true } },
    ];
  }
  return [drop, { name: 'depart', change: sent }];
}

function deliveries(world: World, { leg, truth }: Attempt): readonly Happening[] {
  const planned = world.settlement.plan.legs[leg];
  const all: Happening[] = [];
  const hasHappened = truth.departed > 0n || truth.isReverted;
  if (hasHappened && !truth.isDepartureFinal)
    all.push({ name: 'finalise', change: { isDepartureFinal: true } });
  const open = truth.departed - truth.arrived - truth.returned;
  const isOver = hasHappened && open <= 0n;
  if (isOver && !truth.isRestFinal) all.push({ name: 'finalise rest', change: { isRestFinal: true } });
  if (planned?.hasDeadline !== false) return all;
  if (open > 0n) {
    all.push(fill(truth, open, 'arrive'));
    if (open > 1n) all.push(fill(truth, 1n, 'arrive partly'));
    all.push({ name: 'return', change: { returned: truth.returned + open } });
  }
  // A filler who did not see the refund: the units are a gift, but they are there.
  if (truth.returned > 0n && !truth.hasLateFill) {
    all.push({
      ...fill(truth, truth.returned, 'arrive after return'),
      change: { ...fill(truth, truth.returned, '').change, hasLateFill: true },
    });
  }
  return all;
}

function fill(truth: Truth, raw: bigint, name: string): Happening {
  return { name, change: { arrived: truth.arrived + raw, delivered: truth.delivered + raw } };
}

/** Blocks that are not final may be orphaned, if nothing on their chain lived on what they held. */
function forks(world: World, { leg, truth }: Attempt): readonly Happening[] {
  if (world.forksLeft === 0) return [];
  const all: Happening[] = [];
  const planned = world.settlement.plan.legs[leg];
  const isSwap = planned?.hasDeadline === true;
  const isLivedOn = attemptsOf(world).some(
    (other) => world.settlement.plan.legs[other.leg]?.from === planned?.to && other.truth.departed > 0n,
  );
  const hasRest = truth.arrived > 0n || truth.returned > 0n;
  if (!truth.isDepartureFinal && (truth.departed > 0n || truth.isReverted) && !(isSwap && isLivedOn)) {
    const rest = isSwap ? { arrived: 0n, delivered: 0n } : {};
    all.push({
      name: 'orphan departure',
      change: { departed: 0n, isReverted: false, ...rest },
      isFork: true,
    });
  }
  if (!isSwap && hasRest && !truth.isRestFinal && !isLivedOn) {
    all.push({
      name: 'orphan arrival',
      change: { arrived: 0n, delivered: 0n, returned: 0n, hasLateFill: false },
      isFork: true,
    });
  }
  return all;
}

/** Base units that truly are at an asset. */
export function trulyHeld(world: World, asset: AssetId): bigint {
  const { settlement, truths } = world;
  const attempts = settlement.attempts.map((all, leg) =>
    all.map((attempt, nth) => ({ ...attempt, observation: observationOf(truths[leg]?.[nth] ?? UNTOUCHED) })),
  );
  return heldOf({ ...settlement, attempts }, asset);
}

/** Whether all that happened is known, and nothing more can happen but what time brings. */
export function isAllTold(world: World): boolean {
  return attemptsOf(world).every(
    ({ leg, nth, truth }) => truth.seq === (world.settlement.attempts[leg]?.[nth]?.observation.seq ?? 0),
  );
}

/**
 * A text that two worlds share only if they go on in the same ways: of the numbers of observations only matters
 * whether the last has been told, and of a known time only whether it is the same.
 */
export function keyOf({ settlement, truths, second, forksLeft }: World): string {
  const { attempts, released, outcome } = settlement;
  const parts: (string | number | boolean)[] = [
    second,
    forksLeft,
    released.join(),
    outcome === undefined ? '' : outcome.kind,
  ];
  for (const [leg, all] of attempts.entries()) {
    for (const [nth, { input, issuedAt, observation, isAbandoned }] of all.entries()) {
      const truth = truths[leg]?.[nth] ?? UNTOUCHED;
      const isTold = truth.seq === observation.seq;
      parts.push(`/${leg}.${nth}`, input.toString(), issuedAt, isAbandoned, isTold);
      parts.push(wordsOf(observation), wordsOf(observationOf(truth)));
      parts.push([truth.isDepartureFinal, truth.isRestFinal, truth.isDropped, truth.hasLateFill].join());
    }
  }
  return parts.join(' ');
}

function wordsOf({ departed, arrived, delivered, returned, isReverted, isFinal }: LegObservation): string {
  return [departed, arrived, delivered, returned, isReverted, isFinal].join(',');
}
