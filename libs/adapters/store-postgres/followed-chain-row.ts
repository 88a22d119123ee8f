import type { ChainStatus, FollowedChain } from '@causeway/domain/finality';
import type { ChainId, Hash } from '@causeway/domain/units';
import type { FollowedChainModel } from './generated/models.js';

/** A followed chain from its row. */
export function followedChainOf(row: Omit<FollowedChainModel, 'partition' | 'offset'>): FollowedChain {
  const { latest, safe, finalised, settled, start, reorgs, missingFrom, missingTo, contradiction } = row;
  return {
    chain: row.chain as ChainId,
    status: row.status as ChainStatus,
    heads: { latest, safe, finalised, ...(settled === null ? {} : { settled }) },
    ...{ start, reorgs },
    tip: { number: row.tipNumber, hash: row.tipHash as Hash },
    ...(row.wanted === null ? {} : { wanted: row.wanted as Hash }),
    ...(missingFrom === null || missingTo === null ? {} : { missing: { from: missingFrom, to: missingTo } }),
    ...(contradiction === null ? {} : { contradiction }),
  };
}
