import { openBackingServices } from '@causeway/adapters/backing-services';
import { supervise, systemClock, type Role } from '@causeway/adapters/roles';
import { parseEnvironment } from '@causeway/platform/config';
import { createLogger, createMetrics } from '@causeway/platform/observability';
import { recogniseRecord } from '../api/api-ports.js';
import { startApi } from '../api/start-api.js';
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
const settings = { leaseSeconds: configuration.ENGINE_LEASE_SECONDS, clock: systemClock };
const roles: Role[] = [services.databaseRole, ...(await startEngine(services, settings, log))];
const api = await startApi(services, configuration, log, createMetrics('causeway'));
roles.push(api.role);
log.info({ explorer: `${api.url}/explorer`, graphql: `${api.url}/graphql` }, 'Causeway is running');

if (configuration.SAMPLE ?? configuration.DATABASE_URL === undefined) {
  const sample = await readSample('examples/sample', 'policies/house.json');
  roles.push(
    startSampleReplay(services, recogniseRecord, sample, { speed: configuration.SAMPLE_SPEED }, log),
  );
}
process.exitCode = await supervise({ roles, close: () => services.close() }, log);
