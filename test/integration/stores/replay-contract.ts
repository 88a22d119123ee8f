import { expect, it } from '@jest/globals';
import type { OpenStores } from './harness.js';

/** What a replay store has to do. */
export function replayContract(opened: OpenStores): void {
  it('stands at the beginning of a replay that it does not know', async () => {
    expect(await opened().stores.replays.position('winter')).toBe(0);
  });

  it('stands where each replay was last advanced to', async () => {
    const { replays } = opened().stores;
    await replays.advance('winter', 3);
    await replays.advance('winter', 17);
    await replays.advance('summer', 1);
    expect(await replays.position('winter')).toBe(17);
    expect(await replays.position('summer')).toBe(1);
  });
}
