import type { BalanceProof } from '@causeway/domain/margin';
import type { AccountId, Result } from '@causeway/domain/units';
import { fail, ok } from '@causeway/domain/units';
import type { RecordOrigin } from '@causeway/application/ports';
import { deadLetter } from './dead-letter.js';
import type { Decision } from './decision.js';

/** Why a balance that a proof shows is not taken as proven. */
type ShowBalanceCode =
  /** Nobody tells the chain's headers, so that nothing says which blocks it holds. */
  | 'CHAIN_NOT_FOLLOWED'
  /** The chain has taken back what it called final. */
  | 'CHAIN_CONTRADICTED'
  /** The block is not on the branch that the chain holds, or not remembered any more. */
  | 'UNKNOWN_BLOCK'
  | 'UNKNOWN_WALLET'
  /** A proof of a newer block counts already. */
  | 'OUTDATED_PROOF';

/**
 * Takes a balance as proven for the account whose wallet it is of, where its block is one that the chain holds. What
 * is refused becomes a dead letter.
 */
export function showBalance(decision: Decision, proof: BalanceProof, origin: RecordOrigin): void {
  const { books, chains, count, ownerOf } = decision;
  const { chain, blockHash } = proof.evidence;
  const reference = `balance-proof/${blockHash}/${proof.wallet}/${proof.asset}`;
  const owner = ownerOf(proof.wallet);
  if (owner !== undefined && books.provenBalances().has(owner, proof)) {
    count.duplicates += 1;
    return;
  }
  const taken = admit(decision, proof, owner);
  if (!taken.ok) {
    books.keepDeadLetter(deadLetter(origin, reference, proof.at, taken.failure, proof.wallet));
    count.refused += 1;
    return;
  }
  books.showBalance(taken.value, proof, chains.heads(chain)?.finalised ?? -1n);
  books.endStep({ reference, at: proof.at });
  count.applied += 1;
}

function admit(
  { books, chains }: Decision,
  { asset, wallet, evidence: { chain, blockHash, blockNumber } }: BalanceProof,
  owner: AccountId | undefined,
): Result<AccountId, ShowBalanceCode> {
  const followed = chains.followed(chain);
  if (followed === undefined) {
    return fail(
      'CHAIN_NOT_FOLLOWED',
      `no headers of ${chain} are told, so none of its blocks is known`,
      'chain',
    );
  }
  if (followed.status === 'contradicted') {
    return fail(
      'CHAIN_CONTRADICTED',
      `${chain} has taken back a final block; nothing of it is believed`,
      'chain',
    );
  }
  if (chains.block(chain, blockHash)?.isCanonical !== true) {
    const message = `${blockHash} is no block that ${chain} holds from its final one, ${followed.heads.finalised}, up to ${followed.tip.number}: prove one of those`;
    return fail('UNKNOWN_BLOCK', message, 'header.hash');
  }
  if (owner === undefined) {
    return fail('UNKNOWN_WALLET', `${wallet} is linked to no account; open one with it`, 'wallet');
  }
  const newest = books.provenBalances().newestBlock(owner, asset);
  if (newest !== undefined && newest > blockNumber) {
    return fail('OUTDATED_PROOF', `block ${newest} is proven already, prove a newer one`, 'header.number');
  }
  return ok(owner);
}
