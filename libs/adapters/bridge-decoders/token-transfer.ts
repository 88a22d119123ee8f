import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { erc20Asset, type Address, type AssetId } from '@causeway/domain/units';
import { addressInWord, ZERO_ADDRESS } from './event-draft.js';

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const WITHDRAWAL = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';
/**
 * The token minted to (or burned from) a wallet in exactly this amount, by its ERC-20 Transfer log. Gateways name
 * the token of the other layer only, and this is the one way to learn the local token from logs.
 */
export function mintedOrBurnedToken(
  transaction: TransactionLogs,
  side: 'mint' | 'burn',
  wallet: Address,
  raw: bigint,
): AssetId | undefined {
  const found = transaction.logs.find((log) => {
    if (log.topics[0] !== TRANSFER || log.topics.length !== 3 || !saysAmount(log, raw)) return false;
    const from = addressInWord(log.topics[1] ?? '');
    const to = addressInWord(log.topics[2] ?? '');
    return side === 'mint' ? from === ZERO_ADDRESS && to === wallet : from === wallet && to === ZERO_ADDRESS;
  });
  return found === undefined ? undefined : erc20Asset(transaction.chain, found.address);
}

/** Whether the wrapped native token was wrapped to, or unwrapped by, `holder` in exactly this amount. */
export function nativeWasWrapped(
  transaction: TransactionLogs,
  side: 'wrap' | 'unwrap',
  wrapped: AssetId,
  holder: Address,
  raw: bigint,
): boolean {
  const topic = side === 'wrap' ? DEPOSIT : WITHDRAWAL;
  return transaction.logs.some(
    (log) =>
      log.topics[0] === topic &&
      addressInWord(log.topics[1] ?? '') === holder &&
      erc20Asset(transaction.chain, log.address) === wrapped &&
      saysAmount(log, raw),
  );
}

function saysAmount(log: RawLog, raw: bigint): boolean {
  return log.data === `0x${raw.toString(16).padStart(64, '0')}`;
}
