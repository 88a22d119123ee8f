import {
  applyBridgeEvent,
  trackTransfer,
  type BridgeEvent,
  type Movement,
  type Transfer,
} from '@causeway/domain/bridging';
import { postingsForMovement, type PostingCause } from '@causeway/domain/ledger';
import { assetOf, type Network } from '@causeway/domain/network';
import type { AccountId, Address, UnixMilliseconds } from '@causeway/domain/units';
import { ok, type Result } from '@causeway/domain/units';
import type { AppliedLog, LedgerChanges, LedgerSnapshot } from '@causeway/application/ports';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import { deadLetter, type InputPosition } from './dead-letter.js';

/** A bridge event with the record it came in, for the case that it must be kept as a dead letter. */
export interface ReceivedEvent {
  readonly event: BridgeEvent;
  readonly log: AppliedLog;
  readonly origin: InputPosition;
}

/** What a batch of bridge events did. */
export interface IngestOutcome {
  readonly applied: number;
  readonly duplicates: number;
  /** Kept as dead letters. */
  readonly refused: number;
  /** Emitted by no known contract: anyone can write such logs, so they are counted and nothing else. */
  readonly untrusted: number;
}

/**
 * Decides, event by event in the order received, what the events change: transfer steps, postings for the desks
 * that own the wallets, and events to publish. An event that contradicts what is known is refused and kept as a
 * dead letter; it changes nothing and stops nothing. An event of an unknown emitter changes nothing at all.
 */
export function decideBridgeEvents(
  snapshot: LedgerSnapshot,
  received: readonly ReceivedEvent[],
  network: Network,
): { readonly changes: LedgerChanges; readonly outcome: IngestOutcome } {
  const books = new WorkingBooks(snapshot);
  let applied = 0;
  let duplicates = 0;
  let refused = 0;
  let untrusted = 0;
  for (const { event, log, origin } of received) {
    if (books.isApplied(log)) {
      duplicates += 1;
      continue;
    }
    if (event.emitter !== 'known-contract') {
      untrusted += 1;
      continue;
    }
    const result = applyOne(books, event, snapshot.walletOwners, network);
    if (result.ok) {
      books.markApplied(log);
      applied += 1;
    } else {
      books.keepDeadLetter(deadLetter(origin, event.logId, event.time, result.failure, event.transfer));
      refused += 1;
    }
  }
  return { changes: books.changes(), outcome: { applied, duplicates, refused, untrusted } };
}

function applyOne(
  books: WorkingBooks,
  event: BridgeEvent,
  walletOwners: ReadonlyMap<Address, AccountId>,
  network: Network,
): Result<undefined> {
  const stepped = applyBridgeEvent(books.transfer(event.transfer), event);
  if (!stepped.ok) return stepped;
  const { transfer, movement, changed } = stepped.value;
  const cause: PostingCause = { reference: event.logId, at: event.time };
  if (movement !== undefined) {
    const recipient = (movement.kind === 'arrival' ? movement.recipient : undefined) ?? transfer.recipient;
    const owners = isBooked(movement, network) ? walletOwners : NOBODY;
    const postings = postingsForMovement(
      {
        movement,
        transfer,
        senderAccount: ownerOf(transfer.sender, owners),
        recipientAccount: ownerOf(recipient, owners),
        balances: books.currentBalances(),
      },
      cause,
    );
    const posted = books.post(postings);
    if (!posted.ok) return posted;
  }
  if (changed) books.putTransfer(trackTransfer(transfer, network, readTo(transfer, event)), cause);
  books.endStep(cause);
  return ok(undefined);
}

const NOBODY: ReadonlyMap<Address, AccountId> = new Map();

/**
 * The books hold what the network knows. Anyone can bridge worthless tokens to a desk's wallet, and an account that
 * carried them all would grow without limit; such transfers are followed, but their units are nobody's here.
 */
function isBooked({ amount }: Movement, network: Network): boolean {
  return assetOf(network, amount.asset) !== undefined;
}

/** How far this event shows the destination layer to have been read; its clock may be further, for a later check. */
function readTo({ destinationChain }: Transfer, event: BridgeEvent): UnixMilliseconds {
  return event.chain === destinationChain ? event.time : (0 as UnixMilliseconds);
}

function ownerOf(
  wallet: Address | undefined,
  walletOwners: ReadonlyMap<Address, AccountId>,
): AccountId | undefined {
  return wallet === undefined ? undefined : walletOwners.get(wallet);
}
