export { backingServicesVariables, type BackingServicesConfiguration } from './configuration.js';
export { openBackingServices, type BackingServices } from './open-backing-services.js';
