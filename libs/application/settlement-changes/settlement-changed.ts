import { streamName, type OutboxEvent, type SettlementRecord } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';

/** The event that tells a settlement's new state on the stream of its account. */
export function settlementChanged(
  { graph: _, ...settlement }: SettlementRecord,
  at: UnixMilliseconds,
): OutboxEvent {
  const { account } = settlement;
  return {
    stream: streamName('settlement', account),
    key: account,
    event: { type: 'settlement.changed', settlement, at },
  };
}
