import { priceFormat } from '@causeway/adapters/wire';
import { CHAIN_LOGS, MARKET_PRICES, type EventRecord } from '@causeway/application/ports';
import type { BridgeEvent, TransferStep } from '@causeway/domain/bridging';
import type { Position } from '@causeway/domain/margin';
import type { AccountId, Address, BridgeId, ChainId, UnixMilliseconds } from '@causeway/domain/units';
import { position } from '../fixtures/accounts.js';
import {
  ACROSS,
  BASE,
  bridgeEvent,
  ETHEREUM,
  OPTIMISM,
  transactionValue,
  walletOf,
  type Journey,
} from '../fixtures/bridge-events.js';
import { eventIn } from '../fixtures/chain-blocks.js';
import { price } from '../fixtures/margin.js';
import type { SeededRandom } from '../fixtures/seeded-random.js';
import { ToldBlocks, type ToldHeader } from './told-blocks.js';

export const BRIDGES = [ACROSS, 'cctp' as BridgeId];
export const ACCOUNTS = [
  'atlas-main',
  'atlas-small',
  'borealis-main',
  'cirrus-main',
  'cirrus-two',
] as AccountId[];
export const CHAINS = [ETHEREUM, OPTIMISM, BASE];
const JOURNEYS: readonly (readonly TransferStep[])[] = [
  ['initiated', 'attested', 'finalised'],
  ['initiated', 'finalised'],
  ['initiated', 'relayed', 'proven', 'finalised'],
  ['initiated', 'expired', 'refunded'],
  ['initiated', 'attested'],
  ['initiated', 'finalised', 'refunded'],
];

/** A record and the topic that it belongs on. */
export interface TopicRecord {
  readonly topic: string;
  readonly record: EventRecord;
}

/** What the outside world does: transfers whose legs are seen in any order and more than once, and prices. */
export class Workload {
  private journeys = 0;
  private readonly pending: { readonly journey: Journey; readonly step: TransferStep }[] = [];
  private readonly sent: TopicRecord[] = [];
  private mark = 40_000;
  private readonly blocks: readonly ToldBlocks[];

  constructor(private readonly random: SeededRandom) {
    this.blocks = [OPTIMISM, BASE].map((chain) => new ToldBlocks(chain, random));
  }

  /**
   * The next records of a chain: a step that waits, a repetition, one that nobody can use, or blocks of a chain whose
   * headers are told.
   */
  nextLogs(now: UnixMilliseconds): readonly TopicRecord[] {
    if (this.random.oneIn(6) && this.sent.length > 0) return [this.random.pick(this.sent)];
    if (this.random.oneIn(15)) return [logsRecord(ETHEREUM, '{"broken')];
    if (this.random.oneIn(3)) return this.random.pick(this.blocks).next().map(headerRecord);
    return [this.nextTransaction(now)];
  }

  private nextTransaction(now: UnixMilliseconds): TopicRecord {
    if (this.pending.length < 3) this.begin();
    const [first] = this.pending.splice(this.random.below(this.pending.length), 1);
    if (first === undefined) throw new Error('a journey has begun');
    const events = [this.eventOf(first, now)];
    const second = this.pending[0];
    if (second !== undefined && this.random.oneIn(3)) {
      const together = this.eventOf(second, now);
      if (together.chain === events[0]?.chain) {
        events.push(together);
        this.pending.shift();
      }
    }
    const chain = events[0]?.chain ?? ETHEREUM;
    const block = this.blocks.find((told) => told.chain === chain)?.tip;
    const value =
      block === undefined
        ? transactionValue(events)
        : transactionValue(
            events.map((event) => eventIn(block, event)),
            [],
            block,
          );
    const record = logsRecord(chain, value);
    this.sent.push(record);
    return record;
  }

  nextPrice(now: UnixMilliseconds): TopicRecord {
    const isOfDollar = this.random.oneIn(4);
    this.mark = Math.max(8_000, this.mark + this.random.below(4_001) - 2_000);
    const symbol = isOfDollar ? 'USDC' : 'BTC-PERP';
    const value = isOfDollar ? `0.9${this.random.below(90) + 10}` : String(this.mark);
    const text = priceFormat.encodeText({ ...price(symbol, value), time: now });
    return { topic: MARKET_PRICES, record: { key: symbol, value: text, headers: {} } };
  }

  nextPosition(): Position {
    const size = this.random.below(7) - 3;
    return position(String(size), String(30_000 + this.random.below(20_000)), this.random.pick(CHAINS));
  }

  private begin(): void {
    this.journeys += 1;
    const chains = this.random.shuffled(CHAINS);
    const raw = BigInt(1 + this.random.below(9_000)) * 1_000_000n;
    const sender = this.someone();
    const recipient = this.someone();
    const journey: Journey = {
      message: String(this.journeys),
      raw,
      arriving: raw - (raw * BigInt(this.random.below(20))) / 1_000n,
      bridge: this.random.pick(BRIDGES),
      ...(chains[0] === undefined ? {} : { source: chains[0] }),
      ...(chains[1] === undefined ? {} : { destination: chains[1] }),
      ...(sender === undefined ? {} : { sender }),
      ...(recipient === undefined ? {} : { recipient }),
    };
    for (const step of this.random.pick(JOURNEYS)) this.pending.push({ journey, step });
  }

  private someone(): Address | undefined {
    if (this.random.oneIn(8)) return undefined;
    return walletOf(this.random.oneIn(6) ? 'a stranger' : this.random.pick(ACCOUNTS));
  }

  private eventOf(
    { journey, step }: { journey: Journey; step: TransferStep },
    now: UnixMilliseconds,
  ): BridgeEvent {
    return bridgeEvent(journey, step, now, this.random.oneIn(25) ? 'topic-only' : 'known-contract');
  }
}

function headerRecord({ chain, value }: ToldHeader): TopicRecord {
  return logsRecord(chain, value);
}

function logsRecord(chain: ChainId, value: string): TopicRecord {
  return { topic: CHAIN_LOGS, record: { key: chain, value, headers: {} } };
}
