import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { messageTransactions } from './message-bridges.fixture.js';
import { sampleTransactions } from './sample-transactions.fixture.js';
import { decodeTransaction } from './index.js';

const samples = [...sampleTransactions(), ...messageTransactions()];
const bytes = (length: fc.SizeForArbitrary | number, maximum = 400) =>
  fc
    .uint8Array(
      typeof length === 'number' ? { minLength: length, maxLength: length } : { maxLength: maximum },
    )
    .map((array) => `0x${Buffer.from(array).toString('hex')}` as const);

/** A real log of a bridge with its data or topics tampered with. */
const tampered: fc.Arbitrary<RawLog> = fc
  .record({
    log: fc.constantFrom(...samples.flatMap(({ logs }) => logs)),
    data: bytes('small', 600),
    topics: fc.array(bytes(32), { minLength: 3, maxLength: 3 }),
    cut: fc.nat(),
    what: fc.constantFrom('data', 'topics', 'truncated', 'flipped', 'nothing'),
  })
  .map(({ log, data, topics, cut, what }) => {
    switch (what) {
      case 'data':
        return { ...log, data };
      case 'topics':
        return { ...log, topics: [log.topics[0] ?? '0x', ...topics.slice(0, log.topics.length - 1)] };
      case 'truncated':
        return {
          ...log,
          data: log.data.slice(0, 2 + 2 * (cut % Math.max(1, log.data.length / 2))) as `0x${string}`,
        };
      case 'flipped': {
        const at = 2 + (cut % Math.max(1, log.data.length - 2));
        return { ...log, data: `${log.data.slice(0, at)}f${log.data.slice(at + 1)}` as `0x${string}` };
      }
      default:
        return log;
    }
  });

const transaction: fc.Arbitrary<TransactionLogs> = fc
  .record({ of: fc.constantFrom(...samples), logs: fc.array(tampered, { maxLength: 8 }) })
  .map(({ of, logs }) => ({ ...of, logs: logs.map((log, logIndex) => ({ ...log, logIndex })) }));

describe('decodeTransaction', () => {
  it('takes any bytes without throwing, and reports a log as an event or as undecodable, not both', () => {
    fc.assert(
      fc.property(transaction, (tampering) => {
        const { events, undecodable } = decodeTransaction(tampering, NETWORK);
        expect(undecodable.filter(({ message }) => message.includes('decoder failed'))).toEqual([]);
        const refused = new Set(undecodable.map(({ logId }) => logId));
        expect(events.filter(({ logId }) => refused.has(logId))).toEqual([]);
        expect(new Set(events.map(({ logId }) => logId)).size).toBe(events.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never trusts an event that a spoofed contract takes part in', () => {
    const impostor = fc.record({ of: fc.constantFrom(...samples), address: bytes(20) });
    fc.assert(
      fc.property(impostor, ({ of, address }) => {
        const spoofed = {
          ...of,
          logs: of.logs.map((log) => ({ ...log, address: address as RawLog['address'] })),
        };
        const trusted = decodeTransaction(spoofed, NETWORK).events.filter(
          ({ emitter }) => emitter === 'known-contract',
        );
        expect(trusted).toEqual([]);
      }),
    );
  });
});
