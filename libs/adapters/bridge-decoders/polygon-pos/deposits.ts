import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { canonicalRepresentation, contractAt, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  transferId,
  type Address,
  type AssetId,
  type BridgeId,
} from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { serveSameLayer } from '../message-run.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import type { polygonPosEvents } from './abi.js';
import { polCoin } from './pol-coin.js';
import { parseSyncedDeposit, type SyncedDeposit } from './state-sync.js';

type PolygonLog = ReadLog<typeof polygonPosEvents>;
type LogOf<Name extends PolygonLog['eventName']> = Extract<PolygonLog, { eventName: Name }>;
type LockLog = LogOf<'LockedEther' | 'LockedERC20' | 'LockedMintableERC20' | 'NewDepositBlock'>;

/**
 * Deposits: the state synced to Polygon, whose number is the message id, with the log of the contract that took the
 * tokens. Without that log the state is none of a fungible token's deposit and moves nothing here.
 */
export function deposits(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly PolygonLog[],
): readonly BridgeEvent[] {
  const claimed = new Set<PolygonLog>();
  return logs.flatMap((log) => {
    if (log.eventName !== 'StateSynced') return [];
    const synced = parseSyncedDeposit(log.args.data);
    if (synced === undefined || !isForBridge(network, bridge, log)) return [];
    const lock = logs.find(
      (other): other is LockLog =>
        !claimed.has(other) && serveSameLayer(other.contract, log.contract) && tellsLock(other, synced),
    );
    if (lock === undefined) return [];
    claimed.add(lock);
    const destination = log.contract?.counterpart;
    const { amount } = synced;
    const sent = lockedAsset(transaction, lock, synced);
    const minted =
      destination === undefined
        ? undefined
        : lock.eventName === 'NewDepositBlock'
          ? polCoin(network, destination, synced.rootToken)
          : canonicalRepresentation(network, sent, destination)?.asset;
    return [
      draftEvent(transaction, log, [lock], {
        bridge,
        step: 'initiated',
        transfer: transferId(bridge, transaction.chain, log.args.id.toString()),
        sourceChain: transaction.chain,
        destinationChain: destination,
        sender: depositorOf(lock),
        recipient: synced.user,
        sent: amount === 0n ? undefined : tokenAmount(sent, amount),
        received: minted === undefined || amount === 0n ? undefined : tokenAmount(minted, amount),
      }),
    ];
  });
}

/** State can be synced by others, too; that of deposits is for a contract of the bridge on Polygon. */
function isForBridge(network: Network, bridge: BridgeId, { args, contract }: LogOf<'StateSynced'>): boolean {
  const receiver = addressOf(args.contractAddress);
  const destination = contract?.counterpart;
  return destination === undefined || contractAt(network, destination, receiver)?.bridge === bridge;
}

function tellsLock(log: PolygonLog, { user, rootToken, amount }: SyncedDeposit): log is LockLog {
  switch (log.eventName) {
    case 'LockedEther':
      return addressOf(log.args.depositReceiver) === user && log.args.amount === amount;
    case 'LockedERC20':
    case 'LockedMintableERC20':
      return (
        addressOf(log.args.depositReceiver) === user &&
        addressOf(log.args.rootToken) === rootToken &&
        log.args.amount === amount
      );
    case 'NewDepositBlock':
      return (
        addressOf(log.args.owner) === user &&
        addressOf(log.args.token) === rootToken &&
        log.args.amountOrNFTId === amount
      );
    default:
      return false;
  }
}

/** What was locked. The Plasma bridge still speaks of MATIC where POL moved, which the token's own log shows. */
function lockedAsset(
  transaction: TransactionLogs,
  lock: LockLog,
  { rootToken, amount }: SyncedDeposit,
): AssetId {
  const { chain } = transaction;
  if (lock.eventName === 'LockedEther') return nativeAsset(chain);
  if (lock.eventName !== 'NewDepositBlock') return erc20Asset(chain, rootToken);
  const moved = agreedMove(
    tokenMoves(transaction).filter(({ to, raw }) => to === lock.log.address && raw === amount),
  );
  return erc20Asset(chain, moved?.token ?? rootToken);
}

/** A Plasma deposit names its owner alone, who may be another than the one who paid. */
function depositorOf(lock: LockLog): Address | undefined {
  return lock.eventName === 'NewDepositBlock' ? undefined : addressOf(lock.args.depositor);
}
