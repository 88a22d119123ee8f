import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { wrappedNativeOf, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  type Address,
  type AssetId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressInWord } from './event-draft.js';

const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const WITHDRAWAL = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

/** The amounts of the layer's coin that `holder` wrapped, or unwrapped, in the transaction, in log order. */
export function wrappings(
  transaction: TransactionLogs,
  network: Network,
  side: 'wrap' | 'unwrap',
  holder: Address,
  isAt: (logIndex: number) => boolean = () => true,
): readonly bigint[] {
  const wrapped = wrappedNativeOf(network, transaction.chain)?.asset;
  const topic = side === 'wrap' ? DEPOSIT : WITHDRAWAL;
  return transaction.logs
    .filter(
      (log) =>
        isAt(log.logIndex) &&
        log.topics[0] === topic &&
        isWordOf(log, holder) &&
        erc20Asset(transaction.chain, log.address) === wrapped,
    )
    .map(({ data }) => BigInt(data));
}

/**
 * An amount at a bridge whose events name the wrapped coin also where it took, or paid, the coin itself: the wrapped
 * coin's own log beside them tells which.
 */
export function coinOrToken(
  transaction: TransactionLogs,
  network: Network,
  side: 'wrap' | 'unwrap',
  { token, holder, raw }: { readonly token: Address; readonly holder: Address; readonly raw: bigint },
): TokenAmount | undefined {
  if (raw === 0n) return undefined;
  const asset: AssetId = erc20Asset(transaction.chain, token);
  const isCoin =
    wrappedNativeOf(network, transaction.chain)?.asset === asset &&
    wrappings(transaction, network, side, holder).includes(raw);
  return tokenAmount(isCoin ? nativeAsset(transaction.chain) : asset, raw);
}

function isWordOf(log: RawLog, holder: Address): boolean {
  return addressInWord(log.topics[1] ?? '') === holder && log.data.length === 66;
}
