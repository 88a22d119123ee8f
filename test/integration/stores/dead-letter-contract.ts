import { expect, it } from '@jest/globals';
import { NO_LEDGER_CHANGES, type DeadLetter, type LedgerStore } from '@causeway/application/ports';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import type { OpenStores } from './harness.js';

const LETTER: DeadLetter = {
  id: 'eip155:1/0x1/0x2/3#MALFORMED_LOG',
  topic: 'chain.logs',
  partition: 2,
  offset: 2n ** 53n + 1n,
  code: 'MALFORMED_LOG',
  message: 'logs[3]: too short',
  body: '{"chain":"eip155:1","odd":"\u2028 \\u0000 ü"}',
  subject: 'across',
  at: FIRST_MOMENT,
};
const DECISION = {
  id: LETTER.id,
  offset: LETTER.offset,
  by: 'ada',
  reason: 'the decoder was fixed',
  at: FIRST_MOMENT,
};
const LATER = { ...LETTER, offset: LETTER.offset + 5n };

/** What a store of dead letters has to do. */
export function deadLetterContract(opened: OpenStores): void {
  it('keeps a letter whole, once', async () => {
    const { ledger, deadLetters } = opened().stores;
    await keep(ledger, LETTER, LETTER);
    await keep(ledger, LETTER);
    expect(await deadLetters.find(LETTER.id)).toEqual({ ...LETTER, status: 'waiting' });
    expect(await deadLetters.find('another')).toBeUndefined();
  });

  it('keeps a letter about nothing in particular', async () => {
    const { ledger, deadLetters } = opened().stores;
    const { subject: _, ...unaddressed } = LETTER;
    await keep(ledger, unaddressed);
    expect(await deadLetters.find(LETTER.id)).toEqual({ ...unaddressed, status: 'waiting' });
  });

  it('takes one decision about a letter that waits', async () => {
    const { ledger, deadLetters } = opened().stores;
    await keep(ledger, LETTER);
    expect(await deadLetters.decide({ ...DECISION, status: 'skipped' })).toBe(true);
    expect(await deadLetters.decide({ ...DECISION, status: 'retried', by: 'grace' })).toBe(false);
    expect(await deadLetters.decide({ ...DECISION, id: 'another', status: 'skipped' })).toBe(false);
    expect(await deadLetters.find(LETTER.id)).toEqual({
      ...LETTER,
      status: 'skipped',
      decidedBy: 'ada',
      decisionReason: 'the decoder was fixed',
    });
  });

  it('lets a letter wait again that was retried and failed again, where its input lies now', async () => {
    const { ledger, deadLetters } = opened().stores;
    await keep(ledger, LETTER);
    await deadLetters.decide({ ...DECISION, status: 'retried' });
    await keep(ledger, LETTER);
    expect(await deadLetters.find(LETTER.id)).toMatchObject({ status: 'retried' });
    await keep(ledger, LATER);
    expect(await deadLetters.find(LETTER.id)).toEqual({ ...LATER, status: 'waiting' });
    expect(await deadLetters.decide({ ...DECISION, offset: LATER.offset, status: 'skipped' })).toBe(true);
  });

  it('lets a letter wait that failed again before its retry was recorded', async () => {
    const { ledger, deadLetters } = opened().stores;
    await keep(ledger, LETTER);
    await keep(ledger, LATER);
    expect(await deadLetters.decide({ ...DECISION, status: 'skipped' })).toBe(false);
    expect(await deadLetters.decide({ ...DECISION, status: 'retried' })).toBe(true);
    expect(await deadLetters.find(LETTER.id)).toEqual({ ...LATER, status: 'waiting' });
  });

  it('leaves a letter alone that was skipped, though its input comes again', async () => {
    const { ledger, deadLetters } = opened().stores;
    await keep(ledger, LETTER);
    await deadLetters.decide({ ...DECISION, status: 'skipped' });
    await keep(ledger, LATER);
    expect(await deadLetters.find(LETTER.id)).toMatchObject({ status: 'skipped', offset: LETTER.offset });
  });
}

function keep(ledger: LedgerStore, ...deadLetters: readonly DeadLetter[]): Promise<void> {
  return ledger.transact({ logs: [], transfers: [], wallets: [], accounts: [] }, () => ({
    changes: { ...NO_LEDGER_CHANGES, deadLetters },
    outcome: undefined,
  }));
}
