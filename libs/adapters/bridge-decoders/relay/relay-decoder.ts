import { expectOk, nativeAsset, parseBridgeId, tokenAmount, transferId } from '@causeway/domain/units';
import { addressOf, draftEvent, erc20Amount } from '../event-draft.js';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { relayEvents } from './abi.js';

const bridge = expectOk(parseBridgeId('relay'));
const reader = eventReader(bridge, relayEvents);

/**
 * Deposits into Relay's depository. The message id is the order id. The deposit names neither the destination nor
 * the recipient, and the solver pays there by plain transfers that name no order, so no log tells of an arrival.
 * https://docs.relay.link/references/protocol/components/depository
 */
export const relayDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const events = logs.map((log) => {
      const { from, amount, id } = log.args;
      return draftEvent(transaction, log, [], {
        bridge,
        step: 'initiated',
        transfer: transferId(bridge, transaction.chain, id.toLowerCase()),
        sourceChain: transaction.chain,
        sender: addressOf(from),
        sent:
          log.eventName === 'RelayErc20Deposit'
            ? erc20Amount(transaction.chain, addressOf(log.args.token), amount)
            : amount === 0n
              ? undefined
              : tokenAmount(nativeAsset(transaction.chain), amount),
      });
    });
    return { events, undecodable };
  },
};
