import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { Position } from '@causeway/domain/margin';
import { ATLAS, BOREALIS, open, position } from '../../../test/fixtures/accounts.js';
import { BASE, ETHEREUM, FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { setPositions } from './index.js';

async function setUp() {
  const { ledger, outbox } = createMemoryStores();
  await open(ledger, ATLAS, 100n);
  const set = (...positions: readonly Position[]) =>
    setPositions(ledger, { account: ATLAS, positions }, FIRST_MOMENT);
  const told = async () => {
    const [last] = (await outbox.read('account/atlas-main', 0, 100)).slice(-1);
    return last?.event;
  };
  return { ledger, outbox, set, told };
}

describe('setPositions', () => {
  it('adds, replaces and closes positions, each on its own chain', async () => {
    const { set, told } = await setUp();
    const [onEthereum, onBase] = [position('2', '40000', ETHEREUM), position('-1', '41000', BASE)];
    expect(await set(onBase, onEthereum)).toEqual({ ok: true, value: { seq: 2 } });
    expect(await told()).toMatchObject({
      type: 'account.changed',
      account: { seq: 2, positions: [onEthereum, onBase], holdings: [{ bucket: 'available' }] },
      cause: { reference: 'set-positions/atlas-main/2', at: FIRST_MOMENT },
    });
    expect(await set(position('0', '1', ETHEREUM), position('-3', '41500', BASE))).toMatchObject({
      value: { seq: 3 },
    });
    expect(await told()).toMatchObject({ account: { positions: [position('-3', '41500', BASE)] } });
  });

  it('changes nothing when it says what is so already', async () => {
    const { set, outbox } = await setUp();
    await set(position('2'));
    expect(await set(position('2.0', '40000.00'))).toEqual({ ok: true, value: { seq: 2 } });
    expect(await set(position('0', '1', BASE))).toEqual({ ok: true, value: { seq: 2 } });
    expect(await set()).toEqual({ ok: true, value: { seq: 2 } });
    expect((await outbox.bounds('account/atlas-main')).newest).toBe(2);
  });

  it('tells apart positions that differ in size or in price alone', async () => {
    const { set } = await setUp();
    await set(position('2'));
    expect(await set(position('2', '40000.01'))).toMatchObject({ value: { seq: 3 } });
    expect(await set(position('2.01', '40000.01'))).toMatchObject({ value: { seq: 4 } });
  });

  it.each([
    ['a price of zero', [position('1'), position('1', '0', BASE)], 'INVALID_PRICE', 'positions.1.entryPrice'],
    ['a negative price', [position('1', '-1')], 'INVALID_PRICE', 'positions.0.entryPrice'],
    [
      'a price that no market has',
      [position('1', `0.${'0'.repeat(40)}1`)],
      'INVALID_PRICE',
      'positions.0.entryPrice',
    ],
    ['a size that no market has', [position(`-1${'0'.repeat(20)}`)], 'INVALID_SIZE', 'positions.0.size'],
    ['a position given twice', [position('1'), position('2')], 'DUPLICATE_POSITION', 'positions.1'],
  ])('refuses %s', async (_, positions, code, field) => {
    const { set, outbox } = await setUp();
    expect(await set(...positions)).toMatchObject({ ok: false, failure: { code, field } });
    expect((await outbox.bounds('account/atlas-main')).newest).toBe(1);
  });

  it('refuses an account that is not open', async () => {
    const { ledger } = await setUp();
    const outcome = await setPositions(ledger, { account: BOREALIS, positions: [] }, FIRST_MOMENT);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'UNKNOWN_ACCOUNT', field: 'account' } });
  });
});
