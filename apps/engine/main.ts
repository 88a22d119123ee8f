import { openBackingServices } from '@causeway/adapters/backing-services';
import { supervise, systemClock, type Role } from '@causeway/adapters/roles';
import { knownBalanceSlots } from '@causeway/adapters/state-proofs';
import { NETWORK } from '@causeway/domain/network';
import { parseEnvironment } from '@causeway/platform/config';
import { createLogger, createMetrics } from '@causeway/platform/observability';
import { serveMetrics } from '../collector/serve-metrics.js';
import { readLiquidityGraph } from '../api/liquidity-graph.js';
import { engineConfiguration, systemicRiskWatch, watchSettings } from './configuration.js';
import { startEngine } from './start-engine.js';

const configuration = parseEnvironment(engineConfiguration);
const log = createLogger({ service: 'engine', level: configuration.LOG_LEVEL });
const services = await openBackingServices(configuration, 'engine', log);
const metrics = createMetrics('engine');
const roles: Role[] = [...services.roles];
if (configuration.METRICS_PORT !== undefined) {
  const served = await serveMetrics(metrics, configuration.METRICS_HOST, configuration.METRICS_PORT);
  roles.push(served.role);
  log.info({ metrics: served.url }, 'the metrics are served');
}
const running = await startEngine(
  services,
  {
    metrics,
    leaseSeconds: configuration.ENGINE_LEASE_SECONDS,
    clock: systemClock,
    conservation: watchSettings(configuration),
    systemicRiskWatch: systemicRiskWatch(configuration),
    liquidity: await readLiquidityGraph(configuration.LIQUIDITY_GRAPH),
    balanceSlots: knownBalanceSlots(NETWORK, configuration.TOKEN_BALANCE_SLOTS),
  },
  log,
);
roles.push(...running);
log.info({ eventLog: services.eventLogPlace }, 'the engine is running');
process.exitCode = await supervise({ roles, close: () => services.close() }, log);
