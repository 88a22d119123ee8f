import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { evmChain, tokenAmount, transferId, type BridgeId } from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import type { acrossV2Events } from './abi.js';
import { assetAtSpokePool } from './spoke-pool-asset.js';

const UNIT = 10n ** 18n;

/** The step that a SpokePool log of version 2 tells. */
export function version2Event(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  log: ReadLog<typeof acrossV2Events>,
): BridgeEvent {
  const pool = log.log.address;
  if (log.eventName === 'FundsDeposited') {
    const { amount, depositId, depositor, recipient, destinationChainId, originToken } = log.args;
    const sent = assetAtSpokePool(transaction, network, 'wrap', addressOf(originToken), pool, amount);
    return draftEvent(transaction, log, [], {
      bridge,
      step: 'initiated',
      transfer: transferId(bridge, transaction.chain, depositId.toString()),
      sourceChain: transaction.chain,
      destinationChain: evmChain(destinationChainId),
      sender: addressOf(depositor),
      recipient: addressOf(recipient),
      sent: tokenAmount(sent, amount),
    });
  }
  const { amount, fillAmount, originChainId, depositId, depositor } = log.args;
  const { destinationToken, realizedLpFeePct, updatableRelayData } = log.args;
  const feePct = realizedLpFeePct + updatableRelayData.relayerFeePct;
  const paid = amountAfterFees(fillAmount, feePct);
  const asset = assetAtSpokePool(transaction, network, 'unwrap', addressOf(destinationToken), pool, paid);
  return draftEvent(transaction, log, [], {
    bridge,
    ...(fillAmount === amount
      ? { step: 'finalised' as const }
      : { step: 'filled' as const, fill: { filled: fillAmount, ordered: amount } }),
    transfer: transferId(bridge, evmChain(originChainId), depositId.toString()),
    sourceChain: evmChain(originChainId),
    destinationChain: transaction.chain,
    sender: addressOf(depositor),
    recipient: addressOf(updatableRelayData.recipient),
    received: tokenAmount(asset, paid),
  });
}

/**
 * What the recipient gets of a fill, rounded down to base units. Fees are fractions of 10¹⁸.
 * _computeAmountPostFees in SpokePool.sol of across-protocol/contracts, version 2.
 */
export function amountAfterFees(fillAmount: bigint, feePct: bigint): bigint {
  return (fillAmount * (UNIT - feePct)) / UNIT;
}
