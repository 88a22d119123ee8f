import { parseAbi } from 'viem';

/** Events of the pool-based bridge. https://cbridge-docs.celer.network/developer/api-reference/contract-pool-based-transfer */
export const celerEvents = parseAbi([
  'event Send(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 dstChainId, uint64 nonce, uint32 maxSlippage)',
  'event Relay(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 srcChainId, bytes32 srcTransferId)',
]);
