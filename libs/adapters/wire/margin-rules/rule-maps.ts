import { z } from 'zod';
import { decimal, mapOf } from '../scalars.js';

const TICKER = /^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/;

/** Parameters by asset family. */
export function byFamily<Value extends z.ZodType>(value: Value) {
  return mapOf(TICKER, 'an asset family such as USDC', value);
}

/** Parameters by instrument. */
export function byInstrument<Value extends z.ZodType>(value: Value) {
  return mapOf(TICKER, 'an instrument id such as BTC-PERP', value);
}

/** Parameters by layer. */
export function byChain<Value extends z.ZodType>(value: Value) {
  return mapOf(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/, 'a chain id such as eip155:10', value);
}

/** Parameters by bridge. */
export function byBridge<Value extends z.ZodType>(value: Value) {
  return mapOf(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a bridge id such as across', value);
}

/** A figure against initial and one against maintenance margin. */
export const columns = z.object({ initial: decimal, maintenance: decimal });
