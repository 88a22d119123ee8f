import { parseAbi } from 'viem';

/** Events of Arbitrum's bridge, inboxes, outboxes, system contracts and token gateways. */
export const arbitrumEvents = parseAbi([
  'event MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash, uint256 baseFeeL1, uint64 timestamp)',
  'event MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash)',
  'event InboxMessageDelivered(uint256 indexed messageNum, bytes data)',
  'event TransferRouted(address indexed token, address indexed userFrom, address indexed userTo, address gateway)',
  'event TxToL2(address indexed from, address indexed to, uint256 indexed seqNum, bytes data)',
  'event DepositInitiated(address l1Token, address indexed from, address indexed to, uint256 indexed sequenceNumber, uint256 amount)',
  'event TicketCreated(bytes32 indexed ticketId)',
  'event RedeemScheduled(bytes32 indexed ticketId, bytes32 indexed retryTxHash, uint64 indexed sequenceNum, uint64 donatedGas, address gasDonor, uint256 maxRefund, uint256 submissionFeeRefund)',
  'event DepositFinalized(address indexed l1Token, address indexed from, address indexed to, uint256 amount)',
  'event L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)',
  'event L2ToL1Transaction(address caller, address indexed destination, uint256 indexed uniqueId, uint256 indexed batchNumber, uint256 indexInBatch, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)',
  'event TxToL1(address indexed from, address indexed to, uint256 indexed id, bytes data)',
  'event WithdrawalInitiated(address l1Token, address indexed from, address indexed to, uint256 indexed l2ToL1Id, uint256 exitNum, uint256 amount)',
  'event OutBoxTransactionExecuted(address indexed to, address indexed l2Sender, uint256 indexed outboxEntryIndex, uint256 transactionIndex)',
  'event BridgeCallTriggered(address indexed outbox, address indexed to, uint256 value, bytes data)',
  'event WithdrawalFinalized(address l1Token, address indexed from, address indexed to, uint256 indexed exitNum, uint256 amount)',
]);
