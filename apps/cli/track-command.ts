import type { Readable } from 'node:stream';
import { bridgeEventFormat, transferFormat } from '@causeway/adapters/wire';
import { applyBridgeEvent, trackTransfer, type Transfer } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import type { TransferId } from '@causeway/domain/units';
import { decodeLines, linesOf, readSource, refused, succeeded, toNdjson, type Outcome } from './input.js';
import { parseInstant } from './instant.js';

/** What the command line says besides the input. */
export interface TrackOptions {
  /** The instant at which transfers under way are judged, as ISO 8601 in UTC; they are not judged without. */
  readonly now?: string;
}

/**
 * Assembles transfers from bridge events and prints each as it stands after the last event, in the order in which
 * they first appeared. An event that contradicts a transfer, or whose emitter is no known contract, is left out and
 * named on stderr: it is a finding about the chain, not a fault of the input. With `now`, each transfer under way
 * says when it should arrive, what happens next and whether it is on time, and so does a line on stderr.
 */
export async function trackCommand(file: string, { now }: TrackOptions, stdin: Readable): Promise<Outcome> {
  const judgedAt = now === undefined ? undefined : parseInstant(now);
  if (judgedAt?.ok === false) return refused(judgedAt.failure);
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
  const assembled = [...transfers.values()];
  if (judgedAt === undefined)
    return succeeded(toNdjson(assembled, transferFormat), leftOut.join('') + counts);
  const tracked = assembled.map((transfer) => trackTransfer(transfer, NETWORK, judgedAt.value));
  return succeeded(toNdjson(tracked, transferFormat), leftOut.join('') + counts + punctualityLine(tracked));
}

function punctualityLine(transfers: readonly Transfer[]): string {
  const underWay = transfers.flatMap(({ tracking }) => tracking?.punctuality ?? []);
  const counts = (['on-time', 'late', 'stuck', 'claimable'] as const).map(
    (word) => `${underWay.filter((punctuality) => punctuality === word).length} ${word}`,
  );
  return `${underWay.length} under way: ${counts.join(', ')}\n`;
}
