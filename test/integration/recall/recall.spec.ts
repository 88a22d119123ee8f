import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toEventSelector } from 'viem';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import { expectOk } from '@causeway/domain/units';
import { DATA } from './recall-files.js';
import { protocolTable, recallReport } from './recall-report.js';
import { measureRecall, readRegistry, track } from './recall.js';

const SAMPLE = 'examples/sample/bridge-logs.ndjson';
const sample = readFileSync(SAMPLE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => expectOk(transactionLogsFormat.decode(JSON.parse(line))));

function named(protocol: string, signature: string, indexed: number) {
  const name = signature.slice(0, signature.indexOf('('));
  return { protocol, name, topic0: toEventSelector(signature), indexed };
}

describe('the recall of the shipped sample', () => {
  // ArbSys and the messenger as their protocols define them; ERC-20's Transfer is no bridge's event of its own.
  const registry = readRegistry({
    events: [
      named('arbitrum', 'L2ToL1Tx(address,address,uint256,uint256,uint256,uint256,uint256,uint256,bytes)', 3),
      named('opstack', 'RelayedMessage(bytes32)', 1),
      named('erc-20', 'Transfer(address,address,uint256)', 2),
      named('aave', 'Supply(address,address,address,uint256,uint16)', 3),
    ],
  });
  const recall = measureRecall(sample, registry);

  it('counts each log that the registry names, and tells those that became an event', () => {
    const outcomes = new Map<string, number>();
    for (const { protocol, event, outcome } of recall.named) {
      const key = `${protocol} ${event}: ${outcome}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
    expect(Object.fromEntries(outcomes)).toEqual({
      'arbitrum L2ToL1Tx: found': 2,
      'opstack RelayedMessage: found': 2,
      'erc-20 Transfer: no event': 12,
    });
    expect(protocolTable(recall.named)).toMatch(/\*\*all\*\* +\| 16 +\| 4 +\| 0 +\| 12 +\| 25 %/);
  });

  it('joins the legs that are there, whatever their order', () => {
    const { joined, refused, orderDependent } = track(recall.events);
    expect(joined.map(({ bridge }) => bridge).sort()).toEqual(['arbitrum']);
    expect([...refused]).toEqual([['UNTRUSTED_EMITTER', 2]]);
    expect(orderDependent).toEqual([]);
  });
});

// Without the data of docs/recall.md there is nothing to recompute; the sample above is always there.
(existsSync(DATA) ? describe : describe.skip)(`the recall of ${DATA}`, () => {
  it('is what docs/recall.md says', () => {
    const page = readFileSync('docs/recall.md', 'utf8');
    expect(page.slice(page.indexOf('### Files')).trim()).toBe(recallReport());
  });
});
