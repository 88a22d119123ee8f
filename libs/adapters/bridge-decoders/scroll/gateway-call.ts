import { encodeFunctionData, type Hex } from 'viem';
import { erc20Asset, nativeAsset, tokenAmount, type ChainId, type TokenAmount } from '@causeway/domain/units';
import { callReader } from '../call-reader.js';
import { addressOf, type EventFacts } from '../event-draft.js';
import { gatewayCalls, relayCalls } from './abi.js';
import { keccak256 } from '../keccak.js';

const readGatewayCall = callReader(gatewayCalls);

/** What a message asks for, as both messengers know it. */
export interface ScrollMessage {
  readonly sender: Hex;
  readonly target: Hex;
  readonly value: bigint;
  readonly messageNonce: bigint;
  readonly message: Hex;
}

/** Who gives what to whom. */
export type Moved = Pick<EventFacts, 'sender' | 'recipient' | 'sent' | 'received'>;

/**
 * The hash under which both layers know a message: keccak-256 of the call that runs it.
 * _encodeXDomainCalldata of ScrollMessengerBase.sol in scroll-tech/scroll-contracts
 */
export function messageHash({ sender, target, value, messageNonce, message }: ScrollMessage): Hex {
  return keccak256(
    encodeFunctionData({
      abi: relayCalls,
      functionName: 'relayMessage',
      args: [sender, target, value, messageNonce, message],
    }),
  );
}

/** What a gateway's message moves; undefined for any other call. `destination` is undefined when not known. */
export function parseGatewayCall(
  message: Hex,
  source: ChainId,
  destination: ChainId | undefined,
): Moved | undefined {
  const call = readGatewayCall(message);
  if (call === undefined) return undefined;
  if (call.functionName === 'finalizeDepositETH' || call.functionName === 'finalizeWithdrawETH') {
    const [from, to, amount] = call.args;
    return etherMoved(source, destination, from, to, amount);
  }
  const [l1Token, l2Token, from, to, amount] = call.args;
  const [sent, received] =
    call.functionName === 'finalizeDepositERC20' ? [l1Token, l2Token] : [l2Token, l1Token];
  return tokenMoved(source, destination, sent, received, from, to, amount);
}

/** Ether that moves between two layers. */
export function etherMoved(
  source: ChainId,
  destination: ChainId | undefined,
  from: Hex,
  to: Hex,
  amount: bigint,
): Moved {
  const on = (chain: ChainId | undefined): TokenAmount | undefined =>
    chain === undefined || amount === 0n ? undefined : tokenAmount(nativeAsset(chain), amount);
  return { sender: addressOf(from), recipient: addressOf(to), sent: on(source), received: on(destination) };
}

/** A token that moves between two layers, by its address on each. */
export function tokenMoved(
  source: ChainId,
  destination: ChainId | undefined,
  sentToken: Hex,
  receivedToken: Hex,
  from: Hex,
  to: Hex,
  amount: bigint,
): Moved {
  const on = (chain: ChainId | undefined, token: Hex): TokenAmount | undefined =>
    chain === undefined || amount === 0n
      ? undefined
      : tokenAmount(erc20Asset(chain, addressOf(token)), amount);
  return {
    sender: addressOf(from),
    recipient: addressOf(to),
    sent: on(source, sentToken),
    received: on(destination, receivedToken),
  };
}
