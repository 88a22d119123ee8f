export { quoteConversions, type ConversionQuoting } from './quote-conversions.js';
