import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { apiConfiguration, type ApiConfiguration } from '../api-configuration.js';
import { createApi } from '../create-api.js';
import { InMemoryApi } from './in-memory-ports.js';

/** An answer of GraphQL as JSON. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
}

/** The API in this process, over ports in memory. */
export interface RunningApi {
  readonly app: NestFastifyApplication;
  readonly memory: InMemoryApi;
  /** What was logged, one object a line. */
  readonly logged: readonly Record<string, unknown>[];
  query(query: string, variables?: object, operationName?: string): Promise<GraphqlAnswer>;
  /** Opens a port, once, and returns its address, e.g. `127.0.0.1:40123`. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** Starts the API with default settings, except those given. */
export async function runApi(settings: Partial<ApiConfiguration> = {}): Promise<RunningApi> {
  const memory = new InMemoryApi();
  const logged: Record<string, unknown>[] = [];
  const write = (line: string): void => void logged.push(JSON.parse(line) as Record<string, unknown>);
  const app = await createApi(memory.ports, {
    configuration: { ...apiConfiguration.parse({}), ...settings },
    logger: pino({ level: 'info' }, { write }),
    metrics: new Registry(),
  });
  let address: Promise<string> | undefined;
  return {
    app,
    memory,
    logged,
    query: async (query, variables, operationName) => {
      const payload = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
      const response = await app.inject({ method: 'POST', url: '/graphql', payload });
      return { status: response.statusCode, ...response.json<Omit<GraphqlAnswer, 'status'>>() };
    },
    listen: () => {
      address ??= app.listen(0, '127.0.0.1').then(async () => new URL(await app.getUrl()).host);
      return address;
    },
    close: () => app.close(),
  };
}
