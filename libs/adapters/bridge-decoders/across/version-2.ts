import { encodeAbiParameters, parseAbiParameters, type Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { assetOf, type Network } from '@causeway/domain/network';
import { erc20Asset, evmChain, transferId, type BridgeId, type ChainId } from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { coinOrToken } from '../wrapped-coin.js';
import type { acrossV2Events } from './abi.js';
import { keccak256 } from '../keccak.js';

const UNIT = 10n ** 18n;

/** What the logs of both legs say of a version-2 deposit. */
interface Deposit {
  readonly depositId: number;
  readonly originChainId: bigint;
  readonly destinationChainId: bigint;
  readonly depositor: Hex;
  readonly recipient: Hex;
  readonly amount: bigint;
  readonly relayerFeePct: bigint;
  readonly message: Hex;
}

const FIELDS = parseAbiParameters('uint256, uint256, address, address, uint256, int256, bytes, string');

/** The step that a SpokePool log of version 2 tells. */
export function version2Event(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  log: ReadLog<typeof acrossV2Events>,
): BridgeEvent {
  const holder = log.log.address;
  const { chain } = transaction;
  const origin = evmChain(log.args.originChainId);
  if (log.eventName === 'FundsDeposited') {
    const { amount, depositor, recipient, destinationChainId, originToken } = log.args;
    const gave = { token: addressOf(originToken), holder, raw: amount };
    return draftEvent(transaction, log, [], {
      bridge,
      step: 'initiated',
      transfer: transferId(bridge, chain, messageId(network, log.args, chain, originToken)),
      sourceChain: chain,
      destinationChain: evmChain(destinationChainId),
      sender: addressOf(depositor),
      recipient: addressOf(recipient),
      sent: coinOrToken(transaction, network, 'wrap', gave),
    });
  }
  const { amount, fillAmount, depositor, destinationToken, realizedLpFeePct, updatableRelayData } = log.args;
  const feePct = realizedLpFeePct + updatableRelayData.relayerFeePct;
  const got = { token: addressOf(destinationToken), holder, raw: amountAfterFees(fillAmount, feePct) };
  return draftEvent(transaction, log, [], {
    bridge,
    ...(fillAmount === amount
      ? { step: 'finalised' as const }
      : { step: 'filled' as const, fill: { filled: fillAmount, ordered: amount } }),
    transfer: transferId(bridge, origin, messageId(network, log.args, chain, destinationToken)),
    sourceChain: origin,
    destinationChain: chain,
    sender: addressOf(depositor),
    recipient: addressOf(updatableRelayData.recipient),
    received: coinOrToken(transaction, network, 'unwrap', got),
  });
}

/**
 * Deposit number and a hash of all that deposit and fill both log, with the family of the token where the network
 * knows it. Anyone can fill a made-up relay under another's deposit number; the SpokePool keeps fills by a hash of the
 * relay, and here too such a fill is another transfer. The liquidity provider's fee and the very token stand in the
 * fill alone: who lies about the fee pays the rest of the amount, at least half of it, out of his own pocket.
 * _getRelayHash of SpokePool.sol in across-protocol/contracts, version 2
 */
function messageId(network: Network, deposit: Deposit, chain: ChainId, token: string): string {
  const family = assetOf(network, erc20Asset(chain, addressOf(token)))?.family ?? '';
  const { depositId, originChainId, destinationChainId, depositor, recipient } = deposit;
  const { amount, relayerFeePct, message } = deposit;
  const ends = [originChainId, destinationChainId, depositor, recipient] as const;
  const hash = keccak256(encodeAbiParameters(FIELDS, [...ends, amount, relayerFeePct, message, family]));
  return `${depositId}-${hash}`;
}

/**
 * What the recipient gets of a fill, rounded down to base units. Fees are fractions of 10¹⁸.
 * _computeAmountPostFees in SpokePool.sol of across-protocol/contracts, version 2.
 */
export function amountAfterFees(fillAmount: bigint, feePct: bigint): bigint {
  return (fillAmount * (UNIT - feePct)) / UNIT;
}
