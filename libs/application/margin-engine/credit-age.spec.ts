import { describe, expect, it } from '@jest/globals';
import type { MarginAccount, MarginPolicy } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import { addSeconds, decimal, tokenAmount, type BridgeId, type TransferId } from '@causeway/domain/units';
import { ETHEREUM, FIRST_MOMENT, usdcOn } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, price } from '../../../test/fixtures/margin.js';
import { applyEngineInput, EngineMemory, type EngineInput } from './index.js';

/** What is in transit over Across counts for ten minutes. */
const margin: MarginPolicy = {
  ...housePolicy.margin,
  collateral: housePolicy.margin.collateral.map((rule) =>
    rule.rule === 'in-transit-credit'
      ? {
          ...rule,
          credits: [
            {
              bridge: 'across' as BridgeId,
              stage: 'initiated',
              withinSeconds: decimal('600'),
              credit: decimal('0.6'),
            },
          ],
        }
      : rule,
  ),
};
const policy: RiskPolicy = { ...housePolicy, margin };

/** A long of 1 BTC on 1,000 USDC that lie still and 10,000 that are under way. */
const account: MarginAccount = {
  ...accountAt(1, { usdc: 1_000n, size: '1' }),
  holdings: [
    ...accountAt(1, { usdc: 1_000n }).holdings,
    {
      amount: tokenAmount(usdcOn(ETHEREUM), 10_000_000_000n),
      bucket: 'in-transit',
      transit: {
        transfer: 'across/eip155:1/9' as TransferId,
        bridge: 'across' as BridgeId,
        stage: 'initiated',
        initiatedAt: FIRST_MOMENT,
      },
    },
  ],
};

const tick = (symbol: string, value: string, second: number): EngineInput => ({
  kind: 'price',
  price: price(symbol, value, second),
});

function setUp() {
  const checkpoint = { accounts: new Map(), prices: new Map(), priceSeq: 0, cursors: new Map() };
  const memory = new EngineMemory(0, checkpoint, directory);
  const apply = (...inputs: readonly EngineInput[]) => {
    for (const input of inputs) applyEngineInput(memory, input, directory);
    return memory
      .takeChanges()
      .outbox.flatMap(({ event }) => (event.type === 'margin.changed' ? [event.state] : []));
  };
  const at = FIRST_MOMENT;
  apply({ kind: 'policy', policy, at }, tick('USDC', '1', 1), tick('BTC-PERP', '40000', 2));
  return { apply, arrive: () => apply({ kind: 'account', account, cause: { reference: 'a log', at } }) };
}

describe('credit that grows old', () => {
  it('is clawed back by the clock of the market, whichever price moves it', () => {
    const { apply, arrive } = setUp();
    // 970 + 9,700 × 0.6 against 1,200
    expect(arrive()).toMatchObject([{ band: 'healthy', asOf: addSeconds(FIRST_MOMENT, 2) }]);
    expect(apply(tick('DAI', '1', 600))).toEqual([]);
    expect(apply(tick('DAI', '0.999', 601))).toMatchObject([{ band: 'liquidatable' }]);
  });
});
