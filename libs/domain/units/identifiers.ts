import type { Brand } from './brand.js';
import { fail, ok, type Result } from './result.js';

/** A chain in CAIP-2 form, e.g. `eip155:10` for OP Mainnet. */
export type ChainId = Brand<string, 'ChainId'>;
/** An asset on one chain in CAIP-19 form, e.g. `eip155:10/erc20:0x0b2c…` or `eip155:1/slip44:60` for ether. */
export type AssetId = Brand<string, 'AssetId'>;
/** A 20-byte EVM address in lower-case hexadecimal. */
export type Address = Brand<`0x${string}`, 'Address'>;
/** A 32-byte hash in lower-case hexadecimal. */
export type Hash = Brand<`0x${string}`, 'Hash'>;
/** A trading desk, the tenant that owns accounts. */
export type DeskId = Brand<string, 'DeskId'>;
/** A margin account of a desk. */
export type AccountId = Brand<string, 'AccountId'>;
/** A tradable instrument, e.g. `BTC-PERP`. */
export type InstrumentId = Brand<string, 'InstrumentId'>;
/** A bridge protocol between layers, e.g. `across`. */
export type BridgeId = Brand<string, 'BridgeId'>;
/** The economic asset behind its representations on many layers, e.g. `USDC`. */
export type AssetFamily = Brand<string, 'AssetFamily'>;
/** One cross-layer transfer: `<bridge>/<source chain>/<message id>`. */
export type TransferId = Brand<string, 'TransferId'>;
/** One log of one block: `<chain>/<block hash>/<transaction hash>/<log index>`. */
export type LogId = Brand<string, 'LogId'>;
/** A liquidation case: `<account>/<ordinal>`. */
export type CaseId = Brand<string, 'CaseId'>;
/** A version of the risk policy, counted from 1. */
export type PolicyVersion = Brand<number, 'PolicyVersion'>;

export type IdentifierCode = 'INVALID_IDENTIFIER';

const CHAIN = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/;
const ASSET = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}\/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;
const HASH = /^0x[0-9a-f]{64}$/;
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const TICKER = /^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/;

function parse<Id extends string>(
  text: string,
  pattern: RegExp,
  field: string,
  form: string,
): Result<Id, IdentifierCode> {
  if (pattern.test(text)) return ok(text as unknown as Id);
  return fail('INVALID_IDENTIFIER', `"${text}" is not ${form}`, field);
}

/** Parses a CAIP-2 chain id. */
export function parseChainId(text: string, field = 'chain'): Result<ChainId, IdentifierCode> {
  return parse(text, CHAIN, field, 'a CAIP-2 chain id such as eip155:10');
}

/** Parses a CAIP-19 asset id; EVM addresses in it are lower-cased, so that one asset has one id. */
export function parseAssetId(text: string, field = 'asset'): Result<AssetId, IdentifierCode> {
  const canonical = text.startsWith('eip155:') ? text.toLowerCase() : text;
  return parse(canonical, ASSET, field, 'a CAIP-19 asset id such as eip155:1/slip44:60');
}

/** Parses a 20-byte address in any case; the checksum of mixed case is not verified. */
export function parseAddress(text: string, field = 'address'): Result<Address, IdentifierCode> {
  return parse(text.toLowerCase(), ADDRESS, field, '0x followed by 40 hexadecimal digits');
}

/** Parses a 32-byte hash in any case. */
export function parseHash(text: string, field = 'hash'): Result<Hash, IdentifierCode> {
  return parse(text.toLowerCase(), HASH, field, '0x followed by 64 hexadecimal digits');
}

/** Parses a desk id: lower-case letters, digits and dashes. */
export function parseDeskId(text: string, field = 'desk'): Result<DeskId, IdentifierCode> {
  return parse(text, SLUG, field, 'lower-case letters, digits and dashes, 63 at most');
}

/** Parses an account id: lower-case letters, digits and dashes. */
export function parseAccountId(text: string, field = 'account'): Result<AccountId, IdentifierCode> {
  return parse(text, SLUG, field, 'lower-case letters, digits and dashes, 63 at most');
}

/** Parses a bridge id: lower-case letters, digits and dashes. */
export function parseBridgeId(text: string, field = 'bridge'): Result<BridgeId, IdentifierCode> {
  return parse(text, SLUG, field, 'lower-case letters, digits and dashes, 63 at most');
}

/** Parses an instrument id such as `BTC-PERP`. */
export function parseInstrumentId(text: string, field = 'instrument'): Result<InstrumentId, IdentifierCode> {
  return parse(text, TICKER, field, 'an instrument id such as BTC-PERP');
}

/** Parses an asset family such as `USDC`. */
export function parseAssetFamily(text: string, field = 'family'): Result<AssetFamily, IdentifierCode> {
  return parse(text, TICKER, field, 'an asset family such as USDC');
}

/** Parses a policy version, a whole number from 1. */
export function parsePolicyVersion(
  version: number,
  field = 'policyVersion',
): Result<PolicyVersion, IdentifierCode> {
  if (Number.isSafeInteger(version) && version >= 1) return ok(version as PolicyVersion);
  return fail('INVALID_IDENTIFIER', `${version} is not a whole number from 1`, field);
}

/** The CAIP-2 id of an EVM chain. */
export function evmChain(number: number | bigint): ChainId {
  return `eip155:${number}` as ChainId;
}

/** The EIP-155 number of a chain, or undefined when it is not an EVM chain. */
export function evmChainNumber(chain: ChainId): number | undefined {
  // eslint-disable-next-line no-restricted-syntax -- a chain's number is no money
  return chain.startsWith('eip155:') ? Number(chain.slice('eip155:'.length)) : undefined;
}

/** The id of an ERC-20 token. */
export function erc20Asset(chain: ChainId, address: Address): AssetId {
  return `${chain}/erc20:${address}` as AssetId;
}

/** The id of a chain's native coin, by its SLIP-44 coin type (60 is ether). */
export function nativeAsset(chain: ChainId, coinType = 60): AssetId {
  return `${chain}/slip44:${coinType}` as AssetId;
}

/** The chain on which an asset lives. */
export function chainOfAsset(asset: AssetId): ChainId {
  return asset.slice(0, asset.indexOf('/')) as ChainId;
}

/** The identity of a transfer: no two transfers of one bridge share source chain and message id. */
export function transferId(bridge: BridgeId, sourceChain: ChainId, messageId: string): TransferId {
  return `${bridge}/${sourceChain}/${messageId}` as TransferId;
}

/** The identity of a log. The block hash is part of it: the same log in another block is another log. */
export function logId(chain: ChainId, blockHash: Hash, transactionHash: Hash, logIndex: number): LogId {
  return `${chain}/${blockHash}/${transactionHash}/${logIndex}` as LogId;
}
