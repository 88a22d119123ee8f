import { decodeAbiParameters, parseAbiParameters, toHex, type Hex } from 'viem';
import type { Address } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';
import { keccak256 } from '../keccak.js';

/** A deposit in the state that is synced to Polygon. */
export interface SyncedDeposit {
  readonly user: Address;
  readonly rootToken: Address;
  readonly amount: bigint;
}

const DEPOSIT = keccak256(toHex('DEPOSIT'));
const PLASMA_BYTES = 4 * 32;

/**
 * The deposit that the root chain manager (PoS) or the deposit manager (Plasma) syncs; undefined for any other
 * state. The amount of a PoS deposit may be the id of an ERC-721 token, which only the predicate's log beside it
 * tells. RootChainManager.sol of maticnetwork/pos-portal, DepositManager.sol of maticnetwork/contracts
 */
export function parseSyncedDeposit(data: Hex): SyncedDeposit | undefined {
  try {
    if ((data.length - 2) / 2 === PLASMA_BYTES) {
      const [user, token, amount] = decodeAbiParameters(
        parseAbiParameters('address, address, uint256, uint256'),
        data,
      );
      return { user: addressOf(user), rootToken: addressOf(token), amount };
    }
    const [kind, sync] = decodeAbiParameters(parseAbiParameters('bytes32, bytes'), data);
    if (kind !== DEPOSIT) return undefined;
    const [user, token, amount] = decodeAbiParameters(parseAbiParameters('address, address, bytes'), sync);
    if (amount.length !== 2 + 64) return undefined;
    return { user: addressOf(user), rootToken: addressOf(token), amount: BigInt(amount) };
  } catch {
    return undefined;
  }
}
