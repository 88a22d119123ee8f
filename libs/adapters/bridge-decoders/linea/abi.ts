import { parseAbi } from 'viem';

/** Events of Linea's message services, token bridges (both forms) and USDC bridges. */
export const lineaEvents = parseAbi([
  'event MessageSent(address indexed from, address indexed to, uint256 fee, uint256 value, uint256 nonce, bytes calldata_, bytes32 indexed messageHash)',
  'event MessageClaimed(bytes32 indexed messageHash)',
  'event BridgingInitiated(address indexed sender, address recipient, address indexed token, uint256 indexed amount)',
  'event BridgingInitiatedV2(address indexed sender, address indexed recipient, address indexed token, uint256 amount)',
  'event BridgingFinalized(address indexed nativeToken, address indexed bridgedToken, uint256 indexed amount, address recipient)',
  'event BridgingFinalizedV2(address indexed nativeToken, address indexed bridgedToken, uint256 amount, address indexed recipient)',
  'event Deposited(address indexed depositor, uint256 amount, address indexed to)',
  'event ReceivedFromOtherLayer(address indexed recipient, uint256 indexed amount)',
]);

/** What token bridges call on each other; `chainId` is the native token's. */
export const tokenBridgeCalls = parseAbi([
  'function completeBridging(address nativeToken, uint256 amount, address recipient, uint256 chainId, bytes tokenMetadata)',
  'function receiveFromOtherLayer(address recipient, uint256 amount)',
]);
