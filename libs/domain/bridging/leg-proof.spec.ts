import { describe, expect, it } from '@jest/globals';
import { expectOk, type Hash } from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import { arrival, departure, event } from './bridge-events.fixture.js';
import { legProof, withProof } from './leg-proof.js';
import type { BridgeEvent } from './bridge-event.js';
import type { ProofEvidence } from './proof-evidence.js';
import type { Transfer } from './transfer.js';

function evidenceOf({ chain, logId }: BridgeEvent): ProofEvidence {
  const [, blockHash] = logId.slice(chain.length).split('/');
  return {
    basis: 'receipts-root',
    chain,
    blockNumber: 7n,
    blockHash: (blockHash ?? '') as Hash,
    receiptsRoot: `0x${'ab'.repeat(32)}` as Hash,
  };
}

function told(...events: readonly BridgeEvent[]): Transfer {
  const [first, ...rest] = events;
  if (first === undefined) throw new Error('no events');
  const begun = expectOk(applyBridgeEvent(undefined, first)).transfer;
  return rest.reduce((transfer, next) => expectOk(applyBridgeEvent(transfer, next)).transfer, begun);
}

const shown = (one: BridgeEvent): BridgeEvent => ({ ...one, proven: evidenceOf(one) });

describe('the proof of legs', () => {
  it('is what the events that move units bring', () => {
    const transfer = told(shown(departure()), shown(event('attested', 5, 1_001, {})), arrival());
    expect(legProof(transfer)).toEqual({
      source: { evidence: evidenceOf(departure()), at: departure().time },
    });
    expect(transfer.history.map(({ proven }) => proven !== undefined)).toEqual([true, false, false]);
  });

  it('may come later, log by log', () => {
    const transfer = told(departure(), arrival());
    expect(legProof(transfer)).toEqual({});
    const later = withProof(transfer, (log) => (log === arrival().logId ? evidenceOf(arrival()) : undefined));
    expect(legProof(later)).toEqual({
      destination: { evidence: evidenceOf(arrival()), at: arrival().time },
    });
    expect(withProof(later, (log) => (log === arrival().logId ? evidenceOf(arrival()) : undefined))).toBe(
      later,
    );
  });

  it('is no proof when it is of another block', () => {
    const transfer = told(departure());
    const other = { ...evidenceOf(departure()), blockHash: `0x${'cd'.repeat(32)}` as Hash };
    expect(withProof(transfer, () => other)).toBe(transfer);
  });

  it('takes the proof of every part of a transfer that arrives in parts', () => {
    const part = (index: number) =>
      event('filled', index, 1_004 + index, { fill: { filled: 5n, ordered: 10n } });
    expect(legProof(told(shown(part(6)), part(7)))).toEqual({});
    expect(legProof(told(shown(part(6)), shown(part(7)))).destination?.at).toBe(part(7).time);
  });
});
