import { tokenAmount, type TokenAmount } from '@causeway/domain/units';
import type { Fill, TransferFill } from './transfer.js';

/** Whether parts cover the whole order. */
export function isFilled(fills: readonly Fill[]): boolean {
  return fills.length > 0 && filledOf(fills) >= orderedBy(fills);
}

/** How much of the order the parts cover, in the unit of the order. */
export function filledOf(fills: readonly Fill[]): bigint {
  return fills.reduce((sum, { filled }) => sum + filled, 0n);
}

function orderedBy([first]: readonly Fill[]): bigint {
  return first?.ordered ?? 0n;
}

/**
 * Base units of the amount sent that have arrived in parts, rounded down until the order is covered and whole then;
 * 0 where nothing arrived in parts or the amount sent is not known.
 */
export function arrivedInParts({
  sent,
  fills = [],
}: {
  readonly sent?: TokenAmount;
  readonly fills?: readonly Fill[];
}): bigint {
  const ordered = orderedBy(fills);
  return sent === undefined || ordered === 0n ? 0n : (sent.raw * filledOf(fills)) / ordered;
}

/** What the parts have brought together; undefined where one does not tell, or they are of several assets. */
export function receivedInParts(fills: readonly TransferFill[]): TokenAmount | undefined {
  const [first, ...others] = fills.map(({ received }) => received);
  return others.reduce(
    (sum, part) =>
      sum !== undefined && part?.asset === sum.asset ? tokenAmount(sum.asset, sum.raw + part.raw) : undefined,
    first,
  );
}
