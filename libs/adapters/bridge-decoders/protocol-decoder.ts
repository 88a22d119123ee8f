import type { DecodedTransaction, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import type { BridgeId } from '@causeway/domain/units';
import type { EventKey } from './event-reader.js';

/** Reads the logs of one bridge protocol. A new protocol is one more of these, in its own folder. */
export interface ProtocolDecoder {
  readonly bridge: BridgeId;
  /** The events this protocol emits; a transaction without any of them is not shown to the decoder. */
  readonly topics: ReadonlySet<EventKey>;
  /** All that the transaction says about this bridge. Never throws; logs of other protocols are ignored. */
  readonly decode: (transaction: TransactionLogs, network: Network) => DecodedTransaction;
}
