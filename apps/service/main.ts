import { openBackingServices } from '@causeway/adapters/backing-services';
import { supervise, systemClock, type Role } from '@causeway/adapters/roles';
import { NETWORK } from '@causeway/domain/network';
import { knownBalanceSlots } from '@causeway/adapters/state-proofs';
import { parseEnvironment } from '@causeway/platform/config';
import { createLogger, createMetrics } from '@causeway/platform/observability';
import { recogniseRecord } from '../api/api-ports.js';
import { readLiquidityGraph } from '../api/liquidity-graph.js';
import { startApi } from '../api/start-api.js';
import { collectorSettings } from '../collector/configuration.js';
import { startCollector } from '../collector/start-collector.js';
import { systemicRiskWatch, watchSettings } from '../engine/configuration.js';
import { startEngine } from '../engine/start-engine.js';
import { serviceConfiguration } from './configuration.js';
import { plainText } from './plain-text.js';
import { startSampleReplay } from './sample/replay-sample.js';
import { readSample } from './sample/sample-files.js';

const configuration = parseEnvironment(serviceConfiguration);
const log = createLogger({
  service: 'causeway',
  level: configuration.LOG_LEVEL,
  ...(process.stdout.isTTY ? { destination: plainText(process.stdout) } : {}),
});

const services = await openBackingServices(configuration, 'causeway', log);
const metrics = createMetrics('causeway');
const settings = {
  leaseSeconds: configuration.ENGINE_LEASE_SECONDS,
  clock: systemClock,
  conservation: watchSettings(configuration),
  systemicRiskWatch: systemicRiskWatch(configuration),
  balanceSlots: knownBalanceSlots(NETWORK, configuration.TOKEN_BALANCE_SLOTS),
  metrics,
  liquidity: await readLiquidityGraph(configuration.LIQUIDITY_GRAPH),
};
const roles: Role[] = [...services.roles, ...(await startEngine(services, settings, log))];
const api = await startApi(services, configuration, log, metrics);
roles.push(api.role);
log.info({ explorer: `${api.url}/explorer`, graphql: `${api.url}/graphql` }, 'Causeway is running');

if (configuration.CHAIN_RPC_URLS !== undefined) {
  const chains = { eventLog: services.eventLog, collectors: services.stores.collectors, network: NETWORK };
  const collecting = collectorSettings(configuration.CHAIN_RPC_URLS, configuration);
  roles.push(...startCollector(chains, collecting, metrics, log));
}
if (configuration.SAMPLE ?? configuration.DATABASE_URL === undefined) {
  const sample = await readSample('examples/sample', 'policies/house.json');
  roles.push(
    startSampleReplay(services, recogniseRecord, sample, { speed: configuration.SAMPLE_SPEED }, log),
  );
}
process.exitCode = await supervise({ roles, close: () => services.close() }, log);
