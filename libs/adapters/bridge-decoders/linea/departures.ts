import type { Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { canonicalRepresentation, contractAt, type Network } from '@causeway/domain/network';
import {
  chainOfAsset,
  erc20Asset,
  evmChain,
  nativeAsset,
  tokenAmount,
  transferId,
  type Address,
  type AssetId,
  type BridgeId,
  type ChainId,
  type TokenAmount,
} from '@causeway/domain/units';
import { callReader } from '../call-reader.js';
import { addressOf, draftEvent, type EventFacts } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { serveSameLayer } from '../message-run.js';
import { tokenBridgeCalls, type lineaEvents } from './abi.js';
import { usdcAt } from './usdc.js';

type LineaLog = ReadLog<typeof lineaEvents>;
type LogOf<Name extends LineaLog['eventName']> = Extract<LineaLog, { eventName: Name }>;
type TokenDeparture = LogOf<'BridgingInitiated' | 'BridgingInitiatedV2' | 'Deposited'>;

/**
 * The messages that leave this layer. Only the bridge's own token bridges move tokens, by the call in their
 * message; any other message moves at most its ether, without the fee for whoever claims it.
 */
export function departures(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly LineaLog[],
): readonly BridgeEvent[] {
  const claimed = new Set<LineaLog>();
  return logs.flatMap((log) => {
    if (log.eventName !== 'MessageSent') return [];
    const base = {
      bridge,
      step: 'initiated' as const,
      transfer: transferId(bridge, transaction.chain, log.args.messageHash),
      sourceChain: transaction.chain,
      destinationChain: log.contract?.counterpart,
    };
    const call = isTokenBridge(transaction, network, bridge, log)
      ? decodeCall(log.args.calldata_)
      : undefined;
    if (call === undefined)
      return [draftEvent(transaction, log, [], { ...base, ...etherFacts(transaction, log) })];
    const initiated = logs.find(
      (other): other is TokenDeparture =>
        !claimed.has(other) && serveSameLayer(other.contract, log.contract) && tells(other, log, call),
    );
    if (initiated !== undefined) claimed.add(initiated);
    const facts = tokenFacts(transaction, network, log, call, initiated);
    return [draftEvent(transaction, log, initiated === undefined ? [] : [initiated], { ...base, ...facts })];
  });
}

interface TokenCall {
  /** The chain on which the token was issued and its address there; undefined for USDC, which has its own bridge. */
  readonly native: AssetId | undefined;
  readonly recipient: Address;
  readonly amount: bigint;
}

const readTokenBridgeCall = callReader(tokenBridgeCalls);

function decodeCall(data: Hex): TokenCall | undefined {
  const call = readTokenBridgeCall(data);
  if (call === undefined) return undefined;
  if (call.functionName === 'receiveFromOtherLayer') {
    const [recipient, amount] = call.args;
    return { native: undefined, recipient: addressOf(recipient), amount };
  }
  const [nativeToken, amount, recipient, chainId] = call.args;
  const native = erc20Asset(evmChain(chainId), addressOf(nativeToken));
  return { native, recipient: addressOf(recipient), amount };
}

function isTokenBridge(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  { args, contract }: LogOf<'MessageSent'>,
): boolean {
  const sender = contractAt(network, transaction.chain, addressOf(args.from));
  // Nothing is known of a message service outside the network, so its senders get the benefit of the doubt.
  return contract === undefined || (sender?.bridge === bridge && sender.role.endsWith('Bridge'));
}

function tells(log: LineaLog, message: LogOf<'MessageSent'>, call: TokenCall): log is TokenDeparture {
  if (log.log.address !== addressOf(message.args.from)) return false;
  switch (log.eventName) {
    case 'BridgingInitiated':
    case 'BridgingInitiatedV2':
      return addressOf(log.args.recipient) === call.recipient && log.args.amount === call.amount;
    case 'Deposited':
      return addressOf(log.args.to) === call.recipient && log.args.amount === call.amount;
    default:
      return false;
  }
}

function tokenFacts(
  transaction: TransactionLogs,
  network: Network,
  log: LogOf<'MessageSent'>,
  { native, recipient, amount }: TokenCall,
  initiated: TokenDeparture | undefined,
): Partial<EventFacts> {
  const here = transaction.chain;
  const there = log.contract?.counterpart;
  const amountOf = (asset: AssetId | undefined): TokenAmount | undefined =>
    asset === undefined || amount === 0n ? undefined : tokenAmount(asset, amount);
  const named =
    initiated === undefined || initiated.eventName === 'Deposited'
      ? undefined
      : erc20Asset(here, addressOf(initiated.args.token));
  const sender = initiated?.eventName === 'Deposited' ? initiated.args.depositor : initiated?.args.sender;
  return {
    sender: sender === undefined ? undefined : addressOf(sender),
    recipient: addressOf(recipient),
    sent: amountOf(named ?? onChain(network, native, here)),
    received: there === undefined ? undefined : amountOf(onChain(network, native, there)),
  };
}

/** The form of a token on one of the two chains; USDC when no native token is named. */
function onChain(network: Network, native: AssetId | undefined, chain: ChainId): AssetId | undefined {
  if (native === undefined) return usdcAt(network, chain);
  if (chainOfAsset(native) === chain) return native;
  return canonicalRepresentation(network, native, chain)?.asset;
}

function etherFacts(
  transaction: TransactionLogs,
  { args, contract }: LogOf<'MessageSent'>,
): Partial<EventFacts> {
  const on = (chain: ChainId | undefined): TokenAmount | undefined =>
    chain === undefined || args.value === 0n ? undefined : tokenAmount(nativeAsset(chain), args.value);
  return {
    sender: addressOf(args.from),
    recipient: addressOf(args.to),
    sent: on(transaction.chain),
    received: on(contract?.counterpart),
  };
}
