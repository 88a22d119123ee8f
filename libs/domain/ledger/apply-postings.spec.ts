import { describe, expect, it } from '@jest/globals';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  tokenAmount,
  type AccountId,
  type Address,
  type BridgeId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { applyPostings } from './apply-postings.js';
import { balanceOf, balancesOf, holdingsOf, inTransitOf } from './balances.js';
import { deposit, release, reserve, seize, withdraw } from './collateral-postings.js';
import { posting, type LedgerAccount } from './posting.js';

const account = 'atlas-main' as AccountId;
const chain = evmChain(10);
const usdc = erc20Asset(chain, '0x0b2c639c533813f4aa9d7837caf62653d097ff85' as Address);
const ether = nativeAsset(chain);
const cause = { reference: 'command-1', at: 1_000 as UnixMilliseconds };
const bucket = (name: 'available' | 'reserved' | 'seized'): LedgerAccount => ({
  kind: 'desk',
  account,
  bucket: name,
});
const empty = balancesOf([]);

describe('applyPostings', () => {
  it('follows collateral through deposit, reservation, release, seizure and withdrawal', () => {
    const amount = (raw: bigint) => tokenAmount(usdc, raw);
    const balances = expectOk(
      applyPostings(empty, [
        expectOk(deposit(account, amount(100n), cause)),
        expectOk(reserve(account, amount(40n), cause)),
        expectOk(release(account, amount(10n), cause)),
        expectOk(seize(account, 'reserved', amount(5n), cause)),
        expectOk(seize(account, 'available', amount(20n), cause)),
        expectOk(withdraw(account, amount(15n), cause)),
      ]),
    );
    // available 100 − 40 + 10 − 20 − 15 = 35, reserved 40 − 10 − 5 = 25, seized 5 + 20 = 25, outside −100 + 15 = −85
    expect(balanceOf(balances, bucket('available'), usdc)).toBe(35n);
    expect(balanceOf(balances, bucket('reserved'), usdc)).toBe(25n);
    expect(balanceOf(balances, bucket('seized'), usdc)).toBe(25n);
    expect(balanceOf(balances, { kind: 'outside', chain }, usdc)).toBe(-85n);
  });

  it('refuses an overdraft of a desk, naming posting, account, asset and what lacks', () => {
    const before = expectOk(applyPostings(empty, [expectOk(deposit(account, tokenAmount(usdc, 9n), cause))]));
    const refused = applyPostings(before, [
      expectOk(reserve(account, tokenAmount(usdc, 4n), cause)),
      expectOk(withdraw(account, tokenAmount(usdc, 7n), cause)),
    ]);
    expect(refused).toEqual({
      ok: false,
      failure: {
        code: 'INSUFFICIENT_BALANCE',
        field: 'postings.1.from',
        message: `desk/atlas-main/available lacks 2 base units of ${usdc}; post its income first`,
      },
    });
    expect(balanceOf(before, bucket('available'), usdc)).toBe(9n);
  });

  it('refuses more than a uint256 on a ledger account of a desk, and nowhere else', () => {
    const most = 2n ** 256n - 1n;
    const bridge: LedgerAccount = { kind: 'bridge', bridge: 'op-stack' as BridgeId };
    const arrival = expectOk(posting(usdc, most, bridge, bucket('available'), cause));
    const full = expectOk(applyPostings(empty, [arrival]));
    const oneMore = expectOk(posting(usdc, 1n, bridge, bucket('available'), cause));
    expect(applyPostings(full, [oneMore])).toEqual({
      ok: false,
      failure: {
        code: 'EXCESSIVE_BALANCE',
        field: 'postings.0.to',
        message: `desk/atlas-main/available would hold more base units of ${usdc} than any token has`,
      },
    });
    const outside: LedgerAccount = { kind: 'outside', chain };
    const elsewhere = expectOk(posting(usdc, most, outside, bridge, cause));
    expect(balanceOf(expectOk(applyPostings(full, [elsewhere, elsewhere])), bridge, usdc)).toBe(most);
  });

  it('keeps assets apart', () => {
    const before = expectOk(applyPostings(empty, [expectOk(deposit(account, tokenAmount(usdc, 9n), cause))]));
    expect(applyPostings(before, [expectOk(withdraw(account, tokenAmount(ether, 1n), cause))]).ok).toBe(
      false,
    );
  });

  it('lets a bridge and the outside go below zero', () => {
    const bridge: LedgerAccount = { kind: 'bridge', bridge: 'across' as BridgeId };
    const paid = expectOk(posting(usdc, 3n, bridge, bucket('available'), cause));
    const balances = expectOk(applyPostings(empty, [paid]));
    expect(balanceOf(balances, bridge, usdc)).toBe(-3n);
  });

  it('keeps no balance of zero', () => {
    const amount = tokenAmount(usdc, 9n);
    const balances = expectOk(
      applyPostings(empty, [
        expectOk(deposit(account, amount, cause)),
        expectOk(withdraw(account, amount, cause)),
      ]),
    );
    expect(balances).toEqual(empty);
  });
});

describe('balances', () => {
  const transfer = 'across/eip155:10/7' as TransferId;
  const inTransit: LedgerAccount = { kind: 'desk', account, bucket: 'in-transit', transfer };
  const rows = [
    { account: bucket('reserved'), asset: usdc, raw: 3n },
    { account: inTransit, asset: usdc, raw: 2n },
    { account: bucket('available'), asset: usdc, raw: 1n },
    { account: bucket('available'), asset: ether, raw: 4n },
    { account: bucket('seized'), asset: ether, raw: 0n },
    { account: { kind: 'outside', chain } as const, asset: usdc, raw: -6n },
  ];

  it('lists what an account holds by bucket, transfer and asset, whatever the order of the rows', () => {
    const expected = [
      { bucket: 'available', amount: tokenAmount(usdc, 1n) },
      { bucket: 'available', amount: tokenAmount(ether, 4n) },
      { bucket: 'in-transit', amount: tokenAmount(usdc, 2n), transfer },
      { bucket: 'reserved', amount: tokenAmount(usdc, 3n) },
    ];
    expect(holdingsOf(balancesOf(rows), account)).toEqual(expected);
    expect(holdingsOf(balancesOf([...rows].reverse()), account)).toEqual(expected);
    expect(holdingsOf(balancesOf(rows), 'nobody' as AccountId)).toEqual([]);
  });

  it('finds who owns what is in transit', () => {
    expect(inTransitOf(balancesOf(rows), transfer)).toEqual([{ account, amount: tokenAmount(usdc, 2n) }]);
    expect(inTransitOf(balancesOf(rows), 'across/eip155:10/8' as TransferId)).toEqual([]);
  });

  it('throws on two rows of one balance', () => {
    expect(() => balancesOf([...rows, { account: bucket('reserved'), asset: usdc, raw: 1n }])).toThrow(
      'two balances of desk/atlas-main/reserved',
    );
  });
});
