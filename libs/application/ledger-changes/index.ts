export { WorkingBooks } from './working-books.js';
export { WorkingLegs } from './working-legs.js';
export { WorkingChains, type LogStanding } from './working-chains.js';
