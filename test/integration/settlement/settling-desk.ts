import { pino } from 'pino';
import { Registry } from 'prom-client';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { MemoryBroker } from '@causeway/adapters/event-log-memory';
import { apiConfiguration, createApi } from '@causeway/adapters/graphql';
import { createStores } from '@causeway/adapters/store-postgres';
import { decodeChainRecordText } from '@causeway/adapters/wire';
import { followSettlements } from '@causeway/application/follow-settlements';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { NETWORK } from '@causeway/domain/network';
import { certifiedSolver, routeFront, type LiquidityGraph } from '@causeway/domain/routing';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { openPostgresBooks } from '../stores/postgres-books.js';
import { apiPorts } from '../../../apps/api/api-ports.js';
import { batchOf, FIRST_MOMENT } from '../../fixtures/bridge-events.js';

/** An answer of GraphQL. */
export interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions: Record<string, unknown> }[];
}

/** The API over real stores in PostgreSQL, with a clock that the test sets, and what else an engine would do. */
export interface SettlingDesk {
  ask(query: string, variables?: object): Promise<Answer>;
  /** Sets the clock to so many seconds after the first moment. */
  at(seconds: number): UnixMilliseconds;
  /** Applies records of chains to the books. */
  tell(...records: readonly string[]): Promise<void>;
  /** One round of the role. */
  follow(): Promise<void>;
  /** Balances of desks that are not zero, by `bucket asset`. */
  held(account: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens a desk on an empty database. */
export async function openSettlingDesk(graph: LiquidityGraph): Promise<SettlingDesk> {
  const books = await openPostgresBooks();
  await books.empty();
  const stores = createStores(books.pool);
  const eventLog = new MemoryBroker({ now: () => FIRST_MOMENT, choose: () => 0 }).connect();
  let now: UnixMilliseconds = FIRST_MOMENT;
  let offset = 0n;
  const router = {
    solve: async (request: Parameters<typeof certifiedSolver.solve>[1], at: UnixMilliseconds) =>
      certifiedSolver.solve(graph, request, at),
    front: async (request: Parameters<typeof routeFront>[1], at: UnixMilliseconds) =>
      routeFront(graph, request, at),
  };
  const ports = apiPorts(
    { stores, eventLog },
    graph,
    router,
    () => now,
    (_, claimed) => claimed,
  );
  const app = await createApi(ports, {
    configuration: apiConfiguration.parse({}),
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
  });
  return {
    ask: async (query, variables) => {
      const payload = { query, ...(variables && { variables }) };
      const response = await app.inject({ method: 'POST', url: '/graphql', payload });
      return response.json<Answer>();
    },
    at: (seconds) => (now = addSeconds(FIRST_MOMENT, seconds)),
    tell: async (...records) => {
      const batch = batchOf(records, { from: offset });
      offset += BigInt(records.length);
      const outcome = await ingestLogs(
        {
          ledger: stores.ledger,
          network: NETWORK,
          parseRecord: (text) => decodeChainRecordText(text, (_, claimed) => claimed),
          decodeTransaction: (transaction) => decodeTransaction(transaction, NETWORK),
        },
        batch,
      );
      if (outcome.refused > 0) throw new Error('a record could not be read');
    },
    follow: async () => {
      await followSettlements(stores.settlements, { maximum: 100, isWithEnded: true }, now);
    },
    held: async (account) => {
      const balances = await books.balances();
      return Object.fromEntries(
        balances.flatMap((balance) =>
          balance.account.kind === 'desk' && balance.account.account === account
            ? [[`${balance.account.bucket} ${balance.asset}`, balance.raw.toString()]]
            : [],
        ),
      );
    },
    close: async () => {
      await app.close();
      await eventLog.close();
      await stores.close();
      await books.close();
    },
  };
}
