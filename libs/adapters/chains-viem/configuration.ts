import { z } from 'zod';
import { wholeNumber } from '@causeway/platform/config';
import { evmChainNumber, parseChainId, type ChainId } from '@causeway/domain/units';

/** Where the chains' nodes are. */
export const chainsVariables = {
  CHAIN_RPC_URLS: byChain(endpoints).describe(
    'nodes of each chain: eip155:1=https://a|https://b,eip155:10=https://c; those after | stand in for the first',
  ),
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

function endpoints(text: string): readonly string[] | undefined {
  const urls = text.split('|').map((url) => url.trim());
  return urls.every((url) => /^https?:\/\//.test(url) && URL.canParse(url)) ? urls : undefined;
}
