import { backingServicesVariables } from '@causeway/adapters/backing-services';
import { apiConfiguration as graphqlConfiguration } from '@causeway/adapters/graphql';
import { balanceProofVariables } from '@causeway/adapters/state-proofs';
import { processVariables } from '@causeway/platform/config';
import { z } from 'zod';

/** Where the router's liquidity is read from. */
export const liquidityVariables = {
  LIQUIDITY_GRAPH: z
    .string()
    .min(1)
    .default('examples/liquidity/graph.json')
    .describe('file with the liquidity graph that quotes and liquidation plans are computed on'),
};

/** Variables of the API: GraphQL and the router behind it. */
export const apiVariables = {
  ...graphqlConfiguration.shape,
  ...balanceProofVariables,
  ...liquidityVariables,
  QUOTE_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('threads that compute quotes beside the event loop'),
};

/** The environment variables of the API process. */
export const apiConfiguration = z.object({
  ...processVariables,
  ...backingServicesVariables,
  ...apiVariables,
});
