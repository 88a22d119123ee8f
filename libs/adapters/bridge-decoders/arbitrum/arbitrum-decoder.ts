import type { BridgeEvent, UndecodableLog } from '@causeway/domain/bridging';
import { layerOf } from '@causeway/domain/network';
import { erc20Asset, expectOk, parseBridgeId } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';
import { eventReader } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { localToken } from '../local-token.js';
import { arbitrumEvents } from './abi.js';
import { arrivingDeposits, departingDeposits } from './deposits.js';
import { arrivingWithdrawals, departingWithdrawals } from './withdrawals.js';

const bridge = expectOk(parseBridgeId('arbitrum'));
const reader = eventReader(bridge, arbitrumEvents);

/**
 * Arbitrum's canonical bridge. Message ids:
 * - deposits: the hash of the transaction that the message becomes on the rollup; for a retryable that is the
 *   ticket id of TicketCreated, and the redeem transaction names the ticket it carries out;
 * - withdrawals: the position in the send tree, of L2ToL1Tx and OutBoxTransactionExecuted.
 *
 * Only the bridge's, outbox's and system contracts' own logs make a transfer: gateways can be anyone's, so what
 * an unknown gateway adds makes the event untrusted.
 *
 * https://docs.arbitrum.io/how-arbitrum-works/l1-to-l2-messaging, https://docs.arbitrum.io/how-arbitrum-works/l2-to-l1-messaging
 */
export const arbitrumDecoder: ProtocolDecoder = {
  bridge,
  topics: reader.topics,
  decode(transaction, network) {
    const { logs, undecodable } = reader.read(transaction, network);
    const { chain } = transaction;
    const events: BridgeEvent[] = [];
    const unusable: UndecodableLog[] = [...undecodable];
    // The contract that speaks for the message names the other layer; gateways and routers do not count.
    const anchors = logs.filter(
      ({ eventName, contract }) => ANCHORS.has(eventName) && contract !== undefined,
    );
    const counterparts = new Set(anchors.map(({ contract }) => contract?.counterpart));
    for (const counterpart of counterparts) {
      if (counterpart === undefined) continue;
      const own = logs.filter(
        ({ eventName, contract }) =>
          contract?.counterpart === counterpart || (contract === undefined && !ANCHORS.has(eventName)),
      );
      if (layerOf(network, chain)?.settlesOn === counterpart) {
        const arriving = arrivingDeposits(transaction, own, bridge, counterpart, ({ args }) => {
          const settlementToken = erc20Asset(counterpart, addressOf(args.l1Token));
          return localToken(network, transaction, 'mint', settlementToken, addressOf(args.to), args.amount);
        });
        events.push(
          ...departingWithdrawals(transaction, own, network, bridge, counterpart),
          ...arriving.events,
        );
        unusable.push(...arriving.undecodable);
      } else {
        const departing = departingDeposits(transaction, own, network, bridge, counterpart);
        events.push(
          ...departing.events,
          ...arrivingWithdrawals(transaction, own, network, bridge, counterpart),
        );
        unusable.push(...departing.undecodable);
      }
    }
    return { events, undecodable: unusable };
  },
};

const ANCHORS: ReadonlySet<string> = new Set([
  'MessageDelivered',
  'InboxMessageDelivered',
  'TicketCreated',
  'DepositFinalized',
  'L2ToL1Tx',
  'L2ToL1Transaction',
  'OutBoxTransactionExecuted',
]);
