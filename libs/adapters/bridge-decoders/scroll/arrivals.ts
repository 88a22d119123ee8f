import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { transferId, type BridgeId, type ChainId } from '@causeway/domain/units';
import { draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { messageRun } from '../message-run.js';
import type { scrollEvents } from './abi.js';
import { etherMoved, tokenMoved, type Moved } from './gateway-call.js';

type ScrollLog = ReadLog<typeof scrollEvents>;

const RELAYED: ReadonlySet<string> = new Set(['RelayedMessage', 'FailedRelayedMessage']);

/**
 * The messages run on this layer, with what the gateway paid out during the run. Only at messengers the network
 * knows: OP-stack messengers log the same event, and nothing in it names the chain the message comes from. A failed
 * message can be run again, so its transfer has been carried over but has not ended.
 */
export function arrivals(
  transaction: TransactionLogs,
  bridge: BridgeId,
  logs: readonly ScrollLog[],
): readonly BridgeEvent[] {
  return logs.flatMap((log, index) => {
    if (log.eventName !== 'RelayedMessage' && log.eventName !== 'FailedRelayedMessage') return [];
    const source = log.contract?.counterpart;
    if (source === undefined) return [];
    const paid = messageRun(logs, index, RELAYED).flatMap((other) => {
      const moved = paidBy(other, source, transaction.chain);
      return moved === undefined ? [] : [{ log: other, moved }];
    });
    return [
      draftEvent(
        transaction,
        log,
        paid.map((one) => one.log),
        {
          bridge,
          step: log.eventName === 'RelayedMessage' ? 'finalised' : 'relayed',
          transfer: transferId(bridge, source, log.args.messageHash),
          sourceChain: source,
          destinationChain: transaction.chain,
          ...(paid.length === 1 ? paid[0]?.moved : {}),
        },
      ),
    ];
  });
}

function paidBy(log: ScrollLog, source: ChainId, here: ChainId): Moved | undefined {
  switch (log.eventName) {
    case 'FinalizeDepositETH':
    case 'FinalizeWithdrawETH': {
      const { from, to, amount } = log.args;
      return etherMoved(source, here, from, to, amount);
    }
    case 'FinalizeDepositERC20': {
      const { l1Token, l2Token, from, to, amount } = log.args;
      return tokenMoved(source, here, l1Token, l2Token, from, to, amount);
    }
    case 'FinalizeWithdrawERC20': {
      const { l1Token, l2Token, from, to, amount } = log.args;
      return tokenMoved(source, here, l2Token, l1Token, from, to, amount);
    }
    default:
      return undefined;
  }
}
