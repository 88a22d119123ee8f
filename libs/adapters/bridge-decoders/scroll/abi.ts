import { parseAbi } from 'viem';

/** Events of Scroll's messengers, message queues and token gateways. */
export const scrollEvents = parseAbi([
  'event SentMessage(address indexed sender, address indexed target, uint256 value, uint256 messageNonce, uint256 gasLimit, bytes message)',
  'event RelayedMessage(bytes32 indexed messageHash)',
  'event FailedRelayedMessage(bytes32 indexed messageHash)',
  'event QueueTransaction(address indexed sender, address indexed target, uint256 value, uint64 queueIndex, uint256 gasLimit, bytes data)',
  'event AppendMessage(uint256 index, bytes32 messageHash)',
  'event DepositETH(address indexed from, address indexed to, uint256 amount, bytes data)',
  'event DepositERC20(address indexed l1Token, address indexed l2Token, address indexed from, address to, uint256 amount, bytes data)',
  'event WithdrawETH(address indexed from, address indexed to, uint256 amount, bytes data)',
  'event WithdrawERC20(address indexed l1Token, address indexed l2Token, address indexed from, address to, uint256 amount, bytes data)',
  'event FinalizeDepositETH(address indexed from, address indexed to, uint256 amount, bytes data)',
  'event FinalizeDepositERC20(address indexed l1Token, address indexed l2Token, address indexed from, address to, uint256 amount, bytes data)',
  'event FinalizeWithdrawETH(address indexed from, address indexed to, uint256 amount, bytes data)',
  'event FinalizeWithdrawERC20(address indexed l1Token, address indexed l2Token, address indexed from, address to, uint256 amount, bytes data)',
]);

/** What a messenger calls on the other layer. */
export const relayCalls = parseAbi([
  'function relayMessage(address sender, address target, uint256 value, uint256 messageNonce, bytes message)',
]);

/** What gateways call on each other. */
export const gatewayCalls = parseAbi([
  'function finalizeDepositETH(address from, address to, uint256 amount, bytes data)',
  'function finalizeDepositERC20(address l1Token, address l2Token, address from, address to, uint256 amount, bytes data)',
  'function finalizeWithdrawETH(address from, address to, uint256 amount, bytes data)',
  'function finalizeWithdrawERC20(address l1Token, address l2Token, address from, address to, uint256 amount, bytes data)',
]);
