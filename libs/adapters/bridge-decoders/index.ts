export { decodeTransaction } from './decode-transaction.js';
export type { ProtocolDecoder } from './protocol-decoder.js';
