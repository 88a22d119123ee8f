import type { Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { canonicalRepresentation, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  transferId,
  type BridgeId,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent, type EventFacts, type NamedLog } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { serveSameLayer } from '../message-run.js';
import type { assetRouterDepositEvents, sharedBridgeDepositEvents, zksyncEvents } from './abi.js';
import { parseAssetData } from './withdrawal-message.js';

type ZksyncLog = ReadLog<typeof zksyncEvents>;
type LogOf<Name extends ZksyncLog['eventName']> = Extract<ZksyncLog, { eventName: Name }>;
export type SharedBridgeLog =
  ReadLog<typeof sharedBridgeDepositEvents> | ReadLog<typeof assetRouterDepositEvents>;
type SharedBridgeDeposit = Extract<SharedBridgeLog, { eventName: 'BridgehubDepositInitiated' }>;
type BaseTokenLog =
  | LogOf<'BridgehubDepositBaseTokenInitiated'>
  | Extract<SharedBridgeLog, { eventName: 'BridgehubDepositBaseTokenInitiated' }>;

const ADDRESS_MASK = (1n << 160n) - 1n;

interface TokenDeposit {
  readonly sender: Hex;
  readonly recipient: Hex;
  readonly token: Hex;
  readonly amount: bigint;
  readonly evidence: readonly NamedLog[];
}

/**
 * Deposits: one for each priority operation. Its id is the hash of the transaction it becomes on the rollup. What a
 * token bridge adds about the same operation tells tokens and wallets; without that the operation moves the ether
 * it gives to its recipient, which leaves out the fee. Contracts are named by their address as the rollup knows it.
 */
export function departingDeposits(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly ZksyncLog[],
  sharedBridge: readonly SharedBridgeLog[],
): readonly BridgeEvent[] {
  return logs.flatMap((log) => {
    if (log.eventName !== 'NewPriorityRequest') return [];
    const rollup = log.contract?.counterpart;
    const { txHash, transaction: operation } = log.args;
    const deposit = tokenDeposit(log, logs, sharedBridge);
    const base = {
      bridge,
      step: 'initiated' as const,
      transfer: transferId(bridge, transaction.chain, txHash),
      sourceChain: transaction.chain,
      destinationChain: rollup,
    };
    if (deposit === undefined) {
      const paid = baseTokenLog(log, [...logs, ...sharedBridge]);
      const facts = {
        sender: paid === undefined ? walletOf(operation.from) : addressOf(paid.args.from),
        recipient: walletOf(operation.to),
        sent: etherOn(transaction.chain, operation.value),
        received: etherOn(rollup, operation.value),
      };
      return [draftEvent(transaction, log, paid === undefined ? [] : [paid], { ...base, ...facts })];
    }
    const facts = tokenFacts(transaction, network, deposit, rollup);
    return [draftEvent(transaction, log, deposit.evidence, { ...base, ...facts })];
  });
}

function tokenFacts(
  { chain }: TransactionLogs,
  network: Network,
  { sender, recipient, token, amount }: TokenDeposit,
  rollup: ChainId | undefined,
): Partial<EventFacts> {
  const asset = erc20Asset(chain, addressOf(token));
  const minted = rollup === undefined ? undefined : canonicalRepresentation(network, asset, rollup)?.asset;
  return {
    sender: addressOf(sender),
    recipient: addressOf(recipient),
    sent: amount === 0n ? undefined : tokenAmount(asset, amount),
    received: minted === undefined || amount === 0n ? undefined : tokenAmount(minted, amount),
  };
}

/** What a token bridge of the same layer says of a priority operation. */
function tokenDeposit(
  request: LogOf<'NewPriorityRequest'>,
  logs: readonly ZksyncLog[],
  sharedBridge: readonly SharedBridgeLog[],
): TokenDeposit | undefined {
  const { txHash } = request.args;
  const peers = logs.filter(({ contract }) => serveSameLayer(contract, request.contract));
  const legacy = peers.filter(
    (log): log is LogOf<'DepositInitiated' | 'LegacyDepositInitiated'> =>
      (log.eventName === 'DepositInitiated' || log.eventName === 'LegacyDepositInitiated') &&
      log.args.l2DepositTxHash === txHash,
  );
  const [first] = legacy;
  if (first !== undefined) {
    const { from, to, l1Token, amount } = first.args;
    return { sender: from, recipient: to, token: l1Token, amount, evidence: legacy };
  }
  const confirmed = peers.find(
    (log): log is LogOf<'BridgehubDepositFinalized'> =>
      log.eventName === 'BridgehubDepositFinalized' && log.args.l2DepositTxHash === txHash,
  );
  if (confirmed === undefined) return undefined;
  const { chainId, txDataHash } = confirmed.args;
  const initiated = sharedBridge.find(
    (log): log is SharedBridgeDeposit =>
      log.eventName === 'BridgehubDepositInitiated' &&
      log.args.chainId === chainId &&
      log.args.txDataHash === txDataHash &&
      serveSameLayer(log.contract, request.contract),
  );
  return initiated === undefined ? undefined : sharedBridgeFacts(initiated, [initiated, confirmed]);
}

/** The shared bridge's log about the ether that a priority operation mints, fee included, which names its wallet. */
function baseTokenLog(
  request: LogOf<'NewPriorityRequest'>,
  logs: readonly (ZksyncLog | SharedBridgeLog)[],
): BaseTokenLog | undefined {
  const [minted] = request.args.transaction.reserved;
  return logs.find(
    (log): log is BaseTokenLog =>
      log.eventName === 'BridgehubDepositBaseTokenInitiated' &&
      log.args.amount === minted &&
      log.log.logIndex < request.log.logIndex &&
      serveSameLayer(log.contract, request.contract),
  );
}

function sharedBridgeFacts(
  { args }: SharedBridgeDeposit,
  evidence: readonly NamedLog[],
): TokenDeposit | undefined {
  if ('l1Token' in args) {
    return { sender: args.from, recipient: args.to, token: args.l1Token, amount: args.amount, evidence };
  }
  const asset = parseAssetData(args.bridgeMintCalldata)?.withdrawal;
  if (asset?.token === undefined) return undefined;
  return {
    sender: args.from,
    recipient: asset.recipient,
    token: asset.token,
    amount: asset.amount,
    evidence,
  };
}

function etherOn(chain: ChainId | undefined, amount: bigint): TokenAmount | undefined {
  return chain === undefined || amount === 0n ? undefined : tokenAmount(nativeAsset(chain), amount);
}

function walletOf(word: bigint) {
  return addressOf(`0x${(word & ADDRESS_MASK).toString(16).padStart(40, '0')}`);
}
