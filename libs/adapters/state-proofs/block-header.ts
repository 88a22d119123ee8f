import { RLP } from '@ethereumjs/rlp';
import {
  fail,
  fromUnixSeconds,
  ok,
  type Address,
  type ChainId,
  type Hash,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { bytesOf, hashOf, minimalBytes, type HexBytes } from './bytes.js';
import { keccak256 } from './keccak.js';

/**
 * The fields of a block's header under the names that nodes give them. Those that came with a later fork are
 * absent in older blocks: London brought the base fee, Shanghai the withdrawals root, Cancun the blob fields and
 * the beacon root (EIP-4844, EIP-4788), Prague the requests hash (EIP-7685).
 */
export interface HeaderFields {
  readonly parentHash: Hash;
  readonly sha3Uncles: Hash;
  readonly miner: Address;
  readonly stateRoot: Hash;
  readonly transactionsRoot: Hash;
  readonly receiptsRoot: Hash;
  readonly logsBloom: HexBytes;
  readonly difficulty: bigint;
  readonly number: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  readonly timestamp: bigint;
  readonly extraData: HexBytes;
  readonly mixHash: Hash;
  readonly nonce: HexBytes;
  readonly baseFeePerGas?: bigint;
  readonly withdrawalsRoot?: Hash;
  readonly blobGasUsed?: bigint;
  readonly excessBlobGas?: bigint;
  readonly parentBeaconBlockRoot?: Hash;
  readonly requestsHash?: Hash;
}

/** A header whose fields are those that its hash commits to. */
export interface VerifiedHeader {
  readonly chain: ChainId;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly parentHash: Hash;
  readonly blockTime: UnixMilliseconds;
  readonly stateRoot: Hash;
  readonly receiptsRoot: Hash;
  readonly logsBloom: HexBytes;
}

export type HeaderCode = 'MALFORMED_HEADER' | 'WRONG_BLOCK_HASH';

const BEFORE_LONDON = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
] as const satisfies readonly (keyof HeaderFields)[];
/** In the order of their forks; each is in the header only together with all before it. */
const SINCE_LONDON = [
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
] as const satisfies readonly (keyof HeaderFields)[];

const BYTES = { logsBloom: 256, nonce: 8 } as const;
const LATEST_SECOND = 8_640_000_000_000n;

/**
 * Checks that a header is that of the block `blockHash`: keccak-256 of its fields in RLP (Yellow Paper, section
 * 4.4.3, and the EIPs above). The hash has to come from a source that is trusted, or the header proves nothing;
 * which chain the block is of is the caller's word, because no header names it.
 */
export function verifyHeader(
  chain: ChainId,
  header: HeaderFields,
  blockHash: Hash,
): Result<VerifiedHeader, HeaderCode> {
  const encoded = encodeHeader(header);
  if (!encoded.ok) return encoded;
  const hash = hashOf(keccak256(encoded.value));
  if (hash !== blockHash) {
    return fail('WRONG_BLOCK_HASH', `the header's hash is ${hash}, not ${blockHash}`, 'header');
  }
  if (header.timestamp > LATEST_SECOND) {
    return fail('MALFORMED_HEADER', `${header.timestamp} s is beyond all time`, 'header.timestamp');
  }
  return ok({
    chain,
    blockNumber: header.number,
    blockHash,
    parentHash: header.parentHash,
    blockTime: fromUnixSeconds(Number(header.timestamp)),
    stateRoot: header.stateRoot,
    receiptsRoot: header.receiptsRoot,
    logsBloom: header.logsBloom,
  });
}

/** The hash that a header has, whether or not any block has it. */
export function headerHash(header: HeaderFields): Result<Hash, HeaderCode> {
  const encoded = encodeHeader(header);
  return encoded.ok ? ok(hashOf(keccak256(encoded.value))) : encoded;
}

function encodeHeader(header: HeaderFields): Result<Uint8Array, HeaderCode> {
  const given = SINCE_LONDON.filter((name) => header[name] !== undefined);
  const gap = SINCE_LONDON.find((name, at) => at < given.length && header[name] === undefined);
  if (gap !== undefined) {
    return fail('MALFORMED_HEADER', `${gap} is missing although a later field is there`, `header.${gap}`);
  }
  const items: Uint8Array[] = [];
  for (const name of [...BEFORE_LONDON, ...given]) {
    const value = header[name];
    const bytes = typeof value === 'bigint' ? minimalBytes(value) : bytesOf(value ?? '');
    const length = name === 'logsBloom' || name === 'nonce' ? BYTES[name] : undefined;
    if (bytes === undefined || (length !== undefined && bytes.length !== length)) {
      return fail('MALFORMED_HEADER', `${name} is not ${length ?? 'a number of'} bytes`, `header.${name}`);
    }
    items.push(bytes);
  }
  return ok(RLP.encode(items));
}
