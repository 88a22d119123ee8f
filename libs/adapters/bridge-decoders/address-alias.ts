import type { Address } from '@causeway/domain/units';
import { addressOf } from './event-draft.js';

const OFFSET = 0x1111000000000000000000000000000000001111n;
const MASK = (1n << 160n) - 1n;

/**
 * The contract of the settlement layer that a rollup knows under an aliased address; the same offset on OP-stack
 * and Arbitrum rollups. https://specs.optimism.io/protocol/deposits.html#address-aliasing
 */
export function unaliased(address: Address): Address {
  const original = (BigInt(address) - OFFSET) & MASK;
  return addressOf(`0x${original.toString(16).padStart(40, '0')}`);
}
