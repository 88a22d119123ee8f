import { parseAbi } from 'viem';

/** Events of version 1: UltraLightNodeV2. https://docs.layerzero.network/v1/developers/evm/technical-reference */
export const endpointV1Events = parseAbi([
  'event Packet(bytes payload)',
  'event PacketReceived(uint16 indexed srcChainId, bytes srcAddress, address indexed dstAddress, uint64 nonce, bytes32 payloadHash)',
]);

/** Events of version 2: EndpointV2. https://docs.layerzero.network/v2/concepts/protocol/packet */
export const endpointV2Events = parseAbi([
  'struct Origin { uint32 srcEid; bytes32 sender; uint64 nonce; }',
  'event PacketSent(bytes encodedPayload, bytes options, address sendLibrary)',
  'event PacketVerified(Origin origin, address receiver, bytes32 payloadHash)',
  'event PacketDelivered(Origin origin, address receiver)',
]);

/** Events of omnichain tokens of version 1; the first is that of OFTCore, the second that of OFTCoreV2. */
export const tokenV1Events = parseAbi([
  'event SendToChain(uint16 indexed _dstChainId, address indexed _from, bytes _toAddress, uint256 _amount)',
  'event SendToChain(uint16 indexed _dstChainId, address indexed _from, bytes32 indexed _toAddress, uint256 _amount)',
  'event ReceiveFromChain(uint16 indexed _srcChainId, address indexed _to, uint256 _amount)',
]);

/** Events of omnichain tokens of version 2, which the pools of Stargate 2 emit alike. */
export const tokenV2Events = parseAbi([
  'event OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
  'event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)',
]);

/** Events of Stargate 1, and of the ether it wraps. https://stargateprotocol.gitbook.io/stargate/developers */
export const stargateV1Events = parseAbi([
  'event Swap(uint16 chainId, uint256 dstPoolId, address from, uint256 amountSD, uint256 eqReward, uint256 eqFee, uint256 protocolFee, uint256 lpFee)',
  'event SwapRemote(address to, uint256 amountSD, uint256 protocolFee, uint256 dstFee)',
  'event TransferNative(address indexed src, address indexed dst, uint256 wad)',
]);

/** Events of TokenMessaging of Stargate 2, which collects transfers to one destination in a bus. */
export const busEvents = parseAbi([
  'event BusRode(uint32 dstEid, uint72 ticketId, uint80 fare, bytes passenger)',
]);
