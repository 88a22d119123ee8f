import { openBackingServices } from '@causeway/adapters/backing-services';
import { supervise } from '@causeway/adapters/roles';
import { parseEnvironment } from '@causeway/platform/config';
import { createLogger, createMetrics } from '@causeway/platform/observability';
import { apiConfiguration } from './configuration.js';
import { startApi } from './start-api.js';

const configuration = parseEnvironment(apiConfiguration);
const log = createLogger({ service: 'api', level: configuration.LOG_LEVEL });
const services = await openBackingServices(configuration, 'api', log);
const { url, role } = await startApi(services, configuration, log, createMetrics('api'));
log.info({ url, eventLog: services.eventLogPlace }, 'the API is listening');
process.exitCode = await supervise({ roles: [...services.roles, role], close: () => services.close() }, log);
