import { parseAbi } from 'viem';

/** Events of the Connext contract. BridgeFacet of connext/monorepo, version 2. */
export const connextEvents = parseAbi([
  'struct TransferInfo { uint32 originDomain; uint32 destinationDomain; uint32 canonicalDomain; address to; address delegate; bool receiveLocal; bytes callData; uint256 slippage; address originSender; uint256 bridgedAmt; uint256 normalizedIn; uint256 nonce; bytes32 canonicalId; }',
  'struct ExecuteArgs { TransferInfo params; address[] routers; bytes[] routerSignatures; address sequencer; bytes sequencerSignature; }',
  'event XCalled(bytes32 indexed transferId, uint256 indexed nonce, bytes32 indexed messageHash, TransferInfo params, address asset, uint256 amount, address local, bytes messageBody)',
  'event Executed(bytes32 indexed transferId, address indexed to, address indexed asset, ExecuteArgs args, address local, uint256 amount, address caller)',
]);
