import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenAmount, type BridgeId, type TransferId } from '@causeway/domain/units';
import type { Holding, MarginAccount } from './account.js';
import type { CollateralSubject } from './collateral-place.js';
import { account, directory, USDC_ON_ETHEREUM, USDC_ON_OPTIMISM } from './example-account.js';
import { releaseFrozenCredit, withholdFrozenCredit } from './frozen-credit.js';

const LAYER: CollateralSubject = { dimension: 'layer', subject: 'eip155:10' };
const FAMILY: CollateralSubject = { dimension: 'asset', subject: 'USDC' };
const BRIDGE: CollateralSubject = { dimension: 'bridge', subject: 'across' };

const arrived = (asset: typeof USDC_ON_ETHEREUM, raw: bigint): Holding => ({
  amount: tokenAmount(asset, raw),
  bucket: 'available',
});
const onTheWay = (raw: bigint, transfer: string): Holding => ({
  amount: tokenAmount(USDC_ON_OPTIMISM, raw),
  bucket: 'in-transit',
  transit: { transfer: transfer as TransferId, bridge: 'across' as BridgeId, stage: 'initiated' },
});
const credited = ({ holdings }: MarginAccount) =>
  holdings.map(({ amount, withheld = 0n }) => amount.raw - withheld);
const after = (before: readonly Holding[], now: readonly Holding[], ...freezes: CollateralSubject[]) =>
  credited(withholdFrozenCredit(account(now, []), account(before, []), freezes, directory));

describe('withholdFrozenCredit', () => {
  it('counts no more on a frozen layer than counted before', () => {
    expect(after([arrived(USDC_ON_OPTIMISM, 5n)], [arrived(USDC_ON_OPTIMISM, 8n)], LAYER)).toEqual([5n]);
    expect(after([arrived(USDC_ON_OPTIMISM, 5n)], [arrived(USDC_ON_OPTIMISM, 3n)], LAYER)).toEqual([3n]);
    expect(after([], [arrived(USDC_ON_ETHEREUM, 8n), arrived(USDC_ON_OPTIMISM, 8n)], LAYER)).toEqual([
      8n,
      0n,
    ]);
  });

  it('keeps the credit of what was under way when it arrives', () => {
    expect(after([onTheWay(5n, 'across/eip155:1/1')], [arrived(USDC_ON_OPTIMISM, 5n)], LAYER)).toEqual([5n]);
  });

  it('lets a frozen asset move between layers', () => {
    const before = [arrived(USDC_ON_ETHEREUM, 5n)];
    expect(after(before, [onTheWay(5n, 'across/eip155:1/1')], FAMILY)).toEqual([5n]);
    expect(after(before, [onTheWay(5n, 'across/eip155:1/1')], FAMILY, LAYER)).toEqual([0n]);
  });

  it('gives a transfer over a frozen bridge no credit that another one had', () => {
    const first = onTheWay(5n, 'across/eip155:1/1');
    const second = onTheWay(5n, 'across/eip155:1/2');
    expect(after([first], [first, second], BRIDGE)).toEqual([5n, 0n]);
    expect(after([first], [arrived(USDC_ON_OPTIMISM, 5n), second], BRIDGE)).toEqual([5n, 0n]);
  });

  it('holds everything back from an account that was never valued', () => {
    const opened = account([arrived(USDC_ON_OPTIMISM, 5n)], []);
    expect(credited(withholdFrozenCredit(opened, undefined, [LAYER], directory))).toEqual([0n]);
  });

  const amounts = fc.array(fc.bigInt({ min: 1n, max: 2n ** 255n }), { maxLength: 3 });
  it('never gives more credit than there was or than is there, and all of it when nothing came', () => {
    fc.assert(
      fc.property(amounts, amounts, (before, now) => {
        const holdings = (raws: readonly bigint[]) => raws.map((raw) => arrived(USDC_ON_OPTIMISM, raw));
        const total = (raws: readonly bigint[]) => raws.reduce((sum, raw) => sum + raw, 0n);
        const counted = total(after(holdings(before), holdings(now), LAYER));
        const least = total(before) < total(now) ? total(before) : total(now);
        expect(counted).toBe(least);
      }),
    );
  });
});

describe('releaseFrozenCredit', () => {
  const frozen = withholdFrozenCredit(
    account([arrived(USDC_ON_OPTIMISM, 5n)], []),
    undefined,
    [LAYER],
    directory,
  );

  it('gives back what no freeze covers any more', () => {
    expect(credited(releaseFrozenCredit(frozen, [BRIDGE], directory))).toEqual([5n]);
  });

  it('keeps what another freeze covers, and the account itself then', () => {
    expect(releaseFrozenCredit(frozen, [FAMILY], directory)).toBe(frozen);
  });
});
