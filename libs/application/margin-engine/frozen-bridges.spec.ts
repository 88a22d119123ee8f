import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { TransferStage } from '@causeway/domain/bridging';
import type { MarginAccount } from '@causeway/domain/margin';
import { formatDecimal, tokenAmount, type BridgeId, type TransferId } from '@causeway/domain/units';
import {
  ACCOUNT_EVENTS,
  BRIDGE_EVENTS,
  POLICY_EVENTS,
  type PublishedEvent,
} from '@causeway/application/ports';
import { ETHEREUM, FIRST_MOMENT, usdcOn } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, price } from '../../../test/fixtures/margin.js';
import { applyEngineInput, EngineMemory, PartitionEngine, type EngineInput } from './index.js';

const CCTP = 'cctp' as BridgeId;
const ACROSS = 'across' as BridgeId;

function withTransfers(
  seq: number,
  ...transfers: readonly (readonly [string, TransferStage])[]
): MarginAccount {
  const account = accountAt(seq, { usdc: 0n, size: '0' });
  return {
    ...account,
    holdings: transfers.map(([transfer, stage]) => ({
      amount: tokenAmount(usdcOn(ETHEREUM), 1_000_000_000n),
      bucket: 'in-transit',
      transit: {
        transfer: transfer as TransferId,
        bridge: transfer.slice(0, transfer.indexOf('/')) as BridgeId,
        stage,
      },
    })),
  };
}

const input = (account: MarginAccount): EngineInput => ({
  kind: 'account',
  account,
  cause: { reference: `change ${account.seq}`, at: FIRST_MOMENT },
});
const frozen = (bridge: BridgeId, isFrozen: boolean): EngineInput => ({
  kind: 'bridge',
  bridge,
  isFrozen,
  at: FIRST_MOMENT,
});
const MARKET: readonly EngineInput[] = [
  { kind: 'policy', policy: housePolicy, at: FIRST_MOMENT },
  { kind: 'price', price: price('USDC', '1') },
];

function setUp(...inputs: readonly EngineInput[]) {
  const checkpoint = { accounts: new Map(), prices: new Map(), priceSeq: 0, cursors: new Map() };
  const memory = new EngineMemory(0, checkpoint, directory);
  const apply = (...next: readonly EngineInput[]): PublishedEvent[] => {
    for (const each of next) applyEngineInput(memory, each, directory);
    return memory.takeChanges().outbox.map(({ event }) => event);
  };
  apply(...inputs);
  return { apply };
}

const equities = (events: readonly PublishedEvent[]) =>
  events.map((event) => event.type === 'margin.changed' && formatDecimal(event.state.equity));

// 1,000 USDC less the house's 3 %, times 0.4 at departure and 0.9 once attested.
const DEPARTED = '388';
const ATTESTED = '873';

describe('a frozen bridge', () => {
  it('gives no credit to a transfer that departs afterwards', () => {
    const { apply } = setUp(...MARKET, frozen(CCTP, true));
    expect(equities(apply(input(withTransfers(1, ['cctp/eip155:1/1', 'initiated']))))).toEqual(['0']);
    expect(equities(apply(input(withTransfers(2, ['cctp/eip155:1/1', 'attested']))))).toEqual(['0']);
  });

  it('takes nothing from a transfer that was credited before', () => {
    const { apply } = setUp(...MARKET, input(withTransfers(1, ['cctp/eip155:1/1', 'initiated'])));
    expect(apply(frozen(CCTP, true))).toEqual([]);
    const both = withTransfers(2, ['cctp/eip155:1/1', 'initiated'], ['cctp/eip155:1/2', 'initiated']);
    expect(equities(apply(input(both)))).toEqual([DEPARTED]);
  });

  it('is no other bridge', () => {
    const { apply } = setUp(...MARKET, frozen(ACROSS, true));
    expect(equities(apply(input(withTransfers(1, ['cctp/eip155:1/1', 'initiated']))))).toEqual([DEPARTED]);
  });

  it('gives the credit back when it thaws, once', () => {
    const { apply } = setUp(
      ...MARKET,
      frozen(CCTP, true),
      input(withTransfers(1, ['cctp/eip155:1/1', 'attested'])),
    );
    expect(equities(apply(frozen(CCTP, false)))).toEqual([ATTESTED]);
    expect(apply(frozen(CCTP, false))).toEqual([]);
    expect(equities(apply(input(withTransfers(2, ['cctp/eip155:1/1', 'attested']))))).toEqual([ATTESTED]);
  });

  it('stays frozen for the engine that goes on', async () => {
    const { engines } = createMemoryStores();
    const open = async (owner: string) => {
      const lease = await engines.claim(0, owner, FIRST_MOMENT, 10);
      if (lease === undefined) throw new Error('the partition is taken');
      return PartitionEngine.open({ engines, directory }, lease);
    };
    const first = await open('ada');
    await first.apply(POLICY_EVENTS, [
      { offset: 0n, input: { kind: 'policy', policy: housePolicy, at: FIRST_MOMENT } },
    ]);
    await first.apply(BRIDGE_EVENTS, [{ offset: 0n, input: frozen(CCTP, true) }]);
    await engines.release(first.lease);
    const second = await open('grace');
    const departed = input(withTransfers(1, ['cctp/eip155:1/1', 'initiated']));
    await second.apply(ACCOUNT_EVENTS, [{ offset: 0n, input: departed }]);
    const kept = [...(await engines.load(0)).accounts.values()].flatMap(({ account }) => account.holdings);
    expect(kept.map(({ transit }) => transit?.isCreditWithheld)).toEqual([true]);
  });
});
