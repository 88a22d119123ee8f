import { describe, expect, it } from '@jest/globals';
import {
  chainOfAsset,
  erc20Asset,
  evmChain,
  evmChainNumber,
  expectOk,
  logId,
  nativeAsset,
  parseAccountId,
  parseAddress,
  parseAssetFamily,
  parseAssetId,
  parseBridgeId,
  parseChainId,
  parseDeskId,
  parseHash,
  parseInstrumentId,
  parsePolicyVersion,
  transferId,
} from './index.js';

const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';

describe('identifiers', () => {
  it('keep one form for one asset, whatever the case of its address', () => {
    const mixed = expectOk(parseAssetId(`eip155:1/erc20:${USDC}`));
    const built = erc20Asset(evmChain(1), expectOk(parseAddress(USDC)));
    expect(mixed).toBe(built);
    expect(chainOfAsset(built)).toBe('eip155:1');
  });

  it('know the number of an EVM chain and of no other', () => {
    expect(evmChainNumber(evmChain(42161))).toBe(42161);
    expect(evmChainNumber(expectOk(parseChainId('solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp')))).toBeUndefined();
  });

  it('name ether by its SLIP-44 coin type', () => {
    expect(nativeAsset(evmChain(10))).toBe('eip155:10/slip44:60');
  });

  it('tell two logs apart by their block', () => {
    const hash = (digit: string) => expectOk(parseHash(`0x${digit.repeat(64)}`));
    const [chain, transaction] = [evmChain(1), hash('3')];
    expect(logId(chain, hash('1'), transaction, 7)).not.toBe(logId(chain, hash('2'), transaction, 7));
  });

  it('name a transfer by bridge, source chain and message', () => {
    expect(transferId(expectOk(parseBridgeId('across')), evmChain(10), '1234')).toBe('across/eip155:10/1234');
  });

  it.each([
    ['chain', parseChainId('mainnet')],
    ['asset', parseAssetId('USDC')],
    ['address', parseAddress('0x1234')],
    ['hash', parseHash('0x1234')],
    ['desk', parseDeskId('Desk One')],
    ['account', parseAccountId('-a')],
    ['bridge', parseBridgeId('')],
    ['instrument', parseInstrumentId('BTC PERP')],
    ['family', parseAssetFamily('')],
    ['policyVersion', parsePolicyVersion(0)],
    ['policyVersion', parsePolicyVersion(1.5)],
  ])('refuse what is no %s and name the field', (field, result) => {
    expect(result).toMatchObject({ ok: false, failure: { code: 'INVALID_IDENTIFIER', field } });
  });
});
