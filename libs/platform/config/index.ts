export { parseEnvironment, processVariables } from './environment.js';
export { ConfigurationError, parseConfiguration } from './parse-configuration.js';
export { flag, list, urlOf, wholeNumber } from './variables.js';
