import { z } from 'zod';
import type { HeaderFields } from '@causeway/adapters/state-proofs';
import { ok, type Hash, type Result } from '@causeway/domain/units';
import { isObject } from './json.js';
import { quantity } from './quantity.js';
import { address, bytes, hash } from './scalars.js';
import { firstFailure, type WireCode } from './wire-format.js';

/** A header as a node answers it: its fields and the hash that the node says it has. */
export interface BlockHeaderDocument extends HeaderFields {
  readonly hash: Hash;
}

/** The header in an answer to `eth_getBlockByNumber`; the rest of the block is ignored. */
export const blockHeader = z.object({
  hash,
  parentHash: hash,
  sha3Uncles: hash,
  miner: address,
  stateRoot: hash,
  transactionsRoot: hash,
  receiptsRoot: hash,
  logsBloom: bytes,
  difficulty: quantity,
  number: quantity,
  gasLimit: quantity,
  gasUsed: quantity,
  timestamp: quantity,
  extraData: bytes,
  mixHash: hash,
  nonce: bytes,
  baseFeePerGas: quantity.exactOptional(),
  withdrawalsRoot: hash.exactOptional(),
  blobGasUsed: quantity.exactOptional(),
  excessBlobGas: quantity.exactOptional(),
  parentBeaconBlockRoot: hash.exactOptional(),
  requestsHash: hash.exactOptional(),
});

/** Reads a header from a block as `eth_getBlockByNumber` answers it, bare or as the JSON-RPC answer (`result`). */
export function readBlockHeader(json: unknown): Result<BlockHeaderDocument, WireCode> {
  const block = isObject(json) && isObject(json['result']) ? json['result'] : json;
  const decoded = blockHeader.safeDecode(block as z.input<typeof blockHeader>);
  return decoded.success ? ok(decoded.data) : { ok: false, failure: firstFailure(decoded.error) };
}
