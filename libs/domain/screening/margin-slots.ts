import type { Decimal } from '@causeway/domain/units';
import type { Slot } from './folded-account.js';

/** Where prices, and the time that ages count by, lie in an index. */
export interface MarginSlots {
  readonly ofSymbol: (symbol: string) => Slot;
  /** The price that states are worked out at; undefined when there is none. */
  readonly priceOf: (symbol: string) => Decimal | undefined;
  /** Absent when nobody moves the time: accounts that it can change are not folded then. */
  readonly ofTime?: () => Slot;
}
