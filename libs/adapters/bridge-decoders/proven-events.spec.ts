import { describe, expect, it } from '@jest/globals';
import type { ProofEvidence } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { evmChain, type Hash } from '@causeway/domain/units';
import { decodeTransaction } from './index.js';
import { sampleTransaction } from './sample-transactions.fixture.js';

const transaction = sampleTransaction('0x185d83ce');
const { chain, blockNumber, blockHash } = transaction;
const otherHash = `0x${'12'.repeat(32)}` as Hash;
const proven = { basis: 'receipts-root', chain, blockNumber, blockHash, receiptsRoot: otherHash } as const;
const eventsWith = (evidence: ProofEvidence) =>
  decodeTransaction({ ...transaction, proven: evidence }, NETWORK).events;

describe('logs that were shown by a receipt proof', () => {
  it('make events that carry the evidence', () => {
    const events = eventsWith(proven);
    expect(events.length).toBeGreaterThan(0);
    expect(events.map((event) => event.proven)).toEqual(events.map(() => proven));
  });

  it.each<[string, ProofEvidence]>([
    ['another block', { ...proven, blockHash: otherHash }],
    ['another chain', { ...proven, chain: evmChain(99) }],
    ['the state', { basis: 'state-root', chain, blockNumber, blockHash, stateRoot: otherHash }],
  ])('gain nothing by evidence about %s', (_, evidence) => {
    expect(eventsWith(evidence)).toEqual(decodeTransaction(transaction, NETWORK).events);
  });
});
