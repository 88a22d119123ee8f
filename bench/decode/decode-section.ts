import { readFileSync } from 'node:fs';
import { decodeEventLog, toEventSelector, type Abi, type AbiEvent } from 'viem';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { expectOk } from '@causeway/domain/units';
import {
  acrossV2Events,
  acrossV3AddressEvents,
  acrossV3WordEvents,
} from '../../libs/adapters/bridge-decoders/across/abi.js';
import { arbitrumEvents } from '../../libs/adapters/bridge-decoders/arbitrum/abi.js';
import { cctpV1Events, cctpV2Events } from '../../libs/adapters/bridge-decoders/cctp/abi.js';
import { opStackEvents } from '../../libs/adapters/bridge-decoders/op-stack/abi.js';
import { ratesOf } from '../measure.js';
import { rate, times, type Section } from '../report.js';

const BRIDGE_EVENTS: readonly AbiEvent[] = [
  ...acrossV2Events,
  ...acrossV3AddressEvents,
  ...acrossV3WordEvents,
  ...arbitrumEvents,
  ...cctpV1Events,
  ...cctpV2Events,
  ...opStackEvents,
].filter((item) => item.type === 'event');

/** From the logs of a transaction to joined bridge events, against viem's reading of each log by itself. */
export function decodeSection(): Section {
  const transactions = sampleTransactions();
  const logs = transactions.flatMap((transaction) => transaction.logs);
  const byTopic = new Map(BRIDGE_EVENTS.map((event) => [toEventSelector(event), [event]]));
  const rates = ratesOf({
    joined: () => {
      for (const transaction of transactions) decodeTransaction(transaction, NETWORK);
      return logs.length;
    },
    byTopic: () => decodeAlone(logs, (topic) => byTopic.get(topic)),
    plain: () => decodeAlone(logs, () => BRIDGE_EVENTS),
  });
  const plain = 'plain decodeEventLog';
  return {
    title: `decode: the ${logs.length} logs of the ${transactions.length} sample transactions`,
    figures: [
      {
        label: 'decodeTransaction, to joined bridge events',
        figure: rate(rates.joined, 'logs'),
        ratio: times(rates.joined, rates.plain, plain),
      },
      {
        label: 'decodeEventLog with the one event of the topic',
        figure: rate(rates.byTopic, 'logs'),
        ratio: times(rates.byTopic, rates.plain, plain),
      },
      { label: `decodeEventLog with all ${BRIDGE_EVENTS.length} events`, figure: rate(rates.plain, 'logs') },
    ],
  };
}

function sampleTransactions(): readonly TransactionLogs[] {
  const lines = readFileSync('examples/sample/bridge-logs.ndjson', 'utf8').trim().split('\n');
  return lines.map((line) => expectOk(transactionLogsFormat.decodeText(line)));
}

/** Decodes each log that one of the events fits; the others are passed over as a plain loop would. */
function decodeAlone(
  logs: readonly RawLog[],
  eventsFor: (topic: `0x${string}`) => readonly AbiEvent[] | undefined,
): number {
  for (const { topics, data } of logs) {
    const [topic] = topics;
    const abi: Abi | undefined = topic === undefined ? undefined : eventsFor(topic);
    if (abi === undefined) continue;
    try {
      decodeEventLog({ abi, data, topics: [...topics] as [`0x${string}`] });
    } catch {
      continue;
    }
  }
  return logs.length;
}
