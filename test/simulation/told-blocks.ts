import type { ChainId } from '@causeway/domain/units';
import { blockOn, firstBlock, headerValue, type ExampleBlock } from '../fixtures/chain-blocks.js';
import type { SeededRandom } from '../fixtures/seeded-random.js';

/** The value of a record that tells a header. */
export interface ToldHeader {
  readonly chain: ChainId;
  readonly value: string;
}

const DEEPEST = 4;

/** A chain that grows, forks down to its final block, and leaves headers out that it tells later. */
export class ToldBlocks {
  tip: ExampleBlock;
  private branch: ExampleBlock[];
  private finalised: bigint;
  private made = 0;
  private isBegun = false;

  constructor(
    readonly chain: ChainId,
    private readonly random: SeededRandom,
  ) {
    this.tip = firstBlock(chain);
    this.branch = [this.tip];
    this.finalised = this.tip.number;
  }

  /** The headers that are told next. */
  next(): readonly ToldHeader[] {
    if (!this.isBegun) {
      this.isBegun = true;
      return [this.header(this.tip)];
    }
    if (this.random.oneIn(4)) this.fork();
    const added = Array.from({ length: 1 + this.random.below(3) }, () => this.grow());
    if (this.random.oneIn(3)) this.finalise();
    const told = this.random.oneIn(4) ? this.random.shuffled(added) : added;
    return told.map((block) => this.header(block));
  }

  private fork(): void {
    const left = this.branch
      .filter(({ number }) => number > this.finalised)
      .slice(-1 - this.random.below(DEEPEST));
    this.branch = this.branch.slice(0, this.branch.length - left.length);
    this.tip = this.branch.at(-1) ?? this.tip;
  }

  private grow(): ExampleBlock {
    this.made += 1;
    this.tip = blockOn(this.tip, String(this.made));
    this.branch.push(this.tip);
    return this.tip;
  }

  /** The node calls a block final that was told before. */
  private finalise(): void {
    const older = this.branch.at(-1 - DEEPEST);
    if (older !== undefined && older.number > this.finalised) this.finalised = older.number;
  }

  private header(block: ExampleBlock): ToldHeader {
    const { chain, finalised } = this;
    const heads = { latest: this.tip.number, safe: finalised, finalised };
    return { chain, value: headerValue(block, heads) };
  }
}
