export { ConfigurationError, parseConfiguration } from './parse-configuration.js';
export { flag, list, urlOf, wholeNumber } from './variables.js';
