import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { evmChain, expectOk, parseBridgeId, transferId } from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { coinOrToken } from '../wrapped-coin.js';
import { celerEvents } from './abi.js';

const bridge = expectOk(parseBridgeId('celer'));
const reader = eventReader(bridge, celerEvents);

/**
 * Transfers between the pools of Celer's cBridge. The message id is the transfer id of the source, a hash of the
 * request; the destination has one of its own and names that of the source beside it.
 * https://cbridge-docs.celer.network/developer/cbridge-pool-based-transfer-xliquidity
 */
export const celerDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    return { events: logs.map((log) => eventOf(transaction, network, log)), undecodable };
  },
};

function eventOf(
  transaction: TransactionLogs,
  network: Network,
  log: ReadLog<typeof celerEvents>,
): BridgeEvent {
  const { sender, receiver, token, amount: raw } = log.args;
  const moved = { token: addressOf(token), holder: log.log.address, raw };
  const wallets = { sender: addressOf(sender), recipient: addressOf(receiver) };
  if (log.eventName === 'Send') {
    return draftEvent(transaction, log, [], {
      bridge,
      step: 'initiated',
      transfer: transferId(bridge, transaction.chain, log.args.transferId.toLowerCase()),
      sourceChain: transaction.chain,
      destinationChain: evmChain(log.args.dstChainId),
      ...wallets,
      sent: coinOrToken(transaction, network, 'wrap', moved),
    });
  }
  const sourceChain = evmChain(log.args.srcChainId);
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, log.args.srcTransferId.toLowerCase()),
    sourceChain,
    destinationChain: transaction.chain,
    ...wallets,
    received: coinOrToken(transaction, network, 'unwrap', moved),
  });
}
