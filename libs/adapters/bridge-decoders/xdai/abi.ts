import { parseAbi } from 'viem';

/** Requests as logged at first: the request is known by the hash of its transaction. */
export const firstXdaiEvents = parseAbi([
  'event UserRequestForAffirmation(address recipient, uint256 value)',
  'event UserRequestForSignature(address recipient, uint256 value)',
]);

/** Requests as logged since they have a nonce, and what is paid for requests of any form. */
export const xdaiEvents = parseAbi([
  'event UserRequestForAffirmation(address recipient, uint256 value, bytes32 nonce)',
  'event UserRequestForSignature(address recipient, uint256 value, bytes32 nonce)',
  'event AffirmationCompleted(address recipient, uint256 value, bytes32 nonce)',
  'event RelayedMessage(address recipient, uint256 value, bytes32 nonce)',
]);

/** Requests on Gnosis Chain that also name the token to be paid on Ethereum. */
export const xdaiTokenEvents = parseAbi([
  'event UserRequestForSignature(address recipient, uint256 value, bytes32 nonce, address token)',
]);
