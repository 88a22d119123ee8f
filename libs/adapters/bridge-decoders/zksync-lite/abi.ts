import { parseAbi } from 'viem';

/** Events of zkSync Lite's contract by which deposits are told, of all its versions. matter-labs/zksync, contracts/Events.sol */
export const zksyncLiteEvents = parseAbi([
  'event NewPriorityRequest(address sender, uint64 serialId, uint8 opType, bytes pubData, uint256 expirationBlock)',
  'event OnchainDeposit(address indexed sender, uint16 indexed tokenId, uint128 amount, address indexed owner)',
  'event Deposit(uint16 indexed tokenId, uint128 amount)',
]);
