import type { BackingServices } from '@causeway/adapters/backing-services';
import { createApi } from '@causeway/adapters/graphql';
import { openRouteWorkers } from '@causeway/adapters/routing-workers';
import { systemClock, type Role } from '@causeway/adapters/roles';
import { knownBalanceSlots } from '@causeway/adapters/state-proofs';
import { NETWORK } from '@causeway/domain/network';
import type { createLogger, createMetrics } from '@causeway/platform/observability';
import type { z } from 'zod';
import { apiPorts } from './api-ports.js';
import type { apiConfiguration } from './configuration.js';
import { readLiquidityGraph } from './liquidity-graph.js';

/** The running API and where it listens. */
export interface RunningApi {
  readonly url: string;
  readonly role: Role;
}

/** Starts the API over the backing services and listens. */
export async function startApi(
  services: BackingServices,
  configuration: Readonly<z.output<typeof apiConfiguration>>,
  logger: ReturnType<typeof createLogger>,
  metrics: ReturnType<typeof createMetrics>,
): Promise<RunningApi> {
  const graph = await readLiquidityGraph(configuration.LIQUIDITY_GRAPH);
  const workers = openRouteWorkers(graph, configuration.QUOTE_THREADS);
  const balanceSlots = knownBalanceSlots(NETWORK, configuration.TOKEN_BALANCE_SLOTS);
  const ports = apiPorts(services, graph, workers, systemClock, balanceSlots);
  const app = await createApi(ports, { configuration, logger, metrics });
  await app.listen(configuration.HTTP_PORT, configuration.HTTP_HOST);
  const role: Role = {
    name: 'api',
    finished: new Promise(() => undefined),
    stop: async () => {
      await app.close();
      await workers.close();
    },
  };
  return { url: await app.getUrl(), role };
}
