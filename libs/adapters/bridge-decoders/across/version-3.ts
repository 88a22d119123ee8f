import type { Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { wrappedNativeOf, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  evmChain,
  evmChainNumber,
  transferId,
  type BridgeId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressInWord, draftEvent, erc20Amount, instantOf, type NamedLog } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { acrossV3AddressEvents, acrossV3WordEvents } from './abi.js';
import { equivalentToken, hashOfMessage, relayMessageId, wordOf, type Relay } from './relay.js';
import { coinOrToken } from '../wrapped-coin.js';

/** A deposit or fill of version 3, whether its event held 20-byte addresses or words. */
export interface Version3Step {
  readonly relay: Relay;
  /** What the relayer paid and to whom, which the depositor may have changed since; only for fills. */
  readonly fill?: { readonly recipient: Hex; readonly outputAmount: bigint };
}

/** The step in an event with 20-byte addresses. */
export function stepWithAddresses(
  transaction: TransactionLogs,
  log: ReadLog<typeof acrossV3AddressEvents>,
): Version3Step {
  const { args } = log;
  const common = {
    depositId: BigInt(args.depositId),
    depositor: wordOf(args.depositor),
    recipient: wordOf(args.recipient),
    exclusiveRelayer: wordOf(args.exclusiveRelayer),
    inputToken: wordOf(args.inputToken),
    outputToken: wordOf(args.outputToken),
    inputAmount: args.inputAmount,
    outputAmount: args.outputAmount,
    fillDeadline: args.fillDeadline,
    exclusivityDeadline: args.exclusivityDeadline,
    messageHash: hashOfMessage(args.message),
  };
  const here = ownChainId(transaction);
  if (log.eventName === 'V3FundsDeposited') {
    const { destinationChainId } = log.args;
    return { relay: { ...common, originChainId: here, destinationChainId } };
  }
  const { originChainId, relayExecutionInfo } = log.args;
  return {
    relay: { ...common, originChainId, destinationChainId: here },
    fill: {
      recipient: wordOf(relayExecutionInfo.updatedRecipient),
      outputAmount: relayExecutionInfo.updatedOutputAmount,
    },
  };
}

/** The step in an event with 32-byte words for addresses. */
export function stepWithWords(
  transaction: TransactionLogs,
  log: ReadLog<typeof acrossV3WordEvents>,
): Version3Step {
  const here = ownChainId(transaction);
  if (log.eventName === 'FundsDeposited') {
    const messageHash = hashOfMessage(log.args.message);
    return { relay: { ...log.args, originChainId: here, messageHash } };
  }
  const { updatedRecipient, updatedOutputAmount } = log.args.relayExecutionInfo;
  return {
    relay: { ...log.args, destinationChainId: here },
    fill: { recipient: updatedRecipient, outputAmount: updatedOutputAmount },
  };
}

/** The event of a step. */
export function version3Event(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  log: NamedLog,
  step: Version3Step,
): BridgeEvent {
  const { fill } = step;
  const relay = fill === undefined ? withResolvedOutput(network, step.relay) : step.relay;
  const sourceChain = evmChain(relay.originChainId);
  const destinationChain = evmChain(relay.destinationChainId);
  const base = {
    bridge,
    transfer: transferId(bridge, sourceChain, relayMessageId(relay)),
    sourceChain,
    destinationChain,
    sender: addressInWord(relay.depositor),
    fillDeadline: instantOf(relay.fillDeadline),
  };
  if (fill === undefined) {
    return draftEvent(transaction, log, [], {
      ...base,
      step: 'initiated',
      recipient: addressInWord(relay.recipient),
      sent: poolAmount(transaction, network, 'wrap', log, relay.inputToken, relay.inputAmount),
      received: erc20Amount(destinationChain, addressInWord(relay.outputToken), relay.outputAmount),
    });
  }
  return draftEvent(transaction, log, [], {
    ...base,
    step: 'finalised',
    recipient: addressInWord(fill.recipient),
    sent: sentByOrigin(network, relay),
    received: poolAmount(transaction, network, 'unwrap', log, relay.outputToken, fill.outputAmount),
  });
}

/** Whether the depositor gave the native coin or its wrapped form, only the deposit's transaction can tell. */
function sentByOrigin(network: Network, relay: Relay): TokenAmount | undefined {
  const origin = evmChain(relay.originChainId);
  const token = addressInWord(relay.inputToken);
  if (token === undefined || wrappedNativeOf(network, origin)?.asset === erc20Asset(origin, token)) {
    return undefined;
  }
  return erc20Amount(origin, token, relay.inputAmount);
}

function poolAmount(
  transaction: TransactionLogs,
  network: Network,
  side: 'wrap' | 'unwrap',
  { log }: NamedLog,
  tokenWord: Hex,
  raw: bigint,
): TokenAmount | undefined {
  const token = addressInWord(tokenWord);
  if (token === undefined) return undefined;
  return coinOrToken(transaction, network, side, { token, holder: log.address, raw });
}

function withResolvedOutput(network: Network, relay: Relay): Relay {
  const input = addressInWord(relay.inputToken);
  if (BigInt(relay.outputToken) !== 0n || input === undefined) return relay;
  const inputAsset = erc20Asset(evmChain(relay.originChainId), input);
  const output = equivalentToken(network, inputAsset, relay.destinationChainId);
  if (output === undefined) return relay;
  return { ...relay, outputToken: wordOf(output.slice(output.indexOf('0x')) as Hex) };
}

function ownChainId(transaction: TransactionLogs): bigint {
  return BigInt(evmChainNumber(transaction.chain) ?? 0);
}
