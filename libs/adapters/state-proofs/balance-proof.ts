import type { BalanceProof } from '@causeway/domain/margin';
import {
  chainOfAsset,
  erc20Asset,
  fail,
  ok,
  type Address,
  type AssetId,
  type ChainId,
  type Hash,
  type Result,
} from '@causeway/domain/units';
import {
  verifyAccountProof,
  type AccountProof,
  type ProvenAccount,
  type ValueCode,
} from './account-proof.js';
import { verifyHeader, type HeaderCode, type HeaderFields } from './block-header.js';
import { wordOf } from './bytes.js';
import { keccak256 } from './keccak.js';
import type { ProofCode } from './merkle-patricia-proof.js';
import { verifyStorageProof, type SlotCode, type StorageProof } from './storage-proof.js';

/** What is said to show a wallet's balance: `eth_getProof` of the wallet, or of the token with one slot of it. */
export interface BalanceClaim extends AccountProof {
  readonly chain: ChainId;
  readonly asset: AssetId;
  readonly wallet: Address;
  /** Slot of the token's mapping of balances, as whoever made the proof believes; absent for a native coin. */
  readonly slot?: bigint;
  readonly header: HeaderFields & { readonly hash: Hash };
  readonly storageProof?: readonly StorageProof[];
}

/**
 * The slot of a token's mapping from holders to balances; undefined where it is not known. `claimed` is what the proof
 * says, which nobody should believe whose figures rest on it: another mapping of the token may hold any number.
 */
export type BalanceSlots = (asset: AssetId, claimed: bigint | undefined) => bigint | undefined;

export type BalanceCode =
  | 'WRONG_CHAIN'
  /** The proof is of another account than the wallet, or the token. */
  | 'WRONG_ADDRESS'
  /** Nothing says where the token keeps balances. */
  | 'UNKNOWN_SLOT'
  /** The proof reads another slot than that of the wallet's balance. */
  | 'WRONG_SLOT'
  /** No token has so many units: the token keeps flags beside the balance, and one is set. */
  | 'IMPLAUSIBLE_BALANCE';

const LARGEST_BALANCE = 2n ** 128n;

/**
 * Checks what a wallet held of a native coin, or of an ERC-20 token, at the end of a block. It rests on the hash of
 * the block: that the chain holds it remains to be seen.
 */
export function verifyBalanceProof(
  claim: BalanceClaim,
  slots: BalanceSlots,
): Result<BalanceProof, BalanceCode | HeaderCode | ProofCode | ValueCode | SlotCode> {
  const { chain, asset, wallet, header } = claim;
  if (chainOfAsset(asset) !== chain) {
    return fail('WRONG_CHAIN', `${asset} is no asset of ${chain}`, 'asset');
  }
  const isNative = asset.startsWith(`${chain}/slip44:`);
  if (isNative ? claim.address !== wallet : erc20Asset(chain, claim.address) !== asset) {
    const message = `${claim.address} is ${isNative ? 'not the wallet' : 'not the token'}`;
    return fail('WRONG_ADDRESS', message, 'address');
  }
  const verified = verifyHeader(chain, header, header.hash);
  if (!verified.ok) return verified;
  const account = verifyAccountProof(verified.value, claim);
  if (!account.ok) return account;
  const shown = isNative
    ? ok({ raw: account.value.balance })
    : tokenBalance(claim, account.value, slots(asset, claim.slot));
  if (!shown.ok) return shown;
  if (shown.value.raw >= LARGEST_BALANCE) {
    return fail(
      'IMPLAUSIBLE_BALANCE',
      `${shown.value.raw} base units are no balance`,
      'storageProof[0].value',
    );
  }
  return ok({ wallet, asset, evidence: account.value.proven, at: verified.value.blockTime, ...shown.value });
}

function tokenBalance(
  { asset, wallet, slot: claimed, storageProof }: BalanceClaim,
  token: ProvenAccount,
  slot: bigint | undefined,
): Result<Pick<BalanceProof, 'raw' | 'slot'>, BalanceCode | ProofCode | ValueCode | SlotCode> {
  if (slot === undefined) {
    const message = `nothing says in which slot ${asset} keeps balances: name it in TOKEN_BALANCE_SLOTS`;
    return fail('UNKNOWN_SLOT', message, 'slot');
  }
  if (claimed !== undefined && claimed !== slot) {
    return fail('WRONG_SLOT', `${asset} keeps balances in slot ${slot}, not ${claimed}`, 'slot');
  }
  const key = balanceKey(wallet, slot);
  const proof = storageProof?.[0];
  if (proof?.key !== key) {
    return fail('WRONG_SLOT', `the balance lies in slot ${hexOfKey(key)}`, 'storageProof[0].key');
  }
  const verified = verifyStorageProof(token, proof, 'storageProof[0]');
  return verified.ok ? ok({ raw: verified.value.value, slot }) : verified;
}

/**
 * Where a contract keeps the entry of a holder in a mapping of its slot: keccak256(holder ‖ slot), both as words
 * (docs.soliditylang.org/en/latest/internals/layout_in_storage.html#mappings-and-dynamic-arrays).
 */
export function balanceKey(wallet: Address, slot: bigint): bigint {
  const place = Buffer.concat([wordOf(BigInt(wallet)), wordOf(slot)]);
  return BigInt(`0x${Buffer.from(keccak256(place)).toString('hex')}`);
}

function hexOfKey(key: bigint): string {
  return `0x${key.toString(16).padStart(64, '0')}`;
}
