import { createRequire } from 'node:module';
import { decodeEventLog, parseAbi, type Hex } from 'viem';
import { expectOk, parseAddress, type Address } from '@causeway/domain/units';
import { MARKET, type LocalChain } from './local-chain.js';

const require = createRequire(import.meta.url);
const address = (text: string) => expectOk(parseAddress(text));
const NOBODY = `0x${'00'.repeat(20)}`;

/** The SpokePools of Ethereum and Base. Source: docs.across.to/reference/contract-addresses. */
export const SPOKE_POOLS = {
  ethereum: address('0x5c7bcd6e7de5423a257d81b442095a1a6ced35c5'),
  base: address('0x09aea4b2242abc8bb4bb78d537a67a245a7bec64'),
} as const;

/** Seconds for which all SpokePools take a quote, and ahead of which a fill may end. Source: across-protocol/contracts, `script/`. */
const TIME_BUFFERS = [3_600, 21_600] as const;

const RELAY_DATA =
  '(bytes32 depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 originChainId, uint256 depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes message)';

const depositedAbi = parseAbi([
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
]);

/** Puts the published SpokePool at its address. */
export async function placeSpokePool(
  chain: LocalChain,
  layer: 'ethereum' | 'base',
  wrapped: Address,
): Promise<void> {
  const at = SPOKE_POOLS[layer];
  const artifact = (name: string) =>
    require.resolve(`@across-protocol/contracts/dist/evm/artifacts/${name}.sol/${name}.json`);
  if (layer === 'ethereum') {
    await chain.place(at, artifact('Ethereum_SpokePool'), [wrapped, ...TIME_BUFFERS, NOBODY]);
    await chain.call(MARKET, at, 'function initialize(uint32, address)', [0, MARKET]);
  } else {
    await chain.place(at, artifact('OP_SpokePool'), [wrapped, ...TIME_BUFFERS, NOBODY, NOBODY, NOBODY]);
    await chain.call(MARKET, at, 'function initialize(uint32, address, address)', [0, MARKET, MARKET]);
  }
}

/** What a SpokePool tells of a deposit. */
export async function depositOf(chain: LocalChain, hash: Hex) {
  for (const { topics, data } of await chain.logsOf(hash)) {
    const [first] = topics;
    if (first === undefined) continue;
    try {
      return decodeEventLog({ abi: depositedAbi, topics, data }).args;
    } catch {
      // Another event, such as the transfer of the token.
    }
  }
  throw new Error('nothing was deposited');
}

/** The market fills a deposit on Base as a relayer; answers the transaction. */
export async function fillOnBase(
  chain: LocalChain,
  deposit: Awaited<ReturnType<typeof depositOf>>,
): Promise<Hex> {
  const { destinationChainId: _, quoteTimestamp: __, ...relayed } = deposit;
  const fill = `function fillRelay(${RELAY_DATA} relayData, uint256 repaymentChainId, bytes32 repaymentAddress)`;
  const data = { ...relayed, originChainId: 1n };
  return chain.call(MARKET, SPOKE_POOLS.base, fill, [data, 1n, `0x${'00'.repeat(12)}${MARKET.slice(2)}`]);
}
