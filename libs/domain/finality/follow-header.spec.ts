import { describe, expect, it } from '@jest/globals';
import { hashOf, headerOf, ToldChain } from './chain.fixture.js';
import { groundOf, needsWindow, type HeaderOutcome } from './index.js';

const names = (outcome: HeaderOutcome) =>
  outcome.kind === 'moved'
    ? {
        orphaned: outcome.orphaned.map(({ hash }) => hash.slice(2)),
        adopted: outcome.adopted.map(({ hash }) => hash.slice(2)),
      }
    : outcome.kind;

/** 100a to 103a, of which 100a is final. */
function told(): ToldChain {
  const chain = new ToldChain('100a', '99a', 100n);
  chain.tell('101a', '100a');
  chain.tell('102a', '101a');
  chain.tell('103a', '102a');
  return chain;
}

describe('followHeader', () => {
  it('goes on from block to block', () => {
    const chain = told();
    expect(chain.canonical()).toEqual(['99a', '100a', '101a', '102a', '103a']);
    expect(chain.chain).toMatchObject({ status: 'following', tip: { number: 103n }, reorgs: 0 });
  });

  it('knows a block that it is told again', () => {
    const chain = told();
    const before = chain.chain;
    expect(names(chain.tell('101a', '100a'))).toBe('known');
    expect(chain.chain).toEqual(before);
  });

  it('leaves a branch for the one that was told last, however deep, down to the final block', () => {
    const chain = told();
    expect(names(chain.tell('103b', '102a'))).toEqual({ orphaned: ['103a'], adopted: ['103b'] });
    expect(names(chain.tell('101c', '100a'))).toEqual({
      orphaned: ['103b', '102a', '101a'],
      adopted: ['101c'],
    });
    expect(chain.chain).toMatchObject({ tip: { number: 101n, hash: hashOf('101c') }, reorgs: 2 });
  });

  it('comes back to a branch that it had left, with all its blocks', () => {
    const chain = told();
    chain.tell('101b', '100a');
    expect(names(chain.tell('104a', '103a'))).toEqual({
      orphaned: ['101b'],
      adopted: ['101a', '102a', '103a', '104a'],
    });
  });

  it('waits for the blocks that are missing, and then goes on to what was told before them', () => {
    const chain = told();
    expect(names(chain.tell('106a', '105a'))).toBe('gapped');
    expect(chain.chain).toMatchObject({
      status: 'gapped',
      tip: { number: 103n },
      missing: { from: 104n, to: 105n },
    });
    expect(names(chain.tell('107a', '106a'))).toBe('gapped');
    expect(names(chain.tell('104a', '103a'))).toEqual({ orphaned: [], adopted: ['104a'] });
    expect(chain.chain).toMatchObject({ status: 'gapped', missing: { from: 105n, to: 105n } });
    expect(names(chain.tell('105a', '104a'))).toEqual({ orphaned: [], adopted: ['105a', '106a', '107a'] });
    expect(chain.chain.status).toBe('following');
    expect(chain.chain).not.toHaveProperty('missing');
    expect(chain.chain).not.toHaveProperty('wanted');
  });

  it('closes a gap that is told downwards', () => {
    const chain = told();
    chain.tell('107a', '106a');
    expect(names(chain.tell('106a', '105a'))).toBe('gapped');
    expect(chain.chain.missing).toEqual({ from: 104n, to: 105n });
    chain.tell('105a', '104a');
    expect(names(chain.tell('104a', '103a'))).toEqual({
      orphaned: [],
      adopted: ['104a', '105a', '106a', '107a'],
    });
  });

  it('asks for the ancestors of a branch that left further down', () => {
    const chain = told();
    chain.tell('103b', '102b');
    expect(chain.chain).toMatchObject({ status: 'gapped', missing: { from: 102n, to: 102n } });
    chain.tell('102b', '101b');
    expect(chain.chain.missing).toEqual({ from: 101n, to: 101n });
    expect(names(chain.tell('101b', '100a'))).toEqual({
      orphaned: ['103a', '102a', '101a'],
      adopted: ['101b', '102b', '103b'],
    });
  });

  it('gives up what it waited for once the chain has come past it', () => {
    const chain = told();
    chain.tell('105b', '104b');
    chain.tell('104a', '103a');
    expect(chain.chain.status).toBe('gapped');
    chain.tell('105a', '104a');
    expect(chain.chain).toMatchObject({ status: 'following', tip: { hash: hashOf('105a') } });
  });

  it('refuses to take back a final block and believes nothing more', () => {
    const chain = told();
    chain.tell('104a', '103a', 102n);
    const outcome = chain.tell('102b', '101a');
    expect(outcome.kind).toBe('contradicted');
    expect(chain.chain).toMatchObject({
      status: 'contradicted',
      contradiction: 'block 102 was final as 0x102a and is told to be 0x102b',
    });
    expect(names(chain.tell('105a', '104a'))).toBe('halted');
  });

  it.each([
    ['its child', '103c', '102c'],
    ['a descendant', '104c', '103c'],
  ])('refuses a branch from below the final block by %s', (_, block, parent) => {
    const chain = told();
    chain.tell('104a', '103a', 102n);
    if (block === '104c') expect(names(chain.tell(block, parent))).toBe('gapped');
    expect(chain.tell('103c', '102c').kind).toBe('contradicted');
  });

  it('takes no notice of what was read before what it knows', () => {
    const chain = told();
    chain.tell('104a', '103a', 102n);
    expect(names(chain.tell('103b', '102a', 101n))).toBe('stale');
    expect(names(chain.tell('101b', '100a'))).toBe('stale');
    expect(chain.chain.tip.hash).toBe(hashOf('104a'));
  });

  it('refuses a header whose number does not follow its parent', () => {
    const chain = told();
    expect(chain.tell('105x', '101a')).toEqual({ kind: 'misnumbered', parent: 101n });
  });

  it('takes what lies under the first header for final', () => {
    const chain = new ToldChain('100a', '99a', 40n);
    expect(groundOf(chain.chain)).toBe(99n);
    expect(names(chain.tell('100b', '99a'))).toEqual({ orphaned: ['100a'], adopted: ['100b'] });
    expect(chain.tell('99b', '98a').kind).toBe('contradicted');
  });

  it('does not call blocks final on a branch that the node has not told', () => {
    const chain = told();
    chain.tell('101a', '100a', 103n);
    expect(groundOf(chain.chain)).toBe(100n);
    chain.tell('106b', '105b', 104n);
    expect(groundOf(chain.chain)).toBe(100n);
    expect(names(chain.tell('101b', '100a', 104n))).toEqual({
      orphaned: ['103a', '102a', '101a'],
      adopted: ['101b'],
    });
  });
});

describe('needsWindow', () => {
  it('is false of what comes next or is known, and of a chain that is halted', () => {
    const { chain, window } = told();
    expect(needsWindow(chain, undefined, headerOf('104a', '103a'))).toBe(false);
    expect(needsWindow(chain, window.get(hashOf('101a')), headerOf('101a', '100a'))).toBe(false);
    expect(needsWindow({ ...chain, status: 'contradicted' }, undefined, headerOf('9x', '8x'))).toBe(false);
    expect(needsWindow(chain, undefined, headerOf('103b', '102a'))).toBe(true);
    expect(needsWindow({ ...chain, status: 'gapped' }, undefined, headerOf('104a', '103a'))).toBe(true);
  });
});
