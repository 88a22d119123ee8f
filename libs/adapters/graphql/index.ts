export { apiConfiguration, type ApiConfiguration } from './api-configuration.js';
export type { ApiOptions } from './api-options.js';
export type { ApiCommands, ApiPorts, IngestReport, RecordLine } from './api-ports.js';
export { createApi } from './create-api.js';
export { printApiSchema } from './schema/print-api-schema.js';
