import type { Movement, Transfer } from '@causeway/domain/bridging';
import type { AccountId, AssetId, TokenAmount } from '@causeway/domain/units';
import { chainOfAsset, expectOk } from '@causeway/domain/units';
import { balanceOf, inTransitOf, type Balances } from './balances.js';
import { posting, type LedgerAccount, type Posting, type PostingCause } from './posting.js';

/** A movement of a transfer, and the accounts of ours that stand at its two ends, if any. */
export interface OwnedMovement {
  readonly movement: Movement;
  readonly transfer: Pick<Transfer, 'id' | 'bridge'>;
  readonly senderAccount?: AccountId | undefined;
  readonly recipientAccount?: AccountId | undefined;
  /** At least all balances of both accounts and of whoever holds collateral in this transfer. */
  readonly balances: Balances;
}

/**
 * The postings of a movement. The units of a transfer belong to its sender until they arrive, to its recipient from
 * then on, and in between to nobody else:
 *
 * - departure: what the sender has available, then what he has reserved (for a route, of which this then is a leg), and
 *   the rest from outside the books (the chain proves that the units were there), goes in transit; or to the bridge at once, all or the part whose arrival was seen first;
 * - arrival: whatever is in transit with the transfer, or the part that arrives, goes to the bridge, and the bridge
 *   pays the recipient;
 * - return: the bridge gives back what is in transit; what it keeps (a fee) becomes the bridge's, and what it gives
 *   beyond that (a departure that was never seen) the bridge owes.
 *
 * Ends that are not ours have no postings. They never overdraw `balances`.
 *
 * @throws when a transfer departs while its units are in transit already: it would have two owners
 */
export function postingsForMovement(owned: OwnedMovement, cause: PostingCause): readonly Posting[] {
  const { movement } = owned;
  switch (movement.kind) {
    case 'departure':
      return departurePostings(owned, movement, cause);
    case 'arrival':
      return arrivalPostings(owned, movement, cause);
    case 'return':
      return returnPostings(owned, movement.amount, cause);
  }
}

type MovementOf<Kind extends Movement['kind']> = Extract<Movement, { readonly kind: Kind }>;

function departurePostings(
  { transfer, senderAccount, balances }: OwnedMovement,
  { amount: { asset, raw }, arrivedAlready, arrivedPart = 0n }: MovementOf<'departure'>,
  cause: PostingCause,
): readonly Posting[] {
  const [holder] = inTransitOf(balances, transfer.id);
  if (holder !== undefined) {
    throw new Error(
      `transfer ${transfer.id} departs although ${holder.account} has units in transit with it`,
    );
  }
  if (senderAccount === undefined) return [];
  const sources = [availableOf(senderAccount), reservedOf(senderAccount)].map((from) => ({
    from,
    left: balanceOf(balances, from, asset),
  }));
  const outside: LedgerAccount = { kind: 'outside', chain: chainOfAsset(asset) };
  const send = (units: bigint, to: LedgerAccount): readonly Posting[] => {
    let rest = units;
    const known = sources.flatMap((source) => {
      const taken = lesser(source.left, rest);
      source.left -= taken;
      rest -= taken;
      return move(asset, taken, source.from, to, cause);
    });
    return [...known, ...move(asset, rest, outside, to, cause)];
  };
  const arrived = arrivedAlready ? raw : lesser(arrivedPart, raw);
  return [...send(arrived, bridgeOf(transfer)), ...send(raw - arrived, inTransit(senderAccount, transfer))];
}

function arrivalPostings(
  { transfer, recipientAccount, balances }: OwnedMovement,
  { amount, arrivedPart }: MovementOf<'arrival'>,
  cause: PostingCause,
): readonly Posting[] {
  const bridge = bridgeOf(transfer);
  const departed = inTransitOf(balances, transfer.id).flatMap(({ account, amount: sent }) =>
    move(sent.asset, lesser(arrivedPart ?? sent.raw, sent.raw), inTransit(account, transfer), bridge, cause),
  );
  if (recipientAccount === undefined) return departed;
  return [...departed, ...move(amount.asset, amount.raw, bridge, availableOf(recipientAccount), cause)];
}

function returnPostings(
  { transfer, senderAccount, balances }: OwnedMovement,
  amount: TokenAmount,
  cause: PostingCause,
): readonly Posting[] {
  const bridge = bridgeOf(transfer);
  const postings: Posting[] = [];
  let outstanding = amount.raw;
  let owner = senderAccount;
  for (const { account, amount: sent } of inTransitOf(balances, transfer.id)) {
    owner = account;
    const from = inTransit(account, transfer);
    const returnable = sent.asset === amount.asset ? outstanding : 0n;
    const returned = lesser(sent.raw, returnable);
    outstanding -= returned;
    postings.push(...move(sent.asset, returned, from, availableOf(account), cause));
    postings.push(...move(sent.asset, sent.raw - returned, from, bridge, cause));
  }
  if (owner === undefined) return postings;
  return [...postings, ...move(amount.asset, outstanding, bridge, availableOf(owner), cause)];
}

/** One posting, or none for an amount of zero, which bridges do emit. */
function move(
  asset: AssetId,
  raw: bigint,
  from: LedgerAccount,
  to: LedgerAccount,
  cause: PostingCause,
): readonly Posting[] {
  return raw === 0n ? [] : [expectOk(posting(asset, raw, from, to, cause))];
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function availableOf(account: AccountId): LedgerAccount {
  return { kind: 'desk', account, bucket: 'available' };
}

function reservedOf(account: AccountId): LedgerAccount {
  return { kind: 'desk', account, bucket: 'reserved' };
}

function inTransit(account: AccountId, transfer: OwnedMovement['transfer']): LedgerAccount {
  return { kind: 'desk', account, bucket: 'in-transit', transfer: transfer.id };
}

function bridgeOf({ bridge }: OwnedMovement['transfer']): LedgerAccount {
  return { kind: 'bridge', bridge };
}
