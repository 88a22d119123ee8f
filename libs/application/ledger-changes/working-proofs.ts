import type { Posting } from '@causeway/domain/ledger';
import {
  arrivalOf,
  countingProof,
  departureOf,
  isOfBlocks,
  outdatedProofs,
  provenBalanceKey,
  type BalanceProof,
  type ProvenBalance,
} from '@causeway/domain/margin';
import type { AccountId, AssetId, Hash, UnixMilliseconds } from '@causeway/domain/units';
import type { LedgerChanges, LedgerSnapshot } from '@causeway/application/ports';

/** The proven balances that one decision works on. */
export class WorkingProofs {
  private readonly proofs: Map<string, ProvenBalance>;
  private readonly changed = new Set<string>();
  private readonly dropped = new Map<string, ProvenBalance>();

  constructor(private readonly snapshot: Pick<LedgerSnapshot, 'provenBalances' | 'departures'>) {
    this.proofs = new Map(snapshot.provenBalances.map((proof) => [provenBalanceKey(proof), proof]));
  }

  all(): readonly ProvenBalance[] {
    return [...this.proofs.values()];
  }

  /** Whether a proof is known already. */
  has(account: AccountId, proof: BalanceProof): boolean {
    return this.proofs.has(provenBalanceKey({ account, ...proof, left: 0n, isStanding: true }));
  }

  /** The block of the proof that counts for an account's asset. */
  newestBlock(account: AccountId, asset: AssetId): bigint | undefined {
    return countingProof(this.proofs.values(), account, asset)?.evidence.blockNumber;
  }

  /** Takes a proof; `posted` is what this decision has booked. Blocks up to `finalised` cannot be orphaned any more. */
  show(account: AccountId, proof: BalanceProof, posted: readonly Posting[], finalised: bigint): void {
    let left = 0n;
    for (const posting of [...this.snapshot.departures, ...posted]) {
      const departure = departureOf(posting);
      if (departure?.account !== account || departure.asset !== proof.asset) continue;
      if (posting.cause.at >= proof.at) left += departure.raw;
    }
    this.put({ ...proof, account, left, isStanding: true });
    for (const old of outdatedProofs(this.all(), { account, asset: proof.asset }, finalised)) {
      const key = provenBalanceKey(old);
      this.proofs.delete(key);
      this.changed.delete(key);
      this.dropped.set(key, old);
    }
  }

  /** Counts off what leaves arrived collateral at or after the block of a proof. */
  depart(posting: Posting, at: UnixMilliseconds): void {
    const departure = departureOf(posting);
    if (departure === undefined) return;
    this.adjust(departure, at, (left) => left + departure.raw);
  }

  /** Counts back in what a reversal returns of what had left at or after the block of a proof. */
  comeBack(reversal: Posting, at: UnixMilliseconds): void {
    const arrival = arrivalOf(reversal);
    if (arrival === undefined) return;
    this.adjust(arrival, at, (left) => (left > arrival.raw ? left - arrival.raw : 0n));
  }

  /** Says whether the chain holds blocks, and returns the accounts with proofs of them. */
  setStanding(blocks: ReadonlySet<Hash>, isStanding: boolean): readonly AccountId[] {
    const turned = this.all().filter((proof) => proof.isStanding !== isStanding && isOfBlocks(proof, blocks));
    for (const proof of turned) this.put({ ...proof, isStanding });
    return turned.map(({ account }) => account);
  }

  changes(): Pick<LedgerChanges, 'provenBalances' | 'droppedProofs'> {
    return {
      provenBalances: [...this.changed].flatMap((key) => this.proofs.get(key) ?? []),
      droppedProofs: [...this.dropped.values()],
    };
  }

  private adjust(
    { account, asset }: { readonly account: AccountId; readonly asset: AssetId },
    at: UnixMilliseconds,
    change: (left: bigint) => bigint,
  ): void {
    for (const proof of this.proofs.values()) {
      if (proof.account !== account || proof.asset !== asset || at < proof.at) continue;
      this.put({ ...proof, left: change(proof.left) });
    }
  }

  private put(proof: ProvenBalance): void {
    const key = provenBalanceKey(proof);
    this.proofs.set(key, proof);
    this.changed.add(key);
  }
}
