/** Somebody who bears part of an amount. */
export interface Bearer {
  /** Unique; breaks ties. */
  readonly id: string;
  /** Share in the amount relative to the others'; above zero to bear anything. */
  readonly weight: bigint;
  /** The most that this bearer can bear; not below zero. */
  readonly capacity: bigint;
}

/** Who bears how much, and what nobody can. */
export interface UnitAllocation {
  readonly borne: ReadonlyMap<string, bigint>;
  readonly unallocated: bigint;
}

/**
 * Divides whole units in proportion to weights, no bearer above its capacity, none lost: Σ borne + unallocated =
 * amount. Proportional parts are rounded down, and the units that remain go one each to the largest remainders
 * (Hamilton's method), then to the smaller id. What is above a capacity is divided again among the others.
 */
export function allocateUnits(amount: bigint, bearers: readonly Bearer[]): UnitAllocation {
  const borne = new Map(bearers.map(({ id }) => [id, 0n]));
  let left = amount;
  let open = bearers.filter(({ weight, capacity }) => weight > 0n && capacity > 0n);
  while (left > 0n && open.length > 0) {
    const parts = proportionalParts(left, open, (bearer) => bearer.capacity - (borne.get(bearer.id) ?? 0n));
    for (const [id, part] of parts) {
      borne.set(id, (borne.get(id) ?? 0n) + part);
      left -= part;
    }
    open = open.filter(({ id, capacity }) => (borne.get(id) ?? 0n) < capacity);
  }
  return { borne, unallocated: left };
}

function proportionalParts(
  amount: bigint,
  bearers: readonly Bearer[],
  roomOf: (bearer: Bearer) => bigint,
): readonly (readonly [string, bigint])[] {
  const total = bearers.reduce((sum, { weight }) => sum + weight, 0n);
  let spare = amount - bearers.reduce((sum, { weight }) => sum + (amount * weight) / total, 0n);
  return bearers
    .map((bearer) => ({ bearer, remainder: (amount * bearer.weight) % total }))
    .sort((a, b) => compare(b.remainder, a.remainder) || compare(a.bearer.id, b.bearer.id))
    .map(({ bearer }) => {
      const extra = spare > 0n ? 1n : 0n;
      spare -= extra;
      const part = (amount * bearer.weight) / total + extra;
      const room = roomOf(bearer);
      return [bearer.id, part < room ? part : room];
    });
}

function compare<Value extends bigint | string>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
