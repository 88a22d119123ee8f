import type { ProofEvidence } from '@causeway/domain/bridging';
import type { LedgerAccount, Posting } from '@causeway/domain/ledger';
import type { AccountId, Address, AssetId, Hash, UnixMilliseconds } from '@causeway/domain/units';
import type { Holding } from './account.js';

/** What a wallet held of an asset at the end of a block, as a Merkle proof shows it. */
export interface BalanceProof {
  readonly wallet: Address;
  readonly asset: AssetId;
  /** In base units. */
  readonly raw: bigint;
  readonly evidence: Extract<ProofEvidence, { basis: 'state-root' }>;
  /** Time of the block. */
  readonly at: UnixMilliseconds;
  /** The slot of the token's mapping of balances that was read; absent for a native coin. */
  readonly slot?: bigint;
}

/** A balance proof of a wallet that belongs to an account. */
export interface ProvenBalance extends BalanceProof {
  readonly account: AccountId;
  /** Base units that have left the account's arrived collateral at or after the time of the block. */
  readonly left: bigint;
  /** Whether the chain holds the block now. */
  readonly isStanding: boolean;
}

/** Collateral that leaves what an account holds on layers, or comes to it. */
export interface ArrivedMovement {
  readonly account: AccountId;
  readonly asset: AssetId;
  readonly raw: bigint;
}

/** What a posting takes away from collateral that has arrived; between an account's own buckets that is nothing. */
export function departureOf({ from, to, asset, raw }: Posting): ArrivedMovement | undefined {
  const account = arrivedOwner(from);
  return account === undefined || account === arrivedOwner(to) ? undefined : { account, asset, raw };
}

/** What a posting adds to collateral that has arrived; between an account's own buckets that is nothing. */
export function arrivalOf({ from, to, asset, raw }: Posting): ArrivedMovement | undefined {
  const account = arrivedOwner(to);
  return account === undefined || account === arrivedOwner(from) ? undefined : { account, asset, raw };
}

function arrivedOwner(account: LedgerAccount): AccountId | undefined {
  return account.kind === 'desk' && account.bucket !== 'in-transit' ? account.account : undefined;
}

/** The text that identifies a proven balance. */
export function provenBalanceKey({ account, asset, wallet, evidence }: ProvenBalance): string {
  return `${account}|${asset}|${wallet}|${evidence.blockHash}`;
}

/** Base units of an account's holding that the proof still covers: what was shown, less what has left since. */
export function coveredBy({ raw, left }: ProvenBalance): bigint {
  return left < raw ? raw - left : 0n;
}

/**
 * The proof that counts for an account's asset: of those whose block stands, the newest, and in one block that which
 * covers most.
 */
export function countingProof(
  proofs: Iterable<ProvenBalance>,
  account: AccountId,
  asset: AssetId,
): ProvenBalance | undefined {
  let best: ProvenBalance | undefined;
  for (const proof of proofs) {
    if (!proof.isStanding || proof.account !== account || proof.asset !== asset) continue;
    if (best === undefined || isBetter(proof, best)) best = proof;
  }
  return best;
}

function isBetter(one: ProvenBalance, other: ProvenBalance): boolean {
  const number = one.evidence.blockNumber - other.evidence.blockNumber;
  if (number !== 0n) return number > 0n;
  const covered = coveredBy(one) - coveredBy(other);
  return covered === 0n ? one.wallet < other.wallet : covered > 0n;
}

const BUCKETS = ['available', 'reserved', 'seized'] as const;

/**
 * The holdings of an account with what is proven of those that have arrived. The units that a proof covers are
 * counted to what is available first, then to what is reserved, then to what is seized, so that none counts twice.
 */
export function withProvenBalances(
  holdings: readonly Holding[],
  account: AccountId,
  proofs: readonly ProvenBalance[],
): readonly Holding[] {
  if (!proofs.some((proof) => proof.account === account)) return holdings;
  const proven = new Map<Holding, Holding>();
  for (const asset of new Set(holdings.map(({ amount }) => amount.asset))) {
    const proof = countingProof(proofs, account, asset);
    if (proof === undefined) continue;
    let rest = coveredBy(proof);
    for (const bucket of BUCKETS) {
      for (const holding of holdings) {
        if (rest === 0n || holding.bucket !== bucket || holding.amount.asset !== asset) continue;
        const raw = rest < holding.amount.raw ? rest : holding.amount.raw;
        rest -= raw;
        proven.set(holding, { ...holding, proven: holdingProof(proof, raw) });
      }
    }
  }
  return holdings.map((holding) => proven.get(holding) ?? holding);
}

function holdingProof(
  { evidence, at, wallet, slot }: ProvenBalance,
  raw: bigint,
): Required<Holding>['proven'] {
  return { evidence, raw, at, wallet, ...(slot === undefined ? {} : { slot }) };
}

/**
 * The proofs of an account's asset that can never count again once the chain is final up to a block: those older
 * than the newest final one that stands, and orphaned ones of final heights.
 */
export function outdatedProofs(
  proofs: readonly ProvenBalance[],
  { account, asset }: Pick<ProvenBalance, 'account' | 'asset'>,
  finalised: bigint,
): readonly ProvenBalance[] {
  const final = proofs.filter(
    (proof) => proof.account === account && proof.asset === asset && proof.evidence.blockNumber <= finalised,
  );
  const newest = countingProof(final, account, asset)?.evidence.blockNumber ?? -1n;
  return final.filter(({ isStanding, evidence }) => !isStanding || evidence.blockNumber < newest);
}

/** Whether a proof is of one of the blocks. */
export function isOfBlocks({ evidence }: ProvenBalance, blocks: ReadonlySet<Hash>): boolean {
  return blocks.has(evidence.blockHash);
}
