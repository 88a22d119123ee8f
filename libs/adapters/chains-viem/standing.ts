/** The newest block that an endpoint has told of, and when it first did. */
export interface HeadSighting {
  readonly latest: bigint;
  /** Milliseconds of any one clock. */
  readonly since: number;
}

/** What is remembered of an endpoint's conduct. */
export interface Standing {
  readonly failures: number;
  /** Until then others are asked before it. */
  readonly passedOverUntil: number;
  readonly sighting: HeadSighting | undefined;
}

export const NEWCOMER: Standing = { failures: 0, passedOverUntil: 0, sighting: undefined };

const FIRST_REST_MILLISECONDS = 15_000;
const LONGEST_REST_MILLISECONDS = 600_000;

/** After an answer that others agreed with. */
export function afterSuccess(standing: Standing): Standing {
  return { ...standing, failures: 0, passedOverUntil: 0 };
}

/** After a failure: a rest, twice as long after each in a row. */
export function afterFailure(standing: Standing, now: number): Standing {
  const rest = Math.min(FIRST_REST_MILLISECONDS * 2 ** standing.failures, LONGEST_REST_MILLISECONDS);
  return { ...standing, failures: standing.failures + 1, passedOverUntil: now + rest };
}

/** After an answer that contradicts itself or what others agree on: the longest rest, because it was no accident. */
export function afterContradiction(standing: Standing, now: number): Standing {
  return { ...standing, passedOverUntil: now + LONGEST_REST_MILLISECONDS };
}

/** After hearing of the endpoint's newest block; a lower one than before is no news. */
export function afterSighting(standing: Standing, latest: bigint, now: number): Standing {
  const { sighting } = standing;
  return sighting !== undefined && latest <= sighting.latest
    ? standing
    : { ...standing, sighting: { latest, since: now } };
}

/** Whether an endpoint has told of no new block for as long as `patience` while another moved on past it. */
export function isStalled(
  { sighting: own }: Standing,
  others: readonly Standing[],
  now: number,
  patience: number,
): boolean {
  if (own === undefined || now - own.since < patience) return false;
  return others.some(
    ({ sighting }) => sighting !== undefined && sighting.latest > own.latest && sighting.since > own.since,
  );
}
