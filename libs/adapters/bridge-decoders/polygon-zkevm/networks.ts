import { evmChain, type ChainId } from '@causeway/domain/units';

/** https://docs.polygon.technology/zkEVM/architecture/unified-LxLy */
const CHAINS: ReadonlyMap<number, ChainId> = new Map([
  [0, evmChain(1)],
  [1, evmChain(1101)],
]);

const MAINNET_FLAG = 1n << 64n;
const INDEX_BITS = 32n;
const INDEX_MASK = (1n << INDEX_BITS) - 1n;

/** The chain behind a network number of the bridge; one that is not known is named by its number, e.g. `agglayer:3`. */
export function chainOfNetwork(network: number): ChainId {
  return CHAINS.get(network) ?? (`agglayer:${network}` as ChainId);
}

/** The network number of a chain; undefined when it is not known. */
export function networkOfChain(chain: ChainId): number | undefined {
  const found = [...CHAINS].find(([, known]) => known === chain);
  return found?.[0];
}

/** The deposit that a claim is for. */
export interface ClaimedDeposit {
  readonly source: ChainId;
  readonly depositCount: bigint;
}

/**
 * The deposit behind a global index: a flag for Ethereum, else the position of the rollup (its network number less
 * one), then the deposit's count on its own network. PolygonZkEVMBridgeV2.sol of 0xPolygonHermez/zkevm-contracts
 */
export function parseGlobalIndex(globalIndex: bigint): ClaimedDeposit {
  const depositCount = globalIndex & INDEX_MASK;
  if ((globalIndex & MAINNET_FLAG) !== 0n) return { source: chainOfNetwork(0), depositCount };
  const rollup = Number((globalIndex >> INDEX_BITS) & INDEX_MASK);
  return { source: chainOfNetwork(rollup + 1), depositCount };
}

/** The deposit behind the index of an early claim, when there were but Ethereum and one rollup. */
export function depositOfIndex(chain: ChainId, index: number): ClaimedDeposit | undefined {
  const network = networkOfChain(chain);
  if (network === undefined) return undefined;
  return { source: chainOfNetwork(network === 0 ? 1 : 0), depositCount: BigInt(index) };
}
