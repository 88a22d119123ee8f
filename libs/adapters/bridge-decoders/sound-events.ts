import type { BridgeEvent, DecodedTransaction, UndecodableLog } from '@causeway/domain/bridging';
import { parseAssetId, parseChainId, type TokenAmount } from '@causeway/domain/units';

const LARGEST_AMOUNT = 2n ** 256n - 1n;

/**
 * The events whose facts can be kept; the others are listed as undecodable. Contracts let anyone name what does not
 * exist, such as a chain with a number of 78 digits in a fill of Across, and an event that can be written and never
 * be read again would stop whoever reads it.
 */
export function withoutUnsoundEvents({ events, undecodable }: DecodedTransaction): DecodedTransaction {
  const sound: BridgeEvent[] = [];
  const unsound: UndecodableLog[] = [];
  for (const event of events) {
    const fault = faultOf(event);
    if (fault === undefined) sound.push(event);
    else unsound.push({ logId: event.logId, bridge: event.bridge, code: 'MALFORMED_LOG', message: fault });
  }
  return unsound.length === 0
    ? { events, undecodable }
    : { events: sound, undecodable: [...undecodable, ...unsound] };
}

function faultOf({
  eventName,
  sourceChain,
  destinationChain,
  sent,
  received,
}: BridgeEvent): string | undefined {
  const fault =
    faultOfChain(sourceChain) ??
    faultOfChain(destinationChain) ??
    faultOfAmount(sent) ??
    faultOfAmount(received);
  return fault === undefined ? undefined : `${eventName}: ${fault}`;
}

function faultOfChain(chain: BridgeEvent['destinationChain']): string | undefined {
  if (chain === undefined) return undefined;
  const parsed = parseChainId(chain);
  return parsed.ok ? undefined : parsed.failure.message;
}

function faultOfAmount(amount: TokenAmount | undefined): string | undefined {
  if (amount === undefined) return undefined;
  const asset = parseAssetId(amount.asset);
  if (!asset.ok) return asset.failure.message;
  const isAmount = amount.raw >= 0n && amount.raw <= LARGEST_AMOUNT;
  return isAmount ? undefined : `${amount.raw} is no amount of base units`;
}
