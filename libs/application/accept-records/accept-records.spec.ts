import { describe, expect, it } from '@jest/globals';
import {
  CHAIN_LOGS,
  MARKET_PRICES,
  MAXIMUM_RECORD_BYTES,
  type EventRecord,
} from '@causeway/application/ports';
import { fail, ok, type Result } from '@causeway/domain/units';
import { acceptRecords, type RecognisedRecord } from './index.js';

/** Lines such as `log:eip155:1:…` and `price:BTC:…`. */
function recognise(text: string): Result<RecognisedRecord> {
  if (text.startsWith('log:')) return ok({ topic: CHAIN_LOGS, key: text.slice(4, 12) });
  if (text.startsWith('price:')) return ok({ topic: MARKET_PRICES, key: text.slice(6, 9) });
  return fail('UNSUPPORTED_SCHEMA', 'neither a log nor a price', 'schema');
}

function setUp() {
  const appended: (readonly [string, readonly EventRecord[]])[] = [];
  const append = async (topic: string, records: readonly EventRecord[]): Promise<void> => {
    appended.push([topic, records]);
  };
  const eventLog = { append } as Parameters<typeof acceptRecords>[0]['eventLog'];
  const accept = (...texts: readonly string[]) =>
    acceptRecords(
      { eventLog, recognise },
      texts.map((text, index) => ({ line: index + 1, text })),
    );
  return { accept, appended };
}

const record = (key: string, value: string): EventRecord => ({ key, value, headers: {} });

describe('acceptRecords', () => {
  it('appends each line as it is to the topic it belongs on, in the order given', async () => {
    const { accept, appended } = setUp();
    const lines = ['price:BTC:1', 'log:eip155:1:a', 'price:ETH:2', 'log:eip155:2:b'];
    expect(await accept(...lines)).toEqual({ accepted: 4, rejected: [] });
    expect(appended).toEqual([
      [CHAIN_LOGS, [record('eip155:1', 'log:eip155:1:a'), record('eip155:2', 'log:eip155:2:b')]],
      [MARKET_PRICES, [record('BTC', 'price:BTC:1'), record('ETH', 'price:ETH:2')]],
    ]);
  });

  it('says which lines it did not take, and why, and takes the others', async () => {
    const { accept, appended } = setUp();
    expect(await accept('nonsense', 'price:BTC:1')).toEqual({
      accepted: 1,
      rejected: [
        { line: 1, code: 'UNSUPPORTED_SCHEMA', message: 'neither a log nor a price', field: 'schema' },
      ],
    });
    expect(appended).toHaveLength(1);
  });

  it('refuses a line that no log takes, alone', async () => {
    const { accept, appended } = setUp();
    const report = await accept(
      'price:BTC:1',
      `price:ETH:${'9'.repeat(MAXIMUM_RECORD_BYTES)}`,
      'price:BTC:2',
    );
    expect(report).toMatchObject({ accepted: 2, rejected: [{ line: 2, code: 'RECORD_TOO_LARGE' }] });
    expect(report.rejected[0]?.message).toContain(String(MAXIMUM_RECORD_BYTES));
    expect(appended).toEqual([[MARKET_PRICES, [record('BTC', 'price:BTC:1'), record('BTC', 'price:BTC:2')]]]);
  });

  it('asks nothing of the log for nothing', async () => {
    const { accept, appended } = setUp();
    expect(await accept()).toEqual({ accepted: 0, rejected: [] });
    expect(appended).toEqual([]);
  });
});
