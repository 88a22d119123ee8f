import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashOf, ToldChain } from './chain.fixture.js';

interface Made {
  readonly name: string;
  readonly parent: string;
}

/** Blocks on one another: each on the one made `back` blocks before it, from 100a up. */
const trees = fc.array(fc.nat(4), { minLength: 1, maxLength: 25 }).map((backs): readonly Made[] => {
  const made: Made[] = [{ name: '100a', parent: '99a' }];
  for (const [index, back] of backs.entries()) {
    const parent = made[Math.max(0, made.length - 1 - back)]?.name ?? '100a';
    const height = Number(parent.slice(0, -1)) + 1;
    made.push({ name: `${height}${String.fromCharCode(98 + (index % 20))}`, parent });
  }
  return made.filter((one, index) => made.findIndex(({ name }) => name === one.name) === index);
});

function ancestry(tree: readonly Made[], tip: string): readonly string[] {
  const names: string[] = [];
  for (let name: string | undefined = tip; name !== undefined;) {
    names.unshift(name);
    const parent: string | undefined = tree.find((one) => one.name === name)?.parent;
    name = parent === '99a' ? undefined : parent;
  }
  return names;
}

describe('a followed chain', () => {
  it('is the ancestry of the header told last, whatever the branches', () => {
    fc.assert(
      fc.property(trees, fc.array(fc.nat(), { maxLength: 10 }), (tree, again) => {
        const chain = new ToldChain('100a', '99a', 100n);
        let tip = '100a';
        const tell = ({ name, parent }: Made): void => {
          const isKnown = chain.canonical().includes(name);
          chain.tell(name, parent);
          if (!isKnown) tip = name;
          expect(chain.canonical()).toEqual(['99a', ...ancestry(tree, tip)]);
        };
        for (const made of tree) tell(made);
        for (const pick of again) tell(tree[pick % tree.length] ?? { name: '100a', parent: '99a' });
      }),
    );
  });

  it('ends at the last header in whichever order those before it are told', () => {
    fc.assert(
      fc.property(trees, fc.infiniteStream(fc.nat()), (tree, picks) => {
        const last = tree.at(-1);
        if (last === undefined) return;
        const path = ancestry(tree, last.name).slice(1);
        const chain = new ToldChain('100a', '99a', 100n);
        const waiting = tree.filter(({ name }) => path.includes(name));
        chain.tell(last.name, last.parent);
        while (waiting.length > 0) {
          const [next] = waiting.splice((picks.next().value ?? 0) % waiting.length, 1);
          if (next !== undefined) chain.tell(next.name, next.parent);
        }
        expect(chain.chain).toMatchObject({ status: 'following', tip: { hash: hashOf(last.name) } });
        expect(chain.canonical()).toEqual(['99a', '100a', ...path]);
      }),
    );
  });
});
