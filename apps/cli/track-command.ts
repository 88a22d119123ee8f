import type { Readable } from 'node:stream';
import { bridgeEventFormat, transferFormat } from '@causeway/adapters/wire';
import { applyBridgeEvent, type Transfer } from '@causeway/domain/bridging';
import type { TransferId } from '@causeway/domain/units';
import { decodeLines, linesOf, readSource, refused, succeeded, toNdjson, type Outcome } from './input.js';

/**
 * Assembles transfers from bridge events and prints each as it stands after the last event, in the order in which
 * they first appeared. An event that contradicts a transfer, or whose emitter is no known contract, is left out and
 * named on stderr: it is a finding about the chain, not a fault of the input.
 */
export async function trackCommand(file: string, stdin: Readable): Promise<Outcome> {
  const source = await readSource(file, stdin);
  if (!source.ok) return refused(source.failure);
  const events = decodeLines(linesOf(source.value), bridgeEventFormat.decode);
  if (!events.ok) return refused(events.failure);

  const transfers = new Map<TransferId, Transfer>();
  const leftOut: string[] = [];
  for (const event of events.value) {
    const stepped = applyBridgeEvent(transfers.get(event.transfer), event);
    if (stepped.ok) transfers.set(event.transfer, stepped.value.transfer);
    else leftOut.push(`left out ${event.logId}: ${stepped.failure.code} ${stepped.failure.message}\n`);
  }
  const applied = events.value.length - leftOut.length;
  const counts = `${events.value.length} events: ${applied} applied, ${leftOut.length} left out; ${transfers.size} transfers\n`;
  return succeeded(toNdjson([...transfers.values()], transferFormat), leftOut.join('') + counts);
}
