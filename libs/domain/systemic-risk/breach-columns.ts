import { type AccountId, type Decimal } from '@causeway/domain/units';
import type { PartOfAccount, RiskPart } from './risk-parts.js';
import { screeningFloat } from './screening-float.js';

/** Relative error of a binary64 that stands for a decimal, and of a sum of up to 1,000 products of such, taken large. */
const FLOAT_ERROR = 2 ** -40;
/** An account of more parts is always evaluated. */
const MAXIMUM_PARTS = 1_000;
/** USD by which each part may be off because figures are rounded, in units of the last place. */
const ROUNDINGS_PER_PART = 16;
/** By how much columns grow. */
const GROWTH = 1.5;
const FIRST_SIZE = 1_024;

/**
 * Many accounts, each as the loss it can bear and its parts, in columns of binary floats. They only rule out: an account
 * whose room is above what its parts can lose at the most does not breach; of every other nothing is said.
 */
export class BreachColumns {
  private readonly names: AccountId[] = [];
  private rooms = new Float64Array(FIRST_SIZE);
  private breached = new Uint8Array(FIRST_SIZE);
  private starts = new Uint32Array(FIRST_SIZE + 1);
  private kinds = new Uint32Array(FIRST_SIZE);
  private amounts = new Float64Array(FIRST_SIZE);
  private readonly kindOf = new Map<string, number>();
  private readonly knownKinds: RiskPart[] = [];

  /** @param places decimal places that figures of margin are rounded to */
  constructor(private readonly places: number) {}

  get accounts(): number {
    return this.names.length;
  }

  /** The kinds of parts, as `mayBreach` wants a factor for each. */
  get partKinds(): readonly RiskPart[] {
    return this.knownKinds;
  }

  /** Memory of the columns and names, in bytes; a name is reckoned at its length and 24. */
  get bytes(): number {
    const columns = [this.rooms, this.breached, this.starts, this.kinds, this.amounts];
    const names = this.names.reduce((total, name) => total + name.length + 24, 0);
    return columns.reduce((total, { byteLength }) => total + byteLength, names);
  }

  /** @param room a loss that is proven not to breach the account; undefined: nothing is known, or it is in breach */
  add(
    account: AccountId,
    room: Decimal | undefined,
    isBreached: boolean,
    parts: readonly PartOfAccount[],
  ): void {
    const index = this.names.length;
    const start = this.starts[index] ?? 0;
    this.reserve(index + 1, start + parts.length);
    this.names.push(account);
    this.breached[index] = isBreached ? 1 : 0;
    this.rooms[index] = parts.length > MAXIMUM_PARTS ? -Infinity : this.roomOf(room, parts.length);
    for (const [offset, { key, part, amount }] of parts.entries()) {
      this.kinds[start + offset] = this.kindFor(key, part);
      this.amounts[start + offset] = screeningFloat(amount);
    }
    this.starts[index + 1] = start + parts.length;
  }

  nameOf(index: number): AccountId {
    const name = this.names[index];
    if (name === undefined) throw new Error(`there is no account ${index}`);
    return name;
  }

  /** Whether the account is in breach as it stands. */
  isBreached(index: number): boolean {
    return this.breached[index] === 1;
  }

  /** The losses that accounts can bear, rounded down, for one scenario to work on. */
  copyOfRooms(): Float64Array {
    return this.rooms.slice(0, this.names.length);
  }

  /** A proven room as a float, less what rounding can do to an account of so many parts. */
  roomOf(room: Decimal | undefined, parts: number): number {
    if (room === undefined) return -Infinity;
    const float = screeningFloat(room) - parts * ROUNDINGS_PER_PART * 10 ** -this.places;
    return float - Math.abs(float) * FLOAT_ERROR;
  }

  partsOf(index: number): readonly { readonly part: RiskPart; readonly amount: number }[] {
    const from = this.starts[index] ?? 0;
    const to = this.starts[index + 1] ?? from;
    return Array.from({ length: to - from }, (_, offset) => {
      const part = this.knownKinds[this.kinds[from + offset] ?? 0];
      if (part === undefined) throw new Error('every part has a kind');
      return { part, amount: this.amounts[from + offset] ?? 0 };
    });
  }

  /**
   * Whether the account may lose more than its room: Σ amount × factor of the part's kind, plus a constant. Infinite
   * factors, also of nothing, say yes.
   */
  mayBreach(index: number, room: number, factors: Float64Array, constant: number): boolean {
    const end = this.starts[index + 1] ?? 0;
    let loss = 0;
    for (let part = this.starts[index] ?? 0; part < end; part += 1) {
      loss += (this.amounts[part] ?? NaN) * (factors[this.kinds[part] ?? -1] ?? NaN);
    }
    return !(room > (loss + constant) * (1 + FLOAT_ERROR));
  }

  private kindFor(key: string, part: () => RiskPart): number {
    let kind = this.kindOf.get(key);
    if (kind === undefined) {
      kind = this.knownKinds.length;
      this.kindOf.set(key, kind);
      this.knownKinds.push(part());
    }
    return kind;
  }

  private reserve(accounts: number, parts: number): void {
    if (accounts > this.rooms.length) {
      const size = Math.ceil(this.rooms.length * GROWTH);
      this.rooms = grown(this.rooms, new Float64Array(size));
      this.breached = grown(this.breached, new Uint8Array(size));
      this.starts = grown(this.starts, new Uint32Array(size + 1));
    }
    if (parts > this.kinds.length) {
      const size = Math.max(parts, Math.ceil(this.kinds.length * GROWTH));
      this.kinds = grown(this.kinds, new Uint32Array(size));
      this.amounts = grown(this.amounts, new Float64Array(size));
    }
  }
}

function grown<Column extends Float64Array | Uint32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
