import {
  applyBridgeEvent,
  movesUnits,
  trackTransfer,
  type BridgeEvent,
  type Movement,
  type Transfer,
} from '@causeway/domain/bridging';
import { legsOfEvent } from '@causeway/domain/conservation';
import type { BlockFinality } from '@causeway/domain/finality';
import { postingsForMovement, type Posting, type PostingCause } from '@causeway/domain/ledger';
import { assetOf, type Network } from '@causeway/domain/network';
import {
  ok,
  type AccountId,
  type Address,
  type Failure,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { ReceivedEvent } from '@causeway/application/ports';
import type { WorkingBooks } from '@causeway/application/ledger-changes';
import { deadLetter } from './dead-letter.js';

/** How an event is applied. */
export interface Application {
  readonly received: ReceivedEvent;
  /** How settled its block is. */
  readonly finality: BlockFinality | undefined;
  readonly network: Network;
  /** Under which its postings stand. */
  readonly cause: PostingCause;
  readonly ownerOf: (wallet: Address) => AccountId | undefined;
  /** Its place among the steps, when it had one. */
  readonly ordinal?: bigint;
  /** Whether it may have been refused before and is only delivered again: its legs have been told then. */
  readonly isRedelivered?: boolean;
}

/**
 * Applies an event to the books: the transfer's step, and postings for the desks that own the wallets. An event
 * that contradicts what is known changes nothing and is kept as a dead letter. Nothing is told of the transfer yet.
 */
export function applyEvent(books: WorkingBooks, application: Application): Result<Transfer | undefined> {
  const { received, finality, cause, ordinal, network, isRedelivered } = application;
  const event: BridgeEvent = finality === undefined ? received.event : { ...received.event, finality };
  const before = books.transfer(event.transfer);
  const result = step(books, before, event, application);
  books.rememberStep({
    kind: result.ok ? 'applied' : 'refused',
    received,
    ...(before === undefined ? {} : { transferBefore: before }),
    reference: cause.reference,
    accounts: concerned(application, event, [before, books.transfer(event.transfer)], result),
    ...(ordinal === undefined ? {} : { ordinal }),
  });
  const after = result.ok ? books.transfer(event.transfer) : undefined;
  if (isRedelivered !== true) books.legs.add(legsOfEvent({ event, before, after }, network));
  if (!result.ok) {
    books.markRefused(received.log.id);
    books.keepDeadLetter(
      deadLetter(received.origin, event.logId, event.time, result.failure, event.transfer),
    );
    return result;
  }
  books.markApplied(movesUnits(event.step) ? { ...received.log, legOf: event.transfer } : received.log);
  return ok(result.value.transfer);
}

interface StepEffect {
  /** Undefined when the event was known already. */
  readonly transfer: Transfer | undefined;
  readonly postings: readonly Posting[];
}

function step(
  books: WorkingBooks,
  before: Transfer | undefined,
  event: BridgeEvent,
  application: Application,
): Result<StepEffect> {
  const stepped = applyBridgeEvent(before, event);
  if (!stepped.ok) return stepped;
  const { transfer, movement, changed } = stepped.value;
  const postings = movement === undefined ? [] : postingsOf(books, movement, transfer, application);
  const posted = books.post(postings, event.time);
  if (!posted.ok) return posted;
  if (!changed) return ok({ transfer: undefined, postings });
  const tracked = trackTransfer(transfer, application.network, readTo(transfer, event));
  books.storeTransfer(transfer.id, tracked);
  return ok({ transfer: tracked, postings });
}

function postingsOf(
  books: WorkingBooks,
  movement: Movement,
  transfer: Transfer,
  { cause, network, ownerOf }: Application,
): readonly Posting[] {
  const recipient = (movement.kind === 'arrival' ? movement.recipient : undefined) ?? transfer.recipient;
  const owner = (wallet: Address | undefined): AccountId | undefined =>
    wallet === undefined || !isBooked(movement, network) ? undefined : ownerOf(wallet);
  const owned = {
    ...{ movement, transfer, balances: books.currentBalances() },
    ...{ senderAccount: owner(transfer.sender), recipientAccount: owner(recipient) },
  };
  return postingsForMovement(owned, cause);
}

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

/** Every account whose books the event could have changed, had other logs been known before it. */
function concerned(
  { ownerOf }: Application,
  event: BridgeEvent,
  transfers: readonly (Transfer | undefined)[],
  result: Result<StepEffect, Failure['code']>,
): readonly AccountId[] {
  const wallets = [event, ...transfers].flatMap((named) => [named?.sender, named?.recipient]);
  const accounts = wallets.flatMap((wallet) => (wallet === undefined ? [] : (ownerOf(wallet) ?? [])));
  const posted = result.ok ? result.value.postings : [];
  for (const { from, to } of posted) {
    if (from.kind === 'desk') accounts.push(from.account);
    if (to.kind === 'desk') accounts.push(to.account);
  }
  return [...new Set(accounts)].sort();
}
