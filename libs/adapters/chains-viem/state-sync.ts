import { concatHex, keccak256, numberToHex, stringToHex } from 'viem';
import { evmChain, type ChainId, type Hash } from '@causeway/domain/units';

const POLYGON_POS = evmChain(137);
const PREFIX = stringToHex('matic-bor-receipt-');

/**
 * The hash under which a block of Polygon PoS shows what it did on behalf of the bridge from Ethereum; undefined on
 * other chains. Nodes answer its logs among those of the block, but neither the bloom filter nor the receipts root
 * commits to them (0xPolygon/bor, core/types/bor_receipt.go, GetDerivedBorTxHash), until the Madhugiri hard fork made
 * them transactions with hashes of their own.
 */
export function stateSyncHash(chain: ChainId, blockNumber: bigint, blockHash: Hash): Hash | undefined {
  if (chain !== POLYGON_POS) return undefined;
  return keccak256(concatHex([PREFIX, numberToHex(blockNumber, { size: 8 }), blockHash])) as Hash;
}
