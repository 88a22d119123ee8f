import { parseAbi } from 'viem';

/** Events of the core contract and of the token bridge. https://wormhole.com/docs/protocol/infrastructure */
export const wormholeEvents = parseAbi([
  'event LogMessagePublished(address indexed sender, uint64 sequence, uint32 nonce, bytes payload, uint8 consistencyLevel)',
  'event TransferRedeemed(uint16 indexed emitterChainId, bytes32 indexed emitterAddress, uint64 indexed sequence)',
]);
