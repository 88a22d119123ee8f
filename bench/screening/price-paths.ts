import type { SlotMove } from '@causeway/domain/screening';
import type { SeededRandom } from '../seeded-random.js';
import type { ExactBook } from './exact-book.js';
import { INSTRUMENTS } from './random-book.js';

/** A price path to measure: so many moves, each made by `next`. */
export interface PricePath {
  readonly label: string;
  readonly moves: number;
  /** Moves made before, which are not measured. */
  readonly warmUp: number;
  readonly next: () => readonly SlotMove[];
  /** Whether accounts get their triggers between moves, outside of what is measured. */
  readonly isSettled?: true;
}

/** The paths by what is asked of them. */
export interface PricePaths {
  readonly calm: PricePath;
  readonly busy: PricePath;
  readonly oneGap: PricePath;
  readonly allGap: PricePath;
}

/** Ticks and gaps from the present prices of a book on; popular instruments move oftener, gaps go down and up again. */
export function pricePaths(random: SeededRandom, exact: ExactBook): PricePaths {
  const popular = () => Math.floor(random.fraction() ** 1.5 * INSTRUMENTS);
  const normal = () => Array.from({ length: 12 }, () => random.fraction()).reduce((a, b) => a + b, -6);
  const moved = (slot: number, share: number): SlotMove => {
    const value = exact.priceOf(slot).mul(1 + share);
    return { slot, value: value.toSignificantDigits(9) };
  };
  const everything = Array.from({ length: INSTRUMENTS }, (_, slot) => slot);
  let turn = 0;
  const gap = () => ((turn += 1) % 2 === 0 ? 0.05 : -0.05);
  return {
    calm: {
      label: 'calm ticks of 1 bp',
      moves: 100_000,
      warmUp: 10_000,
      next: () => [moved(popular(), normal() * 1e-4)],
    },
    busy: {
      label: 'ticks of 5 bp',
      moves: 50_000,
      warmUp: 1_000,
      next: () => [moved(popular(), normal() * 5e-4)],
    },
    oneGap: {
      label: 'a gap of 5 % in one instrument',
      moves: 60,
      warmUp: 20,
      next: () => [moved(popular(), gap())],
      isSettled: true,
    },
    allGap: {
      label: 'a gap of 5 % in all instruments',
      moves: 16,
      warmUp: 6,
      next: () => {
        const share = gap();
        return everything.map((slot) => moved(slot, share));
      },
      isSettled: true,
    },
  };
}
