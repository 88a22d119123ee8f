import path from 'node:path';
import { createStores } from '@causeway/adapters/store-postgres';
import { acceptQuote } from '@causeway/application/accept-quote';
import { reportLeg } from '@causeway/application/report-leg';
import { NETWORK } from '@causeway/domain/network';
import { buildGraph, quoteRoute } from '@causeway/domain/routing';
import { USUAL_TERMS } from '@causeway/domain/settlement';
import {
  expectOk,
  parseAccountId,
  parseAddress,
  parseAssetId,
  parseBridgeId,
  parseHash,
  tokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { createPool } from '@causeway/platform/database';
import { startEmbeddedPostgres } from '@causeway/platform/embedded-postgres';

const ACCOUNT = expectOk(parseAccountId('atlas-basis'));
/** From which the account sends 59,998.176836 USDC to Base in the sample, in this transaction. */
const WALLET = expectOk(parseAddress('0x00005ff7b4e62b6b868d36809f8a30c85a6d0000'));
const TRANSACTION = expectOk(parseHash('0xd5eabb9725773af1e243f70936a3d00834cf015e262f5a60d381486e9c18244d'));
const ETHEREUM_USDC = expectOk(parseAssetId('eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'));
const BASE_USDC = expectOk(parseAssetId('eip155:8453/erc20:0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca'));
/** Of the 75,000 that the account has, all but what its other wallet sends before in the sample. */
const ACCEPTED = 63_410_000_000n;
/** Before the block of the transaction, so that nothing of the settlement tells when the test ran. */
const ACCEPTED_AT = 1_691_737_200_000 as UnixMilliseconds;

/**
 * Has an account of the sample accept a quote and report the transaction that carries its leg, which departs later in the
 * replay and never arrives there: so the replay ends with a settlement in flight. It reserves all that the account has
 * left, because what a departure leaves reserved without need is released when the settlement is next followed, and the
 * place of that among other events is no business of a replay.
 */
export async function acceptSettlement(directory: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ directory: path.join(directory, 'postgres') });
  const pool = createPool(postgres.url, { onError: () => undefined });
  const stores = createStores(pool);
  const graph = expectOk(
    buildGraph('e2e', [
      {
        ...{ kind: 'linear-bridge', id: 'base', from: ETHEREUM_USDC, to: BASE_USDC },
        bridge: expectOk(parseBridgeId('op-stack')),
        latency: { lowerQuartileSeconds: 60, medianSeconds: 90, upperQuartileSeconds: 120 },
        ...{ security: 'validity-proof', minimumInput: 1n, capacity: 10n ** 12n, fixedCost: 0n },
        ...{ observedAt: ACCEPTED_AT, rateNumerator: 1n, rateDenominator: 1n, feeMillionths: 0n },
      },
    ]),
  );
  const request = { input: tokenAmount(ETHEREUM_USDC, ACCEPTED), output: BASE_USDC };
  const quote = expectOk(quoteRoute(graph, request, ACCEPTED_AT));
  const who = { account: ACCOUNT, wallet: WALLET, isContractWallet: false };
  const command = { ...who, quote, terms: USUAL_TERMS };
  expectOk(
    await acceptQuote({ settlements: stores.settlements, graph, network: NETWORK }, command, ACCEPTED_AT),
  );
  const report = { kind: 'sent', transaction: TRANSACTION } as const;
  const sent = { account: ACCOUNT, quote: quote.id, leg: 0, attempt: 0, report };
  expectOk(await reportLeg(stores.settlements, sent, ACCEPTED_AT));
  await stores.close();
  await pool.end();
  await postgres.stop();
}
