import { chainOfAsset, type ChainId } from '@causeway/domain/units';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeProblem } from './edge-kind.js';

/** 1 in the unit of a fee in millionths. */
export const MILLIONTHS = 1_000_000n;

/** The first of the problems there are. */
export function firstProblem(...problems: readonly (EdgeProblem | undefined)[]): EdgeProblem | undefined {
  return problems.find((problem) => problem !== undefined);
}

/** Refuses what is not above 0. */
export function above0(field: string, value: bigint): EdgeProblem | undefined {
  return value > 0n ? undefined : { field, message: 'is not above 0' };
}

/** Refuses what is below 0. */
export function from0(field: string, value: bigint): EdgeProblem | undefined {
  return value >= 0n ? undefined : { field, message: 'is below 0' };
}

/** Refuses what is not a fraction below 1, in millionths. */
export function millionthsBelowOne(field: string, value: bigint): EdgeProblem | undefined {
  return value >= 0n && value < MILLIONTHS ? undefined : { field, message: 'is not from 0 to 999999' };
}

/** Refuses a pool whose assets are not on its own layer. */
export function isOnLayer(edge: EdgeFacts & { readonly chain: ChainId }): EdgeProblem | undefined {
  if (chainOfAsset(edge.from) !== edge.chain) return { field: 'from', message: `is not on ${edge.chain}` };
  if (chainOfAsset(edge.to) !== edge.chain) return { field: 'to', message: `is not on ${edge.chain}` };
  return undefined;
}

/** Refuses a bridge that stays on its layer. */
export function leadsToAnotherLayer(edge: EdgeFacts): EdgeProblem | undefined {
  if (chainOfAsset(edge.from) !== chainOfAsset(edge.to)) return undefined;
  return { field: 'to', message: 'is on the same layer, but a bridge leads to another one' };
}

/** Refuses what is not the position of one of `count` coins of a pool. */
export function positionBelow(field: string, position: number, count: number): EdgeProblem | undefined {
  if (Number.isInteger(position) && position >= 0 && position < count) return undefined;
  return { field, message: `is not the position of one of the ${count} coins of the pool` };
}
