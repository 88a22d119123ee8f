export { migrateDatabase } from './migrate-database.js';
export { createPool, type PoolOptions } from './pool.js';
