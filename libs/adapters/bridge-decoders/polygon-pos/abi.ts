import { parseAbi } from 'viem';

/** Events of the PoS and Plasma bridges on Ethereum and of the system contracts on Polygon. */
export const polygonPosEvents = parseAbi([
  'event LockedEther(address indexed depositor, address indexed depositReceiver, uint256 amount)',
  'event LockedERC20(address indexed depositor, address indexed depositReceiver, address indexed rootToken, uint256 amount)',
  'event LockedMintableERC20(address indexed depositor, address indexed depositReceiver, address indexed rootToken, uint256 amount)',
  'event NewDepositBlock(address indexed owner, address indexed token, uint256 amountOrNFTId, uint256 depositBlockId)',
  'event StateSynced(uint256 indexed id, address indexed contractAddress, bytes data)',
  'event StateCommitted(uint256 indexed stateId, bool success)',
  'event TokenDeposited(address indexed rootToken, address indexed childToken, address indexed user, uint256 amount, uint256 depositCount)',
  'event Deposit(address indexed token, address indexed from, uint256 amount, uint256 input1, uint256 output1)',
  'event ExitedEther(address indexed exitor, uint256 amount)',
  'event ExitedERC20(address indexed exitor, address indexed rootToken, uint256 amount)',
  'event ExitedMintableERC20(address indexed exitor, address indexed rootToken, uint256 amount)',
  'event ExitStarted(address indexed exitor, uint256 indexed exitId, address indexed token, uint256 amount, bool isRegularExit)',
]);

/** Two events that have one name: a burn of the native coin on Polygon, and a Plasma exit paid on Ethereum. */
export const plasmaBurnEvents = parseAbi([
  'event Withdraw(address indexed token, address indexed from, uint256 amount, uint256 input1, uint256 output1)',
]);
export const plasmaExitEvents = parseAbi([
  'event Withdraw(uint256 indexed exitId, address indexed user, address indexed token, uint256 amount)',
]);
