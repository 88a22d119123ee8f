import { backingServicesVariables } from '@causeway/adapters/backing-services';
import { byChain, chainsVariables } from '@causeway/adapters/chains-viem';
import { emittersOn } from '@causeway/application/collect-logs';
import { NETWORK } from '@causeway/domain/network';
import { processVariables, wholeNumber } from '@causeway/platform/config';
import { z } from 'zod';
import { metricsVariables } from './serve-metrics.js';
import type { ChainId } from '@causeway/domain/units';
import type { CollectorSettings } from './start-collector.js';

/** Variables of the collector. */
export const collectorVariables = {
  ...chainsVariables,
  CHAIN_RPC_URLS: chainsVariables.CHAIN_RPC_URLS.superRefine((endpoints, context) => {
    for (const chain of endpoints.keys()) {
      if (emittersOn(NETWORK, chain).length === 0)
        context.addIssue(`no bridge contract on ${chain} is known`);
    }
  }),
  CHAIN_START_BLOCKS: byChain((text) => (/^\d{1,18}$/.test(text) ? BigInt(text) : undefined))
    .optional()
    .describe(
      'where chains that were never collected begin, as eip155:1=19000000; else at their finalised head',
    ),
  CHAIN_READ_TO: z
    .enum(['latest', 'safe', 'finalised'])
    .default('latest')
    .describe(
      'the head that chains are read to; of blocks that are not final the headers are told too, and what a reorganisation takes back is undone',
    ),
  CHAIN_POLL_SECONDS: wholeNumber({ minimum: 1, maximum: 3_600 })
    .default(12)
    .describe('how often a chain is asked for new blocks'),
  CHAIN_MAXIMUM_RANGE_BLOCKS: wholeNumber({ minimum: 1, maximum: 1_000_000 })
    .default(10_000)
    .describe('blocks that a node is asked about at once at most; it adapts below that'),
};

/** The collector's settings, from its variables. */
export function collectorSettings(
  endpoints: CollectorSettings['endpoints'],
  variables: Omit<z.output<z.ZodObject<typeof collectorVariables>>, 'CHAIN_RPC_URLS'>,
): CollectorSettings {
  return {
    endpoints,
    startBlocks: variables.CHAIN_START_BLOCKS ?? new Map(),
    readTo: variables.CHAIN_READ_TO,
    timeoutMilliseconds: variables.CHAIN_RPC_TIMEOUT_SECONDS * 1_000,
    pollMilliseconds: variables.CHAIN_POLL_SECONDS * 1_000,
    maximumRangeBlocks: variables.CHAIN_MAXIMUM_RANGE_BLOCKS,
    quorum: variables.CHAIN_QUORUM,
    verification: {
      everyHeader: variables.CHAIN_VERIFY_HEADERS,
      receiptsRoot: variables.CHAIN_VERIFY_RECEIPTS,
    },
    ownHeaderRules: new Set(variables.CHAIN_OWN_HEADER_RULES),
    stalledBlocks: variables.CHAIN_STALLED_BLOCKS,
  };
}

/** The environment variables of the collector process. */
export const collectorConfiguration = z
  .object({
    ...processVariables,
    ...backingServicesVariables,
    ...collectorVariables,
    ...metricsVariables,
  })
  .superRefine(refuseContradictions);

/** Refuses settings that no node could meet: more nodes to agree than there are, blocks of chains without a node. */
export function refuseContradictions(
  variables: {
    readonly CHAIN_RPC_URLS?: CollectorSettings['endpoints'] | undefined;
    readonly CHAIN_START_BLOCKS?: ReadonlyMap<ChainId, bigint> | undefined;
    readonly CHAIN_QUORUM: number;
  },
  context: z.RefinementCtx,
): void {
  const { CHAIN_RPC_URLS = new Map<ChainId, readonly string[]>(), CHAIN_QUORUM } = variables;
  for (const [chain, { length }] of CHAIN_RPC_URLS) {
    if (length >= CHAIN_QUORUM) continue;
    const message = `${chain} has ${length} nodes in CHAIN_RPC_URLS, too few to agree`;
    context.addIssue({ code: 'custom', path: ['CHAIN_QUORUM'], message });
  }
  const started = [...(variables.CHAIN_START_BLOCKS?.keys() ?? [])];
  const unread = started.find((chain) => !CHAIN_RPC_URLS.has(chain));
  if (unread === undefined) return;
  const message = `${unread} has no node in CHAIN_RPC_URLS`;
  context.addIssue({ code: 'custom', path: ['CHAIN_START_BLOCKS'], message });
}
