import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { chainOfNumber, type Network } from '@causeway/domain/network';
import { expectOk, parseBridgeId, transferId, type ChainId } from '@causeway/domain/units';
import { addressOf, draftEvent, erc20Amount } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { connextEvents } from './abi.js';

const bridge = expectOk(parseBridgeId('connext'));
const reader = eventReader(bridge, connextEvents);

/**
 * Connext transfers. The message id is the protocol's transfer id, the keccak-256 of all that both layers must agree
 * on. A router pays at once or the message itself later; either is the arrival, and the router's repayment is not.
 * https://docs.connext.network/concepts/how-it-works/transaction-lifecycle
 */
export const connextDecoder: ProtocolDecoder = {
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
  log: ReadLog<typeof connextEvents>,
): BridgeEvent {
  if (log.eventName === 'XCalled') {
    const { params, asset, amount, transferId: id } = log.args;
    return draftEvent(transaction, log, [], {
      bridge,
      step: 'initiated',
      transfer: transferId(bridge, transaction.chain, id.toLowerCase()),
      sourceChain: transaction.chain,
      destinationChain: chainOfDomain(network, params.destinationDomain),
      sender: addressOf(params.originSender),
      recipient: addressOf(params.to),
      sent: erc20Amount(transaction.chain, addressOf(asset), amount),
    });
  }
  const { args, asset, amount, to, transferId: id } = log.args;
  const sourceChain = chainOfDomain(network, args.params.originDomain);
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, sourceChain, id.toLowerCase()),
    sourceChain,
    destinationChain: transaction.chain,
    sender: addressOf(args.params.originSender),
    recipient: addressOf(to),
    received: erc20Amount(transaction.chain, addressOf(asset), amount),
  });
}

/** The chain behind a domain; one the network does not know is named by its domain, e.g. `connext:6450786`. */
function chainOfDomain(network: Network, domain: number): ChainId {
  return chainOfNumber(network, 'connextDomain', domain) ?? (`connext:${domain}` as ChainId);
}
