import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { unrealisedPnlOf } from './unrealised-pnl.js';

describe('unrealisedPnlOf', () => {
  it.each([
    ['a long that lost', '0.5', '47000', '46123.45', '-438.275'],
    ['a short that gained', '-3', '3800', '3712.3', '263.1'],
    ['a short that lost', '-3', '3800', '3900', '-300'],
    ['a price that did not move', '-3', '3800', '3800', '0'],
    // 0.00000001 × 0.1 = 0.000000001
    ['a profit below the last place', '0.00000001', '1', '1.1', '0'],
    ['a loss below the last place', '-0.00000001', '1', '1.1', '-0.00000001'],
  ])('%s', (_, size, entryPrice, markPrice, expected) => {
    const result = unrealisedPnlOf(decimal(size), decimal(entryPrice), decimal(markPrice));
    expect(formatDecimal(result)).toBe(expected);
  });
});
