import { parseAbi } from 'viem';

/** Events of Starknet's core contract and of StarkGate's bridges on Ethereum, before and since version 2. */
export const starkgateEvents = parseAbi([
  'event LogMessageToL2(address indexed fromAddress, uint256 indexed toAddress, uint256 indexed selector, uint256[] payload, uint256 nonce, uint256 fee)',
  'event MessageToL2Canceled(address indexed fromAddress, uint256 indexed toAddress, uint256 indexed selector, uint256[] payload, uint256 nonce)',
  'event LogMessageToL1(uint256 indexed fromAddress, address indexed toAddress, uint256[] payload)',
  'event ConsumedMessageToL1(uint256 indexed fromAddress, address indexed toAddress, uint256[] payload)',
  'event Deposit(address indexed sender, address indexed token, uint256 amount, uint256 indexed l2Recipient, uint256 nonce, uint256 fee)',
  'event DepositWithMessage(address indexed sender, address indexed token, uint256 amount, uint256 indexed l2Recipient, uint256[] message, uint256 nonce, uint256 fee)',
  'event Withdrawal(address indexed recipient, address indexed token, uint256 amount)',
  'event LogDeposit(address indexed sender, uint256 amount, uint256 indexed l2Recipient)',
  'event LogWithdrawal(address indexed recipient, uint256 amount)',
]);
