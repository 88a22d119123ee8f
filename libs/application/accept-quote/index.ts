export { acceptQuote, type AcceptQuoteCode, type AcceptQuoteCommand } from './accept-quote.js';
