import { parseAbi } from 'viem';

/** Events of the mailbox. https://docs.hyperlane.xyz/docs/protocol/core/mailbox */
export const mailboxEvents = parseAbi([
  'event Dispatch(address indexed sender, uint32 indexed destination, bytes32 indexed recipient, bytes message)',
  'event DispatchId(bytes32 indexed messageId)',
  'event Process(uint32 indexed origin, bytes32 indexed sender, address indexed recipient)',
  'event ProcessId(bytes32 indexed messageId)',
]);

/** Events of warp routes. TokenRouter of hyperlane-xyz/hyperlane-monorepo. */
export const warpRouteEvents = parseAbi([
  'event SentTransferRemote(uint32 indexed destination, bytes32 indexed recipient, uint256 amount)',
  'event ReceivedTransferRemote(uint32 indexed origin, bytes32 indexed recipient, uint256 amount)',
]);
