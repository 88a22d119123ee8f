import { parseAbi } from 'viem';

/** Events of the token mediators and of the message bridge under them. */
export const omnibridgeEvents = parseAbi([
  'event TokensBridgingInitiated(address indexed token, address indexed sender, uint256 value, bytes32 indexed messageId)',
  'event TokensBridged(address indexed token, address indexed recipient, uint256 value, bytes32 indexed messageId)',
  'event UserRequestForSignature(bytes32 indexed messageId, bytes encodedData)',
  'event UserRequestForAffirmation(bytes32 indexed messageId, bytes encodedData)',
  'event AffirmationCompleted(address indexed sender, address indexed executor, bytes32 indexed messageId, bool status)',
  'event RelayedMessage(address indexed sender, address indexed executor, bytes32 indexed messageId, bool status)',
]);

/** What mediators call on each other; a native token is native where the call runs, a bridged one where it came from. */
export const mediatorCalls = parseAbi([
  'function handleNativeTokens(address token, address recipient, uint256 value)',
  'function handleNativeTokensAndCall(address token, address recipient, uint256 value, bytes data)',
  'function handleBridgedTokens(address token, address recipient, uint256 value)',
  'function handleBridgedTokensAndCall(address token, address recipient, uint256 value, bytes data)',
  'function deployAndHandleBridgedTokens(address token, string name, string symbol, uint8 decimals, address recipient, uint256 value)',
  'function deployAndHandleBridgedTokensAndCall(address token, string name, string symbol, uint8 decimals, address recipient, uint256 value, bytes data)',
]);
