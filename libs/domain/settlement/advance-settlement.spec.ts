import { describe, expect, it } from '@jest/globals';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { advanceSettlement, openSettlement } from './advance-settlement.js';
import type { LegObservation, Settlement, SettlementCommand, SettlementEvent } from './settlement.js';
import { legOf, planOf } from './settlement-model.fixture.js';
import { lessSlippageUp, minimumOutputFor } from './settlement-plan.js';

const at = (seconds: number) => (seconds * 1000) as UnixMilliseconds;
const TIME_PASSED: SettlementEvent = { kind: 'time-passed' };

function observed(leg: number, attempt: number, change: Partial<LegObservation>): SettlementEvent {
  const observation = {
    seq: 1,
    departed: 0n,
    arrived: 0n,
    delivered: 0n,
    returned: 0n,
    isReverted: false,
    isFinal: true,
    ...change,
  };
  return { kind: 'observed', leg, attempt, observation };
}

/** The settlement after all events, and the commands of the last. */
function after(start: Settlement, ...events: readonly (readonly [number, SettlementEvent])[]) {
  let settlement = start;
  let commands: readonly SettlementCommand[] = [];
  for (const [seconds, event] of events) {
    ({ settlement, commands } = advanceSettlement(settlement, event, at(seconds)));
  }
  return { settlement, commands };
}

const moved = (raw: bigint) => ({ departed: raw, arrived: raw, delivered: raw });

describe('a settlement of a split that meets again', () => {
  const legs = [
    legOf('bridge', 'a', 'b', 60n),
    legOf('bridge', 'a', 'c', 40n),
    legOf('layer', 'b', 'z', 60n),
    legOf('layer', 'c', 'z', 40n),
  ];
  const opened = openSettlement(planOf(legs, 100n, 1), at(0));

  it('issues what leaves the source, each leg its share', () => {
    const { settlement, commands } = after(opened, [0, TIME_PASSED]);
    expect(commands).toEqual([
      { kind: 'issue', leg: 0, attempt: 0 },
      { kind: 'issue', leg: 1, attempt: 0 },
    ]);
    expect(settlement.attempts.map(([first]) => first?.input)).toEqual([60n, 40n, undefined, undefined]);
  });

  it('goes on along one branch while the other is under way, with what truly arrived', () => {
    const arrival = observed(0, 0, { departed: 60n, arrived: 60n, delivered: 59n });
    const { settlement, commands } = after(opened, [0, TIME_PASSED], [1, arrival]);
    expect(commands).toEqual(
      [
        { kind: 'release-capacity', leg: 0 },
        { kind: 'issue', leg: 2, attempt: 0 },
      ].sort((x, y) => (x.kind < y.kind ? -1 : 1)),
    );
    expect(settlement.attempts[2]?.[0]?.input).toBe(59n);
  });

  it('ends where the units are when a branch comes back', () => {
    const { settlement, commands } = after(
      opened,
      [0, TIME_PASSED],
      [1, observed(0, 0, moved(60n))],
      [1, observed(1, 0, { departed: 40n, returned: 40n })],
      [1, observed(2, 0, moved(60n))],
    );
    expect(settlement.outcome).toEqual({
      kind: 'settled-elsewhere',
      holdings: [
        { asset: 'a', raw: 40n },
        { asset: 'z', raw: 60n },
      ],
    });
    expect(commands.filter(({ kind }) => kind === 'release-inventory')).toEqual([
      { kind: 'release-inventory', raw: 100n },
    ]);
  });

  it('fails without a trace when nothing is ever sent', () => {
    const drop = (leg: number): SettlementEvent => ({ kind: 'abandoned', leg, attempt: 0 });
    const { settlement } = after(opened, [0, TIME_PASSED], [1, drop(0)], [1, drop(1)]);
    expect(settlement.outcome).toEqual({ kind: 'failed', holdings: [{ asset: 'a', raw: 100n }] });
  });
});

describe('a settlement of one leg', () => {
  const swap = openSettlement(planOf([legOf('layer', 'a', 'z', 10n)], 10n, 2), at(0));
  const bridge = openSettlement(planOf([legOf('bridge', 'a', 'z', 10n)], 10n, 2), at(0));

  it('is issued again after it failed for good, and not before', () => {
    const failed = observed(0, 0, { isReverted: true, isFinal: false });
    expect(after(swap, [0, TIME_PASSED], [1, failed]).commands).toEqual([]);
    const forGood = observed(0, 0, { seq: 2, isReverted: true });
    const again = after(swap, [0, TIME_PASSED], [1, failed], [1, forGood]);
    expect(again.commands).toEqual([{ kind: 'issue', leg: 0, attempt: 1 }]);
  });

  it('waits for what the chain does not refuse by itself, until the desk says it was never sent', () => {
    expect(after(swap, [0, TIME_PASSED], [9, TIME_PASSED]).settlement.outcome?.kind).toBe('failed');
    expect(after(bridge, [0, TIME_PASSED], [9, TIME_PASSED]).settlement.outcome).toBeUndefined();
    const dropped: SettlementEvent = { kind: 'abandoned', leg: 0, attempt: 0 };
    expect(after(bridge, [0, TIME_PASSED], [9, dropped]).settlement.outcome?.kind).toBe('failed');
  });

  it('is refunded, and amended by a fill that comes after the refund', () => {
    const refund = observed(0, 0, { departed: 10n, returned: 10n });
    const late = observed(0, 0, { seq: 2, departed: 10n, returned: 10n, arrived: 10n, delivered: 10n });
    const refunded = after(bridge, [0, TIME_PASSED], [3, refund]);
    expect(refunded.settlement.outcome?.kind).toBe('refunded');
    expect(after(bridge, [0, TIME_PASSED], [3, refund], [4, late]).commands).toEqual([
      {
        kind: 'amend',
        outcome: {
          kind: 'settled-elsewhere',
          holdings: [
            { asset: 'a', raw: 10n },
            { asset: 'z', raw: 10n },
          ],
        },
      },
    ]);
  });

  it('takes an older observation for none', () => {
    const done = observed(0, 0, { seq: 5, ...moved(10n) });
    const { settlement } = after(bridge, [0, TIME_PASSED], [1, done]);
    const stale = advanceSettlement(settlement, observed(0, 0, { seq: 4, departed: 10n }), at(2));
    expect(stale).toEqual({ settlement, commands: [] });
  });
});

describe('the least output to demand', () => {
  it.each([
    [1_000_000n, 5_000n, 995_000n],
    // 999,999 × 0.995 = 994,999.005
    [999_999n, 5_000n, 995_000n],
    [7n, 0n, 7n],
  ])('of %s with %s millionths of slippage is %s, rounded up', (output, slippage, least) => {
    expect(lessSlippageUp(output, slippage)).toBe(least);
  });

  it('goes with the input, rounded up', () => {
    const leg = { ...legOf('layer', 'a', 'z', 3n), minimumOutput: 10n };
    // 10 × 2 / 3 = 6.67
    expect(minimumOutputFor(leg, 2n)).toBe(7n);
  });

  it('is at a fixed rate what the terms give for the input, and no unit more', () => {
    // 1 bp of 1,000,000 is 100, and of 999,999, rounded up, as well.
    const mint = { ...legOf('bridge', 'a', 'z', 1_000_000n), minimumOutput: 999_900n, fixedFee: 0n };
    expect(minimumOutputFor(mint, 999_999n)).toBe(999_899n);
    // A relayer who asks for 40 whatever the amount gives 460 for 500, where half of 960 would be 480.
    const intent = { ...legOf('bridge', 'a', 'z', 1_000n), minimumOutput: 960n, fixedFee: 40n };
    expect(minimumOutputFor(intent, 1_000n)).toBe(960n);
    expect(minimumOutputFor(intent, 500n)).toBe(460n);
  });

  it('gives nothing away where the fixed fee would leave nothing', () => {
    const intent = { ...legOf('bridge', 'a', 'z', 1_000n), minimumOutput: 960n, fixedFee: 40n };
    expect(minimumOutputFor(intent, 40n)).toBe(38n);
  });
});
