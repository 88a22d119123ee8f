import type { TransactionLogs } from '@causeway/domain/bridging';
import { contractAt, type BridgeContract, type Network } from '@causeway/domain/network';
import type { Address, BridgeId, ChainId } from '@causeway/domain/units';
import { expectOk, nativeAsset, parseBridgeId, tokenAmount, type TokenAmount } from '@causeway/domain/units';
import { addressInWord, erc20Amount, type NamedLog } from '../event-draft.js';
import { agreedMove, tokenMoves, type TokenMove } from '../token-moves.js';

export const LAYERZERO: BridgeId = expectOk(parseBridgeId('layerzero'));
export const STARGATE: BridgeId = expectOk(parseBridgeId('stargate'));

/** The contract of Stargate or of an omnichain token at an address. */
export function tokenContractAt(
  network: Network,
  chain: ChainId,
  address: Address | undefined,
): BridgeContract | undefined {
  const found = address === undefined ? undefined : contractAt(network, chain, address);
  return found?.bridge === LAYERZERO || found?.bridge === STARGATE ? found : undefined;
}

/** Whose message it is: Stargate's when a contract of Stargate takes part, else any application's. */
export function bridgeOfMessage(
  network: Network,
  chain: ChainId,
  application: string,
  token: NamedLog | undefined,
): BridgeId {
  const contract = token?.contract ?? tokenContractAt(network, chain, addressInWord(application));
  return contract?.bridge ?? LAYERZERO;
}

/**
 * The log under the contract of Stargate or of an omnichain token that emitted it. A reader knows one bridge only,
 * while these events are alike on both.
 */
export function underTokenContract<Log extends NamedLog>(
  network: Network,
  chain: ChainId,
  log: Log,
): Log & { readonly contract: BridgeContract | undefined } {
  return { ...log, contract: tokenContractAt(network, chain, log.log.address) };
}

/**
 * What a pool or token took or paid in exactly this amount, by the ERC-20 transfer beside its event. Contracts
 * whose role ends in `Native` hold the layer's coin, which logs nothing.
 */
export function amountAt(
  transaction: TransactionLogs,
  { contract }: NamedLog,
  raw: bigint,
  isMove: (move: TokenMove) => boolean,
): TokenAmount | undefined {
  if (contract?.role.endsWith('Native') === true) {
    return raw === 0n ? undefined : tokenAmount(nativeAsset(transaction.chain), raw);
  }
  const move = agreedMove(tokenMoves(transaction).filter((found) => found.raw === raw && isMove(found)));
  return erc20Amount(transaction.chain, move?.token, raw);
}
