import { MemoryBroker, type MemoryEventLog } from '@causeway/adapters/event-log-memory';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { describeEventLog } from './contract.js';
import type { EventLogHarness } from './harness.js';

const STEPS_AT_ONCE = 200;

async function open(): Promise<EventLogHarness> {
  const broker = new MemoryBroker({ now: () => Date.now() as UnixMilliseconds });
  const connections: MemoryEventLog[] = [];
  return {
    connect: async () => {
      const connection = broker.connect();
      connections.push(connection);
      return connection;
    },
    crash: async (log) => connections.find((connection) => connection === log)?.kill(),
    progress: async () => {
      for (let step = 0; step < STEPS_AT_ONCE; step++) {
        // A handler may be waiting for the test, so that a step need not end.
        const tick = new Promise<'pending'>((resolve) => setImmediate(resolve, 'pending'));
        if ((await Promise.race([broker.step(), tick])) === false) return;
      }
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

describeEventLog({ name: 'the event log in memory', open, runs: 100 });
