import { Counter, Gauge, type Registry } from 'prom-client';
import type { EngineFigures, EngineObserver } from '@causeway/adapters/roles';

type Labels = 'partition';

/** Tells what the screens of the margin engines spare and hold, by partition. */
export function screenMetrics(registry: Registry): EngineObserver {
  let read: () => ReadonlyMap<number, EngineFigures> = () => new Map();
  const each = (figureOf: (figures: EngineFigures) => number) => ({
    labelNames: ['partition'] as const,
    registers: [registry],
    collect(this: Gauge<Labels> | Counter<Labels>): void {
      this.reset();
      for (const [partition, figures] of read()) this.inc({ partition }, figureOf(figures));
    },
  });
  new Gauge({
    name: 'causeway_margin_accounts',
    help: 'Accounts of the partition',
    ...each(({ accounts }) => accounts),
  });
  new Gauge({
    name: 'causeway_margin_always_evaluated_accounts',
    help: 'Accounts that every price of theirs has evaluated: not healthy, with a case, or under a rule that is not folded',
    ...each(({ alwaysEvaluated }) => alwaysEvaluated),
  });
  new Counter({
    name: 'causeway_margin_touched_accounts_total',
    help: 'Accounts that price ticks had the screen look at, since the partition was taken',
    ...each(({ touched }) => touched),
  });
  new Counter({
    name: 'causeway_margin_evaluated_accounts_total',
    help: 'Accounts that price ticks had evaluated exactly, since the partition was taken',
    ...each(({ evaluated }) => evaluated),
  });
  new Gauge({
    name: 'causeway_margin_screen_bytes',
    help: 'Memory of the screen',
    ...each(({ bytes }) => bytes),
  });
  new Gauge({
    name: 'causeway_margin_rebuild_seconds',
    help: 'How long it took to read the partition from its checkpoint and fold its accounts',
    ...each(({ rebuildSeconds }) => rebuildSeconds),
  });
  return {
    reads: (reader) => {
      read = reader;
    },
  };
}
