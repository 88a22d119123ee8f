import type { Stores } from '@causeway/adapters/store-postgres';
import type { Balance } from '@causeway/domain/ledger';

/** The stores that both the memory and the database keep. */
export type ContractedStores = Omit<Stores, 'reads' | 'riskBook' | 'collectors' | 'close'>;

/** Empty stores, and what the ports do not show of them. */
export interface OpenedStores {
  readonly stores: ContractedStores;
  /** All balances that are not zero, of desks, bridges and the outside. */
  balances(): Promise<readonly Balance[]>;
  /** All postings as text, sorted. */
  postings(): Promise<readonly string[]>;
  /** How many transfers are kept, in whatever state. */
  transferCount(): Promise<number>;
}

/** What differs between the stores under test. */
export interface StoresUnderTest {
  readonly name: string;
  /** Opened once for the whole suite; `empty` gives empty stores for each test. */
  open(): Promise<{ empty(): Promise<OpenedStores>; close(): Promise<void> }>;
}

/** The stores of the test that runs. */
export type OpenStores = () => OpenedStores;
