import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from './decode-transaction.js';
import { shippedTransactions } from './real-transactions.fixture.js';

const shipped = [
  'linea/linea',
  'nomad/nomad',
  'polygon-pos/polygon-pos',
  'polygon-zkevm/polygon-zkevm',
  'zksync-era/zksync-era',
].flatMap((file) => shippedTransactions(`${file}-transactions.fixture.json`));

/** One byte of a log's data or of a topic but the first changed, or its data cut short. */
const tampered = (log: RawLog): fc.Arbitrary<RawLog> =>
  fc
    .record({
      at: fc.nat(),
      digit: fc.constantFrom('0', '1', '8', 'f'),
      what: fc.constantFrom('data', 'topic', 'cut', 'nothing'),
    })
    .map(({ at, digit, what }) => {
      const changed = (hex: `0x${string}`): `0x${string}` => {
        const position = 2 + (at % Math.max(1, hex.length - 2));
        return `0x${hex.slice(2, position)}${digit}${hex.slice(position + 1)}`;
      };
      switch (what) {
        case 'data':
          return log.data.length > 2 ? { ...log, data: changed(log.data) } : log;
        case 'topic':
          return { ...log, topics: log.topics.map((topic, index) => (index === 0 ? topic : changed(topic))) };
        case 'cut':
          return { ...log, data: `0x${log.data.slice(2, 2 + 2 * (at % Math.max(1, log.data.length / 2)))}` };
        default:
          return log;
      }
    });

const transaction: fc.Arbitrary<TransactionLogs> = fc.constantFrom(...shipped).chain((one) =>
  fc
    .tuple(...one.logs.map(tampered))
    .chain((logs) => fc.shuffledSubarray(logs, { minLength: 1 }))
    .map((logs) => ({ ...one, logs: logs.map((log, logIndex) => ({ ...log, logIndex })) })),
);

describe('real transactions of rollups and bridges', () => {
  it('can be cut, changed and shuffled in any way without a decoder failing', () => {
    fc.assert(
      fc.property(transaction, (tampering) => {
        const { events, undecodable } = decodeTransaction(tampering, NETWORK);
        expect(undecodable.filter(({ message }) => message.includes('decoder failed'))).toEqual([]);
        const refused = new Set(undecodable.map(({ logId }) => logId));
        expect(events.filter(({ logId }) => refused.has(logId))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are believed of known contracts alone', () => {
    for (const one of shipped) {
      const logs = one.logs.map((log) => ({ ...log, address: `0x${'99'.repeat(20)}` as RawLog['address'] }));
      const { events } = decodeTransaction({ ...one, logs }, NETWORK);
      expect(events.filter(({ emitter }) => emitter === 'known-contract')).toEqual([]);
    }
  });
});
