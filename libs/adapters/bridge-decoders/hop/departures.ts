import { encodeAbiParameters, parseAbiParameters, type Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { BridgeContract, Network } from '@causeway/domain/network';
import {
  erc20Asset,
  evmChain,
  tokenAmount,
  transferId,
  type AssetId,
  type BridgeId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS, type EventFacts } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import type { hopEvents } from './abi.js';
import { hopAssetOnEthereum, hopTokenOf, SOME_HOP_LAYER } from './hop-token.js';
import { givenToPool, swapBefore } from './pool-swap.js';
import { keccak256 } from '../keccak.js';

type HopLog = ReadLog<typeof hopEvents>;
type LogOf<Name extends HopLog['eventName']> = Extract<HopLog, { eventName: Name }>;

const DEPOSIT_FIELDS = parseAbiParameters('string, address, uint256, uint256, uint256, address, uint256');

/** What both logs of a transfer from Ethereum say. */
interface DepositFields {
  readonly recipient: Hex;
  readonly amount: bigint;
  readonly amountOutMin: bigint;
  readonly deadline: bigint;
  readonly relayer: Hex;
  readonly relayerFee: bigint;
}

/**
 * The message id of a transfer from Ethereum, which has none of its own: a hash of all that both legs log, with the
 * token they are for. Two transfers alike in all of it, deadline included, share it, and the second is refused.
 * distribute of L2_Bridge.sol in hop-protocol/contracts
 */
export function depositId(contract: BridgeContract | undefined, fields: DepositFields): string {
  const { recipient, amount, amountOutMin, deadline, relayer, relayerFee } = fields;
  const token = hopTokenOf(contract) ?? '';
  return keccak256(
    encodeAbiParameters(DEPOSIT_FIELDS, [
      token,
      recipient,
      amount,
      amountOutMin,
      deadline,
      relayer,
      relayerFee,
    ]),
  );
}

/** A transfer that leaves Ethereum for a rollup. */
export function sentToRollup(
  transaction: TransactionLogs,
  bridge: BridgeId,
  log: LogOf<'TransferSentToL2'>,
): BridgeEvent {
  const { chainId, recipient, amount } = log.args;
  const asset = hopAssetOnEthereum(log.contract);
  const taken = agreedMove(
    tokenMoves(transaction).filter(({ to, raw }) => to === log.log.address && raw === amount),
  );
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, depositId(log.contract, log.args)),
    sourceChain: transaction.chain,
    destinationChain: evmChain(chainId),
    sender: taken?.from,
    recipient: addressOf(recipient),
    sent: amountOf(asset, amount),
  });
}

/**
 * A transfer that leaves a rollup: the bridge tokens burned for it, or what the user gave for them in the pool right
 * before. On Ethereum the recipient gets the amount without the bonder's fee.
 */
export function sentFromRollup(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly HopLog[],
  log: LogOf<'TransferSent'>,
): BridgeEvent {
  const { chainId, recipient, amount, bonderFee } = log.args;
  const swap = swapBefore(logs, log, amount);
  const destination = evmChain(chainId);
  const burned = agreedMove(
    tokenMoves(transaction).filter(({ to, raw }) => to === ZERO_ADDRESS && raw === amount),
  );
  const source: Partial<EventFacts> =
    swap === undefined
      ? {
          sender: burned?.from,
          sent: amountOf(
            burned === undefined ? undefined : erc20Asset(transaction.chain, burned.token),
            amount,
          ),
        }
      : fromPool(givenToPool(transaction, network, swap));
  const due = destination === evmChain(1) ? hopAssetOnEthereum(log.contract) : undefined;
  return draftEvent(transaction, log, swap === undefined ? [] : [swap], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, SOME_HOP_LAYER, log.args.transferId),
    sourceChain: SOME_HOP_LAYER,
    destinationChain: destination,
    recipient: addressOf(recipient),
    received: bonderFee < amount ? amountOf(due, amount - bonderFee) : undefined,
    ...source,
  });
}

function fromPool({ amount, sender }: ReturnType<typeof givenToPool>): Partial<EventFacts> {
  return { sender, sent: amount };
}

function amountOf(asset: AssetId | undefined, raw: bigint): TokenAmount | undefined {
  return asset === undefined || raw === 0n ? undefined : tokenAmount(asset, raw);
}
