import type { BridgeEvent, Fill, RawLog, TransactionLogs } from '@causeway/domain/bridging';
import type { BridgeContract } from '@causeway/domain/network';
import {
  erc20Asset,
  expectOk,
  fromUnixSeconds,
  logId,
  parseAddress,
  parseUnixMilliseconds,
  tokenAmount,
  type Address,
  type ChainId,
  type TokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';

/** A log under its event's name, with the contract of the bridge that emitted it, if it is one. */
export interface NamedLog {
  readonly eventName: string;
  readonly log: RawLog;
  readonly contract: BridgeContract | undefined;
}

/** What a decoder found out about one step; facts that are not known are undefined. */
export interface EventFacts extends Pick<BridgeEvent, 'bridge' | 'step' | 'transfer' | 'sourceChain'> {
  readonly destinationChain?: ChainId | undefined;
  readonly sender?: Address | undefined;
  readonly recipient?: Address | undefined;
  readonly sent?: TokenAmount | undefined;
  readonly received?: TokenAmount | undefined;
  readonly fill?: Fill | undefined;
  readonly returned?: TokenAmount | undefined;
  readonly fillDeadline?: UnixMilliseconds | undefined;
  readonly arrivesSilently?: true | undefined;
  readonly arrivesElsewhere?: true | undefined;
}

/**
 * The event told by `primary`, whose log id it bears, together with `others`. It is as trusted as the least
 * trusted of its logs.
 */
export function draftEvent(
  transaction: TransactionLogs,
  primary: NamedLog,
  others: readonly NamedLog[],
  facts: EventFacts,
): BridgeEvent {
  const evidence = [primary, ...others].sort((a, b) => a.log.logIndex - b.log.logIndex);
  const isTrusted = evidence.every(({ contract }) => contract !== undefined);
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return {
    logId: logId(transaction.chain, transaction.blockHash, transaction.transactionHash, primary.log.logIndex),
    chain: transaction.chain,
    time: transaction.blockTime,
    transactionHash: transaction.transactionHash,
    eventName: primary.eventName,
    emitter: isTrusted ? 'known-contract' : 'topic-only',
    ...(known as Omit<EventFacts, keyof OptionalFacts> & OptionalFacts),
    evidence: evidence.map(({ eventName, log }) => ({
      logIndex: log.logIndex,
      address: log.address,
      eventName,
    })),
  };
}

type OptionalFacts = Partial<
  Pick<
    BridgeEvent,
    | 'destinationChain'
    | 'sender'
    | 'recipient'
    | 'sent'
    | 'received'
    | 'fill'
    | 'returned'
    | 'fillDeadline'
    | 'arrivesSilently'
    | 'arrivesElsewhere'
  >
>;

/** The address that stands for "none", and for ether where a token is asked for. */
export const ZERO_ADDRESS: Address = expectOk(parseAddress(`0x${'0'.repeat(40)}`));

/** An address as viem decodes it, in our form. */
export function addressOf(text: string): Address {
  return expectOk(parseAddress(text));
}

/** The address in a 32-byte word; undefined when the word is no EVM address (e.g. a Solana account). */
export function addressInWord(word: string): Address | undefined {
  return /^0x0{24}[0-9a-f]{40}$/i.test(word) ? addressOf(`0x${word.slice(26)}`) : undefined;
}

/** An amount of an ERC-20 token; undefined where there is none to speak of. */
export function erc20Amount(
  chain: ChainId,
  token: Address | undefined,
  raw: bigint,
): TokenAmount | undefined {
  return token === undefined || raw === 0n ? undefined : tokenAmount(erc20Asset(chain, token), raw);
}

/** The instant of a timestamp in seconds; undefined when it is beyond what a number holds exactly. */
export function instantOf(seconds: bigint | number): UnixMilliseconds | undefined {
  const instant = parseUnixMilliseconds(fromUnixSeconds(Number(seconds)));
  return instant.ok ? instant.value : undefined;
}
