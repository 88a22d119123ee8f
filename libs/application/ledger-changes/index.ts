export { WorkingBooks } from './working-books.js';
export { WorkingChains, type LogStanding } from './working-chains.js';
