import { openBackingServices } from '@causeway/adapters/backing-services';
import { supervise, type Role } from '@causeway/adapters/roles';
import { NETWORK } from '@causeway/domain/network';
import { parseEnvironment } from '@causeway/platform/config';
import { createLogger, createMetrics } from '@causeway/platform/observability';
import { collectorConfiguration, collectorSettings } from './configuration.js';
import { serveMetrics } from './serve-metrics.js';
import { startCollector } from './start-collector.js';

const configuration = parseEnvironment(collectorConfiguration);
const log = createLogger({ service: 'collector', level: configuration.LOG_LEVEL });
const services = await openBackingServices(configuration, 'collector', log);
const metrics = createMetrics('collector');
const roles: Role[] = [...services.roles];
if (configuration.METRICS_PORT !== undefined) {
  const served = await serveMetrics(metrics, configuration.METRICS_HOST, configuration.METRICS_PORT);
  roles.push(served.role);
  log.info({ metrics: served.url }, 'the metrics are served');
}
roles.push(
  ...startCollector(
    { eventLog: services.eventLog, collectors: services.stores.collectors, network: NETWORK },
    collectorSettings(configuration.CHAIN_RPC_URLS, configuration),
    metrics,
    log,
  ),
);
log.info(
  { chains: [...configuration.CHAIN_RPC_URLS.keys()], eventLog: services.eventLogPlace },
  'the collector is running',
);
process.exitCode = await supervise({ roles, close: () => services.close() }, log);
