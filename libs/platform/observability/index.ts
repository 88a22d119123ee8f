export { createLogger, type LoggerOptions } from './logger.js';
export { createMetrics } from './metrics.js';
