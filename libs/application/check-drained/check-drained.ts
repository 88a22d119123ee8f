import {
  ACCOUNT_EVENTS,
  CHAIN_LOGS,
  MARKET_PRICES,
  POLICY_EVENTS,
  type EngineStore,
  type EventLog,
  type OutboxStore,
} from '@causeway/application/ports';

/** The consumer group that applies chain logs to the books. */
export const INGEST_GROUP = 'ingest-logs';

/** What the check looks at. */
export interface CheckDrainedPorts {
  readonly eventLog: Pick<EventLog, 'endOffsets' | 'committedOffsets'>;
  readonly outbox: Pick<OutboxStore, 'backlog'>;
  readonly engines: Pick<EngineStore, 'cursors'>;
}

/**
 * Whether everything appended so far has taken effect: logs are in the books, the outbox is published, and every
 * margin engine has applied its inputs. Each stage is looked at after the one that feeds it, so that a `true` is
 * true of all that had been appended when the call began.
 */
export async function checkDrained(ports: CheckDrainedPorts): Promise<boolean> {
  const logs = await ports.eventLog.endOffsets(CHAIN_LOGS);
  const prices = await ports.eventLog.endOffsets(MARKET_PRICES);
  const applied = await ports.eventLog.committedOffsets(INGEST_GROUP, CHAIN_LOGS);
  if (![...logs].every(([partition, end]) => (applied.get(partition) ?? 0n) >= end)) return false;
  if ((await ports.outbox.backlog()) > 0) return false;
  const accounts = await ports.eventLog.endOffsets(ACCOUNT_EVENTS);
  const policies = await ports.eventLog.endOffsets(POLICY_EVENTS);
  const cursors = await ports.engines.cursors();
  const enginesAreDone = [...accounts].every(([partition, end]) => {
    const cursor = cursors.get(partition);
    return (
      (cursor?.get(ACCOUNT_EVENTS) ?? 0n) >= end &&
      (cursor?.get(MARKET_PRICES) ?? 0n) >= (prices.get(0) ?? 0n) &&
      (cursor?.get(POLICY_EVENTS) ?? 0n) >= (policies.get(0) ?? 0n)
    );
  });
  return enginesAreDone && (await ports.outbox.backlog()) === 0;
}
