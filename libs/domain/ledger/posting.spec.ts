import { describe, expect, it } from '@jest/globals';
import {
  expectOk,
  nativeAsset,
  evmChain,
  type AccountId,
  type BridgeId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { ledgerAccountKey, parseLedgerAccount, posting, reversalOf, type LedgerAccount } from './posting.js';

const account = 'atlas-main' as AccountId;
const available: LedgerAccount = { kind: 'desk', account, bucket: 'available' };
const across: LedgerAccount = { kind: 'bridge', bridge: 'across' as BridgeId };
const ether = nativeAsset(evmChain(1));
const cause = { reference: 'log-1', at: 1_000 as UnixMilliseconds };

describe('posting', () => {
  it('refuses what is not a move of a positive amount between two accounts', () => {
    expect(posting(ether, 0n, available, across, cause)).toMatchObject({
      failure: { code: 'INVALID_POSTING', field: 'raw' },
    });
    expect(posting(ether, -1n, available, across, cause)).toMatchObject({
      failure: { code: 'INVALID_POSTING', field: 'raw' },
    });
    expect(posting(ether, 1n, available, { ...available }, cause)).toMatchObject({
      failure: { code: 'INVALID_POSTING', field: 'to' },
    });
  });

  it('is reversed by the same amount the other way, with its own cause', () => {
    const original = expectOk(posting(ether, 5n, available, across, cause));
    const orphaned = { reference: 'orphaned-block', at: 2_000 as UnixMilliseconds };
    expect(reversalOf(original, orphaned)).toEqual({
      asset: ether,
      raw: 5n,
      from: across,
      to: available,
      cause: orphaned,
    });
  });
});

describe('parseLedgerAccount', () => {
  it.each<LedgerAccount>([
    available,
    across,
    { kind: 'desk', account, bucket: 'reserved' },
    { kind: 'desk', account, bucket: 'seized' },
    { kind: 'desk', account, bucket: 'in-transit', transfer: 'across/eip155:10/7/a' as TransferId },
    { kind: 'outside', chain: evmChain(10) },
  ])('reads back the key of $kind $bucket', (ledgerAccount) => {
    expect(expectOk(parseLedgerAccount(ledgerAccountKey(ledgerAccount)))).toEqual(ledgerAccount);
  });

  it.each([
    '',
    'desk',
    'desk/atlas-main',
    'desk/atlas-main/lent',
    'desk/atlas-main/available/across',
    'desk/atlas-main/in-transit',
    'desk/atlas-main/in-transit/',
    'desk/Atlas/available',
    'bridge/across/x',
    'bridge/',
    'outside/ethereum',
    'venue/across',
  ])('refuses %p', (key) => {
    expect(parseLedgerAccount(key)).toMatchObject({ failure: { code: 'INVALID_LEDGER_ACCOUNT' } });
  });
});
