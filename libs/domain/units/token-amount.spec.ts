import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addAmounts,
  evmChain,
  formatDecimal,
  nativeAsset,
  parseRawAmount,
  parseTokenAmount,
  subtractAmounts,
  toDecimal,
  tokenAmount,
} from './index.js';

const ETHER = nativeAsset(evmChain(1));
const OP_ETHER = nativeAsset(evmChain(10));

describe('addAmounts and subtractAmounts', () => {
  it('add and subtract base units of one asset', () => {
    const sum = addAmounts(tokenAmount(ETHER, 5n), tokenAmount(ETHER, 7n));
    expect(sum).toEqual({ asset: ETHER, raw: 12n });
    expect(subtractAmounts(tokenAmount(ETHER, 5n), tokenAmount(ETHER, 7n)).raw).toBe(-2n);
  });

  it('throw when the assets differ', () => {
    expect(() => addAmounts(tokenAmount(ETHER, 1n), tokenAmount(OP_ETHER, 1n))).toThrow(/different assets/);
    expect(() => subtractAmounts(tokenAmount(ETHER, 1n), tokenAmount(OP_ETHER, 1n))).toThrow(/different/);
  });
});

describe('parseTokenAmount', () => {
  it.each([
    ['1', 18, 10n ** 18n],
    ['1.5', 6, 1_500_000n],
    ['-0.000001', 6, -1n],
    ['0.10', 2, 10n],
  ])('reads %s with %i decimals', (text, decimals, raw) => {
    expect(parseTokenAmount(text, ETHER, decimals)).toEqual({ ok: true, value: { asset: ETHER, raw } });
  });

  it('refuses digits beyond the decimals instead of rounding them', () => {
    expect(parseTokenAmount('1.0000001', ETHER, 6, 'deposit')).toMatchObject({
      ok: false,
      failure: { code: 'EXCESS_DIGITS', field: 'deposit' },
    });
  });

  it.each(['', '1e6', 'abc', '1.', '.5', '01'])('refuses %j', (text) => {
    expect(parseTokenAmount(text, ETHER, 18)).toMatchObject({ failure: { code: 'INVALID_AMOUNT' } });
  });

  it('is undone by toDecimal', () => {
    const bounds = { min: -(2n ** 256n), max: 2n ** 256n };
    fc.assert(
      fc.property(fc.bigInt(bounds), fc.nat(30), (raw, decimals) => {
        const text = formatDecimal(toDecimal(tokenAmount(ETHER, raw), decimals));
        expect(parseTokenAmount(text, ETHER, decimals)).toEqual({ ok: true, value: { asset: ETHER, raw } });
      }),
    );
  });
});

describe('parseRawAmount', () => {
  it('reads whole base units and nothing else', () => {
    expect(parseRawAmount('42', ETHER)).toEqual({ ok: true, value: { asset: ETHER, raw: 42n } });
    expect(parseRawAmount('4.2', ETHER, 'raw')).toMatchObject({
      failure: { code: 'INVALID_AMOUNT', field: 'raw' },
    });
  });
});
