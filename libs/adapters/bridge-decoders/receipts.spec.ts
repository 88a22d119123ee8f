import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  applyBridgeEvent,
  type BridgeEvent,
  type Transfer,
  type TransactionLogs,
} from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import {
  evmChain,
  expectOk,
  fromUnixSeconds,
  parseAddress,
  ok,
  parseHash,
  type Hash,
  type Result,
} from '@causeway/domain/units';
import { decodeTransaction } from './index.js';

/**
 * Real receipts with the events that an independent registry of topics finds in them. The folder is not part of
 * the project; the names and amounts of shipped logs are tested without it.
 */
const RECEIPTS = '../shared/data/receipts_bridge.json';
const PROTOCOLS = [
  'opstack',
  'arbitrum',
  'across',
  'cctp',
  'layerzero',
  'stargate',
  'celer',
  'relay',
  'hop',
  'scroll',
  'polygon-pos',
  'gnosis',
  'starknet',
];
/** Their entries are evidence of a bridge's step, or undecodable where that bridge is none of these. */
const AGGREGATORS: readonly string[] = ['socket', 'lifi'];
interface Receipt {
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly txHash: string;
  readonly logs: readonly { address: string; topics: string[]; data: string; logIndex: number }[];
  readonly bridgeEvents: readonly {
    logIndex: number;
    address: string;
    protocols: string[];
    event: string;
  }[];
}

function transactionOf(receipt: Receipt, timestamp: string, redeemsTicket?: Hash): TransactionLogs {
  const logs = receipt.logs.map((log) => ({
    logIndex: log.logIndex,
    address: expectOk(parseAddress(log.address)),
    topics: log.topics.map((topic) => topic.toLowerCase() as `0x${string}`),
    data: log.data.toLowerCase() as `0x${string}`,
  }));
  return {
    chain: evmChain(receipt.chainId),
    blockNumber: BigInt(receipt.blockNumber),
    blockHash: expectOk(parseHash(receipt.blockHash)),
    blockTime: fromUnixSeconds(Number(timestamp)),
    transactionHash: expectOk(parseHash(receipt.txHash)),
    finality: 'finalised',
    logs,
    ...(redeemsTicket === undefined ? {} : { redeemsTicket }),
  };
}

/** The transfer after all events; the first refusal otherwise. */
function applyAll(events: readonly BridgeEvent[]): Result<Transfer | undefined> {
  let transfer: Transfer | undefined;
  for (const event of events) {
    const applied = applyBridgeEvent(transfer, event);
    if (!applied.ok) return applied;
    transfer = applied.value.transfer;
  }
  return ok(transfer);
}

const isAvailable = existsSync(RECEIPTS);
(isAvailable ? describe : describe.skip)('real receipts of eight chains', () => {
  const file = isAvailable
    ? (JSON.parse(readFileSync(RECEIPTS, 'utf8')) as {
        receipts: readonly Receipt[];
        blockHeaders: Record<string, { timestamp: string }>;
      })
    : { receipts: [], blockHeaders: {} };
  const decode = (receipt: Receipt, redeemsTicket?: Hash) => {
    const header = file.blockHeaders[`${receipt.chainId}:${receipt.blockHash}`];
    return decodeTransaction(transactionOf(receipt, header?.timestamp ?? '0', redeemsTicket), NETWORK);
  };

  it('names the events of each protocol', () => {
    const missed: string[] = [];
    let named = 0;
    for (const receipt of file.receipts) {
      const expected = receipt.bridgeEvents.filter(({ protocols }) =>
        PROTOCOLS.some((protocol) => protocols[0]?.startsWith(protocol)),
      );
      if (expected.length === 0) continue;
      // The redeem transaction of the one Arbitrum deposit among them; which ticket it redeems, its logs do not say.
      const { events } = decode(receipt, expectOk(parseHash(`0x${'77'.repeat(32)}`)));
      const found = new Set(
        events.flatMap(({ evidence }) => evidence ?? []).map((log) => `${log.logIndex} ${log.eventName}`),
      );
      for (const { logIndex, event } of expected) {
        if (found.has(`${logIndex} ${event}`)) named += 1;
        else missed.push(`${receipt.chainId} ${receipt.txHash} ${logIndex} ${event}`);
      }
    }
    expect({ named, missed }).toEqual({ named: 145, missed: [] });
  });

  it('joins the two legs of every transfer of which both are there, in either order', () => {
    const all = file.receipts.flatMap((receipt) => decode(receipt).events);
    const legs = new Map<string, BridgeEvent[]>();
    for (const event of all) legs.set(event.transfer, [...(legs.get(event.transfer) ?? []), event]);
    const joined = [...legs.values()].filter((events) => events.length > 1);
    expect(joined.map((events) => `${events[0]?.transfer.slice(0, 40)} ${events.length}`).sort()).toEqual([
      'across/eip155:42161/1142258-0xf717f752f3 2',
      'across/eip155:534352/1295289-0x5da66301c 2',
      'arbitrum/eip155:42161/classic-12826-0x9c 2',
      'cctp/eip155:137/104742 2',
      'hop/eip155:1/0x977faa0b8f9db362f56d1d917 2',
      'hop/hop:any/0x4a0eec59485aa9ae2105ea4af0 2',
      'op-stack/eip155:1/0xe843dba0afbb57c64c4b 2',
      'polygon-pos/eip155:137/0x01dcd8915eaebf6 2',
      'scroll/eip155:1/0x9b808aed2c855badae0c8e 2',
      'scroll/eip155:1/0xed97f8c9738adbc0400db0 2',
      'scroll/eip155:534352/0x9b5d08f6f6ef0d425 2',
      'xdai/eip155:100/0x1a37753b78eec6c2fc2a75 2',
    ]);
    for (const events of joined.filter((pair) => pair.every(({ emitter }) => emitter === 'known-contract'))) {
      const forwards = expectOk(applyAll(events));
      expect(forwards?.stage).toBe('finalised');
      expect(expectOk(applyAll([...events].reverse()))).toEqual(forwards);
    }
  });

  it('takes each entry of an aggregator as evidence of one transfer, or as undecodable, never as a transfer', () => {
    let entries = 0;
    for (const receipt of file.receipts) {
      const { events, undecodable } = decode(receipt);
      const noted = receipt.bridgeEvents.filter(({ protocols }) => AGGREGATORS.includes(protocols[0] ?? ''));
      for (const { logIndex } of noted) {
        entries += 1;
        const told = [
          ...events.flatMap(({ evidence }) => evidence ?? []).filter((log) => log.logIndex === logIndex),
          ...undecodable.filter(({ logId }) => logId.endsWith(`/${logIndex}`)),
        ];
        expect(told).toHaveLength(1);
      }
      expect(events.filter(({ bridge }) => AGGREGATORS.includes(bridge))).toEqual([]);
    }
    expect(entries).toBe(10);
  });

  it('reads a version-2 fill of Across to the base unit that the token log shows', () => {
    const arrival = file.receipts
      .flatMap((receipt) => decode(receipt).events)
      .find(
        ({ transfer, step }) => transfer.startsWith('across/eip155:42161/1142258-') && step === 'finalised',
      );
    // WETH pulled from the relayer and unwrapped in the logs before the fill, 0x22d54cb0d29016 wei.
    expect(arrival?.received).toEqual({ asset: 'eip155:8453/slip44:60', raw: 0x22d54cb0d29016n });
  });

  it('calls nothing undecodable but a redeem without its ticket', () => {
    const reasons = file.receipts
      .flatMap((receipt) => decode(receipt).undecodable)
      .filter(({ bridge }) => !AGGREGATORS.includes(bridge));
    expect(reasons.map(({ bridge, code }) => ({ bridge, code }))).toEqual([
      { bridge: 'arbitrum', code: 'INCOMPLETE_TRANSACTION' },
    ]);
  });
});
