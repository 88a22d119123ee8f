import {
  streamName,
  type ActionsOnRecord,
  type ActionStepFilter,
  type ActionStepOnRecord,
  type OutboxEvent,
  type Page,
  type PageRequest,
  type SystemicRiskStore,
} from '@causeway/application/ports';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import type { MemoryOutbox } from './memory-outbox.js';

/** The systemic-risk actions in force, in memory. */
export class MemorySystemicRisk implements SystemicRiskStore {
  private onRecord: ActionsOnRecord = { revision: 0, actions: [] };

  constructor(private readonly outbox: MemoryOutbox) {}

  actions(): Promise<ActionsOnRecord> {
    return Promise.resolve(this.onRecord);
  }

  replace(
    revision: number,
    actions: readonly ActionInForce[],
    outbox: readonly OutboxEvent[],
  ): Promise<boolean> {
    if (this.onRecord.revision !== revision) return Promise.resolve(false);
    this.onRecord = { revision: revision + 1, actions };
    this.outbox.append(outbox);
    return Promise.resolve(true);
  }

  async history(filter: ActionStepFilter, { first, after }: PageRequest): Promise<Page<ActionStepOnRecord>> {
    const events = await this.outbox.read(streamName('systemic-risk'), 0, Infinity);
    const steps = [...events]
      .reverse()
      .flatMap(({ seq, event }) =>
        event.type === 'systemic-risk.changed'
          ? event.steps.map((step, index) => ({ ...step, id: `${seq}.${index + 1}`, seq }))
          : [],
      );
    const from = after === undefined ? 0 : steps.findIndex(({ id }) => id === after) + 1;
    const rows = steps.slice(from).filter((step) => isMet(filter, step));
    return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
  }
}

function isMet(filter: ActionStepFilter, { action, kind, at }: ActionStepOnRecord): boolean {
  const { dimension, subject, threshold, from, until } = filter;
  return (
    (dimension === undefined || dimension === action.dimension) &&
    (subject === undefined || subject === action.subject) &&
    (threshold === undefined || threshold === action.threshold) &&
    (filter.action === undefined || filter.action === action.action) &&
    (filter.kind === undefined || filter.kind === kind) &&
    (from === undefined || at >= from) &&
    (until === undefined || at < until)
  );
}
