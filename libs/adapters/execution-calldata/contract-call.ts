import {
  erc20Asset,
  fail,
  type Address,
  type AssetId,
  type ChainId,
  type Result,
} from '@causeway/domain/units';
import { chainOfAsset, type UnixMilliseconds } from '@causeway/domain/units';
import type { LiquidityEdge } from '@causeway/domain/routing';
import type { Hex } from 'viem';

/** A transaction for the desk to sign. */
export interface ContractCall {
  /** Whether it allows a contract to take a token, or is what the leg is about. */
  readonly kind: 'approval' | 'call';
  readonly chain: ChainId;
  readonly to: Address;
  /** Base units of the chain's coin to send along. */
  readonly value: bigint;
  readonly data: Hex;
  /** What the call does, with the contract's own name for it. */
  readonly purpose: string;
}

/** Gas terms of a ticket that Ethereum leaves for Arbitrum, as `NodeInterface.estimateRetryableTicket` gives them. */
export interface RetryableTerms {
  readonly gasLimit: bigint;
  /** Base units of ether for a unit of gas on Arbitrum. */
  readonly gasPrice: bigint;
  /** What Arbitrum asks for keeping the ticket, in base units of ether. */
  readonly submissionCost: bigint;
}

/** One leg of one kind of edge as it is to be carried out. */
export interface LegOrder<Edge extends LiquidityEdge = LiquidityEdge> {
  readonly edge: Edge;
  /** Base units of the edge's input. */
  readonly input: bigint;
  /** The least base units of the edge's output that are acceptable. */
  readonly minimumOutput: bigint;
  readonly issuedAt: UnixMilliseconds;
  readonly validUntil: UnixMilliseconds;
  /** The desk's wallet: it pays on the layer of the input and is paid on the layer of the output. */
  readonly wallet: Address;
  /** Whether the wallet is a contract, which some bridges pay in another form and others at another address. */
  readonly isContractWallet: boolean;
  readonly retryable?: RetryableTerms;
}

/** The calls of a leg, in the order in which they are to be sent; none where nothing is sent to a chain. */
export type LegCalls = Result<readonly ContractCall[], 'NO_KNOWN_CALL'>;

/** Says why a leg cannot be put into calldata and who carries it out instead. */
export function noKnownCall({ edge }: Pick<LegOrder, 'edge'>, reason: string): LegCalls {
  return fail('NO_KNOWN_CALL', `edge ${edge.id}: ${reason}`, `legs.${edge.id}`);
}

/** The contract of an ERC-20 token; undefined for a chain's coin. */
export function contractOfToken(asset: AssetId): Address | undefined {
  const address = asset.split('/erc20:')[1] as Address | undefined;
  return address !== undefined && erc20Asset(chainOfAsset(asset), address) === asset ? address : undefined;
}

/** Whole seconds of an instant, rounded down: a deadline is never later on the chain than it was promised. */
export function secondsDown(at: UnixMilliseconds): bigint {
  return BigInt(at) / 1000n;
}
