import { describe, expect, it } from '@jest/globals';
import { expectOk, fail, ok } from './index.js';

describe('Result', () => {
  it('carries a value', () => {
    expect(expectOk(ok(7))).toBe(7);
  });

  it('names code, field and message when an expectation was wrong', () => {
    expect(() => expectOk(fail('NO_ROUTE', 'nothing leads there', 'output'))).toThrow(
      'NO_ROUTE (output): nothing leads there',
    );
    expect(() => expectOk(fail('NO_ROUTE', 'nothing leads there'))).toThrow('NO_ROUTE: nothing leads there');
  });
});
