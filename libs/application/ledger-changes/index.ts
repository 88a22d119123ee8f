export { WorkingBooks } from './working-books.js';
