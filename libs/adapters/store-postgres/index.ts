export { createStores, type Stores } from './stores.js';
