import { z } from 'zod';
import { flag, wholeNumber } from '@causeway/platform/config';
import { evmChain, evmChainNumber, parseChainId, type ChainId } from '@causeway/domain/units';

/**
 * Chains whose block hashes are not those of Ethereum's headers, or whose headers were never seen to be: ZKsync Era
 * (docs.zksync.io/zksync-protocol/api/ethereum-rpc: no receipts root), Polygon zkEVM, Moonbeam, Linea. The headers of
 * Ethereum, OP Mainnet, Base, Arbitrum One, Gnosis, Polygon PoS and Scroll have been recomputed from real blocks.
 */
const OWN_HEADER_RULES: readonly ChainId[] = [324, 1_101, 1_284, 59_144].map(evmChain);

/** All chains, none, or those named. */
export type ChainChoice = 'all' | 'none' | ReadonlySet<ChainId>;

/** Where the chains' nodes are, and what it takes to believe them. */
export const chainsVariables = {
  CHAIN_RPC_URLS: byChain(endpoints).describe(
    'nodes of each chain, http(s) or ws(s): eip155:1=https://a|wss://b,eip155:10=https://c; those after | stand in for the first',
  ),
  CHAIN_QUORUM: wholeNumber({ minimum: 1, maximum: 16 })
    .default(1)
    .describe('how many nodes of a chain must give the same answer before it is believed'),
  CHAIN_VERIFY_HEADERS: flag()
    .default(true)
    .describe(
      'whether every header is read and blocks that may hide a log are looked into; without, only headers of blocks with logs are verified',
    ),
  CHAIN_VERIFY_RECEIPTS: chainChoice()
    .default('none')
    .describe(
      'whether blocks that may hold a log are read whole and checked against the receipts root, which proves their logs: true, false, or the chains',
    ),
  CHAIN_OWN_HEADER_RULES: chainList()
    .default(OWN_HEADER_RULES)
    .describe(
      'chains, or none, whose headers cannot be verified; their nodes are only compared with one another',
    ),
  CHAIN_STALLED_BLOCKS: wholeNumber({ minimum: 1, maximum: 10_000 })
    .default(20)
    .describe('block times after which a node that stands still while others move on is passed over'),
  CHAIN_RPC_TIMEOUT_SECONDS: wholeNumber({ minimum: 1, maximum: 600 })
    .default(20)
    .describe('how long a node may take for one answer'),
};

/** A variable that holds `chain=value` entries separated by commas; `parse` answers undefined to refuse a value. */
export function byChain<Value>(
  parse: (text: string) => Value | undefined,
): z.ZodType<ReadonlyMap<ChainId, Value>, string> {
  return z.string().transform((text, context) => {
    const values = new Map<ChainId, Value>();
    for (const entry of text.split(',')) {
      const separator = entry.indexOf('=');
      const chain = parseChainId(entry.slice(0, Math.max(0, separator)).trim());
      const value = parse(entry.slice(separator + 1).trim());
      const isEvm = chain.ok && Number.isSafeInteger(evmChainNumber(chain.value));
      if (!isEvm || value === undefined || values.has(chain.value)) {
        const ordinal = text.split(',').indexOf(entry) + 1;
        context.addIssue(
          `entry ${ordinal} is not a chain such as eip155:10, named once, with = and its value`,
        );
        return z.NEVER;
      }
      values.set(chain.value, value);
    }
    return values;
  });
}

function chainList(): z.ZodType<readonly ChainId[], string> {
  return z.string().transform((text, context) => {
    if (text === 'none') return [];
    const chains = text.split(',').map((each) => parseChainId(each.trim()));
    const known = chains.flatMap((chain) => (chain.ok ? [chain.value] : []));
    if (known.length === chains.length) return known;
    context.addIssue('must be chains such as eip155:10, separated by commas, or none');
    return z.NEVER;
  });
}

function chainChoice(): z.ZodType<ChainChoice, string> {
  const choices: Readonly<Record<string, ChainChoice>> = { true: 'all', false: 'none' };
  return z.string().transform((text, context) => {
    const named = choices[text] ?? chainList().safeParse(text).data;
    if (named === 'all' || named === 'none') return named;
    if (named !== undefined) return new Set(named);
    context.addIssue('must be true, false, or chains such as eip155:10, separated by commas');
    return z.NEVER;
  });
}

function endpoints(text: string): readonly string[] | undefined {
  const urls = text.split('|').map((url) => url.trim());
  // One node named twice would agree with itself.
  if (new Set(urls).size !== urls.length) return undefined;
  return urls.every((url) => /^(http|ws)s?:\/\//.test(url) && URL.canParse(url)) ? urls : undefined;
}
