import {
  FatalError,
  RetryableError,
  type BlockHeader,
  type BlockRange,
  type ChainHeads,
  type Chains,
  type ChainTransaction,
  type EmittedLogs,
  type MissingCode,
  type RangeCode,
} from '@causeway/application/ports';
import { fail, ok, type Address, type ChainId, type Hash, type Result } from '@causeway/domain/units';
import { Endpoint } from './endpoint.js';
import { EndpointError, RangeRefusedError } from './endpoint-error.js';
import { Failover } from './failover.js';

/** Where chains are read. */
export interface ViemChainsOptions {
  /** URLs of each chain's endpoints, the preferred one first. */
  readonly endpoints: ReadonlyMap<ChainId, readonly string[]>;
  readonly timeoutMilliseconds: number;
  /** Told of each endpoint that did not answer, even when another did. */
  readonly onFailure: (message: string) => void;
}

/** Questions to one chain at a time; providers count them by the second. */
const CONCURRENT_QUESTIONS = 8;

/** Real chains over JSON-RPC. */
export class ViemChains implements Chains {
  private readonly chains: ReadonlyMap<ChainId, Failover>;

  constructor({ endpoints, timeoutMilliseconds, onFailure }: ViemChainsOptions) {
    this.chains = new Map(
      [...endpoints].map(([chain, urls]) => [
        chain,
        new Failover(
          chain,
          urls.map((url) => new Endpoint(chain, url, timeoutMilliseconds)),
          onFailure,
        ),
      ]),
    );
  }

  async heads(chain: ChainId): Promise<ChainHeads> {
    const heads = await this.endpointsOf(chain).ask((endpoint) => endpoint.heads());
    if (heads.ok) return heads.value;
    throw new RetryableError(`${chain} has no head: ${heads.failure.message}`);
  }

  headers(chain: ChainId, numbers: readonly bigint[]): Promise<Result<readonly BlockHeader[], MissingCode>> {
    const endpoints = this.endpointsOf(chain);
    return askForEach(numbers, (number) => endpoints.ask((endpoint) => endpoint.header(number)));
  }

  async emittedLogs(
    chain: ChainId,
    range: BlockRange,
    emitters: readonly Address[],
  ): Promise<Result<EmittedLogs, MissingCode | RangeCode>> {
    if (emitters.length === 0) throw new FatalError(`no emitter named for ${chain}: that would mean all`);
    const isNarrowest = range.from === range.to;
    try {
      return await this.endpointsOf(chain).ask(async (endpoint) => {
        try {
          return await endpoint.emittedLogs(range, emitters);
        } catch (error) {
          // One block cannot be narrowed: another endpoint has to answer.
          if (isNarrowest && error instanceof RangeRefusedError) throw new EndpointError(error.message);
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof RangeRefusedError) return fail('RANGE_TOO_WIDE', error.message);
      throw error;
    }
  }

  transactions(
    chain: ChainId,
    hashes: readonly Hash[],
  ): Promise<Result<readonly ChainTransaction[], MissingCode>> {
    const endpoints = this.endpointsOf(chain);
    return askForEach(hashes, (hash) => endpoints.ask((endpoint) => endpoint.transaction(hash)));
  }

  private endpointsOf(chain: ChainId): Failover {
    const found = this.chains.get(chain);
    if (found === undefined) throw new FatalError(`no endpoint of ${chain} is configured`);
    return found;
  }
}

/** The answers for all items in their order, a few at a time, or the first failure. */
async function askForEach<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result<Answer, MissingCode>>,
): Promise<Result<readonly Answer[], MissingCode>> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += CONCURRENT_QUESTIONS) {
    const asked = items.slice(start, start + CONCURRENT_QUESTIONS).map(ask);
    for (const answered of await Promise.all(asked)) {
      if (!answered.ok) return answered;
      answers.push(answered.value);
    }
  }
  return ok(answers);
}
