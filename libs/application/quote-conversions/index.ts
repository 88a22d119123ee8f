export { quoteConversions } from './quote-conversions.js';
