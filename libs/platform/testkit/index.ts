export { temporaryFolder, type TemporaryFolder } from './temporary-folder.js';
export { testDatabase, type TestDatabase } from './test-database.js';
