import { describeStores } from './contract.js';
import { openPostgresBooks } from './postgres-books.js';

describeStores({ name: 'the stores in PostgreSQL', open: openPostgresBooks });
