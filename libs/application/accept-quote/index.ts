export { acceptQuote, type AcceptQuoteCode, type AcceptQuoteCommand } from './accept-quote.js';
export {
  acceptRequestedQuote,
  type AcceptRequestedQuoteCommand,
  type AcceptRequestedQuotePorts,
} from './accept-requested-quote.js';
