import { parseAbi } from 'viem';

/** Events of Nomad's home, replicas and bridge routers. */
export const nomadEvents = parseAbi([
  'event Dispatch(bytes32 indexed messageHash, uint256 indexed leafIndex, uint64 indexed destinationAndNonce, bytes32 committedRoot, bytes message)',
  'event Process(bytes32 indexed messageHash, bool indexed success, bytes indexed returnData)',
  'event Send(address indexed token, address indexed from, uint32 indexed toDomain, bytes32 toId, uint256 amount, bool fastLiquidityEnabled)',
  'event Receive(uint64 indexed originAndNonce, address indexed token, address indexed recipient, address liquidityProvider, uint256 amount)',
]);
