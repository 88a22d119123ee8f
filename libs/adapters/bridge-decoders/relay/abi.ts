import { parseAbi } from 'viem';

/** Events of the depository. https://docs.relay.link/references/protocol/contracts/evm-depository */
export const relayEvents = parseAbi([
  'event RelayNativeDeposit(address from, uint256 amount, bytes32 id)',
  'event RelayErc20Deposit(address from, address token, uint256 amount, bytes32 id)',
]);
