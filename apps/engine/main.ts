import { openBackingServices } from '@causeway/adapters/backing-services';
import { supervise, systemClock } from '@causeway/adapters/roles';
import { knownBalanceSlots } from '@causeway/adapters/state-proofs';
import { NETWORK } from '@causeway/domain/network';
import { parseEnvironment } from '@causeway/platform/config';
import { createLogger } from '@causeway/platform/observability';
import { readLiquidityGraph } from '../api/liquidity-graph.js';
import { engineConfiguration, systemicRiskWatch, watchSettings } from './configuration.js';
import { startEngine } from './start-engine.js';

const configuration = parseEnvironment(engineConfiguration);
const log = createLogger({ service: 'engine', level: configuration.LOG_LEVEL });
const services = await openBackingServices(configuration, 'engine', log);
const roles = await startEngine(
  services,
  {
    leaseSeconds: configuration.ENGINE_LEASE_SECONDS,
    clock: systemClock,
    conservation: watchSettings(configuration),
    systemicRiskWatch: systemicRiskWatch(configuration),
    liquidity: await readLiquidityGraph(configuration.LIQUIDITY_GRAPH),
    balanceSlots: knownBalanceSlots(NETWORK, configuration.TOKEN_BALANCE_SLOTS),
  },
  log,
);
log.info({ eventLog: services.eventLogPlace }, 'the engine is running');
process.exitCode = await supervise(
  { roles: [...services.roles, ...roles], close: () => services.close() },
  log,
);
