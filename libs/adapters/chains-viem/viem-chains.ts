import {
  FatalError,
  type BlockHeader,
  type ChainHeads,
  type Chains,
  type RangeCode,
  type RangeQuestion,
  type RangeReading,
  type UntrustedCode,
} from '@causeway/application/ports';
import { fail, ok, type ChainId, type Result } from '@causeway/domain/units';
import { Endpoint } from './endpoint.js';
import { EndpointError, RangeRefusedError } from './endpoint-error.js';
import { EndpointGroup, type EndpointObserver, type Meaning } from './endpoint-group.js';
import { readRange, type Verification } from './read-range.js';

/** Where chains are read, and what it takes to believe them. */
export interface ViemChainsOptions {
  /** URLs of each chain's endpoints, http(s) or ws(s), the preferred one first. */
  readonly endpoints: ReadonlyMap<ChainId, readonly string[]>;
  readonly timeoutMilliseconds: number;
  /** How many endpoints of a chain must give the same answer. */
  readonly quorum: number;
  readonly verification: (chain: ChainId) => Verification;
  /** Chains whose headers follow rules of their own, so that neither hash nor bloom filter can be checked. */
  readonly ownHeaderRules: ReadonlySet<ChainId>;
  /** How long an endpoint of the chain may stand still while others move on. */
  readonly patienceMilliseconds: (chain: ChainId) => number;
  readonly observer: EndpointObserver;
}

/** Real chains over JSON-RPC. */
export class ViemChains implements Chains {
  private readonly chains: ReadonlyMap<ChainId, EndpointGroup>;

  /** @throws RangeError when a chain has fewer endpoints than must agree */
  constructor(private readonly options: ViemChainsOptions) {
    const { timeoutMilliseconds, quorum, ownHeaderRules, observer } = options;
    this.chains = new Map(
      [...options.endpoints].map(([chain, urls]) => {
        const hasEthereumHeaders = !ownHeaderRules.has(chain);
        const names = endpointNames(urls);
        const endpoints = urls.map(
          (url, index) =>
            new Endpoint({ chain, name: names[index] ?? url, url, timeoutMilliseconds, hasEthereumHeaders }),
        );
        const patienceMilliseconds = options.patienceMilliseconds(chain);
        const clock = Date.now;
        return [
          chain,
          new EndpointGroup({ chain, endpoints, quorum, patienceMilliseconds, observer, clock }),
        ];
      }),
    );
  }

  async heads(chain: ChainId): Promise<Result<ChainHeads, UntrustedCode>> {
    const group = this.groupOf(chain);
    group.watchOthers();
    const answered = await group.ask(async (endpoint) => {
      const heads = await endpoint.heads();
      group.sight(endpoint, heads.latest);
      return heads;
    }, ANY_HEADS);
    return answered.ok ? ok(lowest(answered.value)) : answered;
  }

  async header(chain: ChainId, number: bigint): Promise<Result<BlockHeader, UntrustedCode>> {
    const read = async (endpoint: Endpoint): Promise<BlockHeader> => (await endpoint.block(number)).header;
    const answered = await this.groupOf(chain).ask(read, SAME_HEADER, true);
    return answered.ok ? ok(one(answered.value)) : answered;
  }

  async readRange(
    chain: ChainId,
    question: RangeQuestion,
  ): Promise<Result<RangeReading, UntrustedCode | RangeCode>> {
    const { range, emitters } = question;
    if (emitters.length === 0) throw new FatalError(`no emitter named for ${chain}: that would mean all`);
    const isNarrowest = range.from === range.to;
    const verification = this.options.verification(chain);
    try {
      const read = async (endpoint: Endpoint): Promise<RangeReading> => {
        try {
          return await readRange(endpoint, chain, question, verification);
        } catch (error) {
          // One block cannot be narrowed: another endpoint has to answer.
          if (isNarrowest && error instanceof RangeRefusedError) throw new EndpointError(error.message);
          throw error;
        }
      };
      const answered = await this.groupOf(chain).ask(read, SAME_READING, question.mayChange);
      return answered.ok ? ok(one(answered.value)) : answered;
    } catch (error) {
      if (error instanceof RangeRefusedError) return fail('RANGE_TOO_WIDE', error.message);
      throw error;
    }
  }

  /** Calls back at each new head that an endpoint tells of by itself, as those on WebSockets do, until `close`. */
  watchHeads(onHead: (chain: ChainId) => void): void {
    for (const [chain, group] of this.chains) group.watchHeads(() => onHead(chain));
  }

  /** Ends the connections that stay open. */
  close(): void {
    for (const group of this.chains.values()) group.close();
  }

  private groupOf(chain: ChainId): EndpointGroup {
    const found = this.chains.get(chain);
    if (found === undefined) throw new FatalError(`no endpoint of ${chain} is configured`);
    return found;
  }
}

/** Nodes are never at the very same block, so that heads always agree and the lowest are those that all have. */
const ANY_HEADS: Meaning<ChainHeads> = {
  fingerprint: () => '',
  describe: ({ finalised }) => `finalised block ${finalised}`,
};

const SAME_HEADER: Meaning<BlockHeader> = {
  fingerprint: ({ hash }) => hash,
  describe: ({ number, hash }) => `block ${number} is ${hash}`,
};

/** Two readings mean the same when heads, hashes of blocks and every transaction with all its logs are the same. */
const SAME_READING: Meaning<RangeReading> = {
  fingerprint: (reading) =>
    JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
  describe: ({ first, last, transactions }) =>
    `block ${first.number} is ${first.hash}, block ${last.number} is ${last.hash}, with ` +
    `${transactions.length} transactions and ${transactions.flatMap(({ logs }) => logs).length} logs between`,
};

function one<Answer>([answer]: readonly Answer[]): Answer {
  if (answer === undefined) throw new Error('an agreement has an answer');
  return answer;
}

function lowest(heads: readonly ChainHeads[]): ChainHeads {
  const [first, ...rest] = heads;
  if (first === undefined) throw new Error('an agreement has an answer');
  const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  return rest.reduce(
    (all, each) => ({
      latest: lower(all.latest, each.latest),
      safe: lower(all.safe, each.safe),
      finalised: lower(all.finalised, each.finalised),
    }),
    first,
  );
}

/** Hosts, because URLs hold keys; numbered where several endpoints are on one. */
function endpointNames(urls: readonly string[]): readonly string[] {
  const hosts = urls.map((url) => new URL(url).host);
  return hosts.map((host, index) => {
    const earlier = hosts.slice(0, index).filter((other) => other === host).length;
    return earlier === 0 ? host : `${host}#${earlier + 1}`;
  });
}
