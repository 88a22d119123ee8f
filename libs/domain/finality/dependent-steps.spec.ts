import { describe, expect, it } from '@jest/globals';
import type { Hash } from '@causeway/domain/units';
import { dependentSteps } from './index.js';

const ORPHANED = '0x0a' as Hash;
const step = (name: string, subjects: readonly string[], block?: Hash) => ({
  ...{ name, subjects },
  ...(block === undefined ? {} : { block }),
});

describe('dependentSteps', () => {
  it('reaches later steps through what they share, and no earlier or unrelated one', () => {
    const steps = [
      step('before', ['account/a', 'account/z']),
      step('orphaned', ['transfer/1', 'account/a'], ORPHANED),
      step('unrelated', ['transfer/2', 'account/b']),
      step('shares an account', ['transfer/3', 'account/a', 'account/c']),
      step('through the one before', ['account/c']),
      step('another block', ['transfer/4'], '0x0b' as Hash),
    ];
    expect(dependentSteps(steps, new Set([ORPHANED])).map(({ name }) => name)).toEqual([
      'orphaned',
      'shares an account',
      'through the one before',
    ]);
  });
});
