import { RetryableError, type UntrustedCode } from '@causeway/application/ports';
import { fail, ok, type ChainId, type Result } from '@causeway/domain/units';
import { camps, missingVoices, type Heard } from './agreement.js';
import type { Endpoint } from './endpoint.js';
import { ContradictionError, EndpointError, MissingError, RangeRefusedError } from './endpoint-error.js';
import {
  afterContradiction,
  afterFailure,
  afterSighting,
  afterSuccess,
  isStalled,
  NEWCOMER,
  type Standing,
} from './standing.js';

/** Told of how endpoints behave; `endpoint` is a name for people that holds no key. */
export interface EndpointObserver {
  /** It did not answer, even if another did. */
  failed(chain: ChainId, endpoint: string, message: string): void;
  /** It contradicted itself, or what as many others as must agree have answered. */
  disagreed(chain: ChainId, endpoint: string, message: string): void;
  /** It stands still while others move on, or does so no longer. */
  stalled(chain: ChainId, endpoint: string, isStalled: boolean): void;
}

/** How a group of endpoints is asked. */
export interface EndpointGroupOptions {
  readonly chain: ChainId;
  /** The preferred ones first. */
  readonly endpoints: readonly Endpoint[];
  /** How many must give the same answer. */
  readonly quorum: number;
  /** How long an endpoint may stand still while others move on. */
  readonly patienceMilliseconds: number;
  readonly observer: EndpointObserver;
  /** Milliseconds. */
  readonly clock: () => number;
}

interface Member {
  readonly endpoint: Endpoint;
  standing: Standing;
  isStalled: boolean;
  isBeingWatched: boolean;
}

/** How the meaning of an answer is told from that of another, and how it is described to people. */
export interface Meaning<Answer> {
  readonly fingerprint: (answer: Answer) => string;
  readonly describe: (answer: Answer) => string;
}

/** The endpoints of one chain: believes what as many of them as must agree say. */
export class EndpointGroup {
  private readonly members: readonly Member[];

  constructor(private readonly options: EndpointGroupOptions) {
    const { chain, endpoints, quorum } = options;
    if (quorum < 1 || quorum > endpoints.length) {
      throw new RangeError(`${quorum} of the ${endpoints.length} endpoints of ${chain} can never agree`);
    }
    this.members = endpoints.map((endpoint) => {
      return { endpoint, standing: NEWCOMER, isStalled: false, isBeingWatched: false };
    });
  }

  /**
   * As many answers as must agree, which all mean the same. As few endpoints as that are asked, those of good
   * standing first, and others only in place of one that fails or disagrees. A range that is too wide for one is not
   * asked of the next: it is for the caller to narrow it. Where the answer may change while it is asked for, nobody is
   * blamed for a contradiction.
   * @throws RetryableError when no endpoint answers, RangeRefusedError
   */
  async ask<Answer>(
    read: (endpoint: Endpoint) => Promise<Answer>,
    { fingerprint, describe }: Meaning<Answer>,
    mayChange = false,
  ): Promise<Result<readonly Answer[], UntrustedCode>> {
    const { quorum } = this.options;
    const order = this.inOrder();
    const heard: Heard<Answer>[] = [];
    const failures: EndpointError[] = [];
    let asked = 0;
    for (;;) {
      const missing = missingVoices(heard, quorum);
      if (missing === 0) break;
      const next = order.slice(asked, asked + missing);
      if (next.length === 0) return this.refuse(heard, failures, describe);
      asked += next.length;
      const replies = next.map(async (member) => {
        const answer = await this.hear(member, read, failures, mayChange);
        if (answer === undefined) return;
        // One alone agrees with itself, and a reading is long.
        const meaning = quorum === 1 ? '' : fingerprint(answer);
        heard.push({ endpoint: member.endpoint.name, answer, fingerprint: meaning });
      });
      await Promise.all(replies);
    }
    const [winners = [], ...losers] = camps(heard);
    const [truth] = winners;
    if (truth === undefined) throw new Error('a quorum has an answer');
    for (const { endpoint, answer } of mayChange ? [] : losers.flat()) {
      const message = `says ${describe(answer)}, but ${quorum} say ${describe(truth.answer)}`;
      this.blame(endpoint, message);
    }
    for (const { endpoint } of winners) this.change(endpoint, afterSuccess);
    return ok(winners.map(({ answer }) => answer));
  }

  /** Remembers the newest block of an endpoint, and finds out who stands still. */
  sight(endpoint: Endpoint, latest: bigint): void {
    const now = this.options.clock();
    this.change(endpoint.name, (standing) => afterSighting(standing, latest, now));
    this.judgeProgress();
  }

  /** Asks those for their newest block who would not be asked otherwise, without waiting for them. */
  watchOthers(): void {
    for (const member of this.inOrder().slice(this.options.quorum)) {
      if (member.isBeingWatched) continue;
      member.isBeingWatched = true;
      const { endpoint } = member;
      void endpoint
        .latest()
        .then((latest) => this.sight(endpoint, latest))
        // Silence is told of when its answer is needed.
        .catch(() => undefined)
        .finally(() => (member.isBeingWatched = false));
    }
    this.judgeProgress();
  }

  /** Calls back at each new head of any endpoint that tells of them by itself. */
  watchHeads(onHead: () => void): void {
    for (const { endpoint } of this.members) {
      endpoint.watchHeads((latest) => {
        this.sight(endpoint, latest);
        onHead();
      });
    }
  }

  close(): void {
    for (const { endpoint } of this.members) endpoint.close();
  }

  /** In the order of the configuration, those that stand still or are passed over last. */
  private inOrder(): readonly Member[] {
    const now = this.options.clock();
    const isTrusted = ({ standing, isStalled }: Member): boolean =>
      !isStalled && standing.passedOverUntil <= now;
    return [...this.members.filter(isTrusted), ...this.members.filter((member) => !isTrusted(member))];
  }

  private async hear<Answer>(
    { endpoint }: Member,
    read: (endpoint: Endpoint) => Promise<Answer>,
    failures: EndpointError[],
    mayChange: boolean,
  ): Promise<Answer | undefined> {
    try {
      return await read(endpoint);
    } catch (error) {
      if (!(error instanceof EndpointError) || error instanceof RangeRefusedError) throw error;
      failures.push(error);
      if (mayChange && (error instanceof ContradictionError || error instanceof MissingError))
        return undefined;
      if (error instanceof ContradictionError) {
        this.blame(endpoint.name, `contradicts itself: ${error.message}`);
      } else {
        const now = this.options.clock();
        this.change(endpoint.name, (standing) => afterFailure(standing, now));
        this.options.observer.failed(this.options.chain, endpoint.name, error.message);
      }
      return undefined;
    }
  }

  private refuse<Answer>(
    heard: readonly Heard<Answer>[],
    failures: readonly EndpointError[],
    describe: (answer: Answer) => string,
  ): Result<never, UntrustedCode> {
    const { chain, quorum } = this.options;
    const failed = failures.map((failure) => failure.message).join('; ');
    const contradiction = failures.find((failure) => failure instanceof ContradictionError);
    if (heard.length === 0) {
      if (contradiction !== undefined) return fail(contradiction.code, failed);
      if (failures.every((failure) => failure instanceof MissingError)) return fail('MISSING_BLOCK', failed);
      if (quorum === 1) throw new RetryableError(`no endpoint of ${chain} answers: ${failed}`);
    }
    const said = heard.map(({ endpoint, answer }) => `${endpoint} says ${describe(answer)}`);
    const message = [...said, ...(failed === '' ? [] : [failed])].join('; ');
    return fail('NO_AGREEMENT', `${quorum} endpoints of ${chain} must agree, but ${message}`);
  }

  private blame(name: string, message: string): void {
    const now = this.options.clock();
    this.change(name, (standing) => afterContradiction(standing, now));
    this.options.observer.disagreed(this.options.chain, name, message);
  }

  private change(name: string, how: (standing: Standing) => Standing): void {
    const member = this.members.find(({ endpoint }) => endpoint.name === name);
    if (member !== undefined) member.standing = how(member.standing);
  }

  private judgeProgress(): void {
    const { chain, clock, observer, patienceMilliseconds } = this.options;
    const now = clock();
    const standings = this.members.map(({ standing }) => standing);
    for (const member of this.members) {
      const stands = isStalled(member.standing, standings, now, patienceMilliseconds);
      if (stands === member.isStalled) continue;
      member.isStalled = stands;
      observer.stalled(chain, member.endpoint.name, stands);
    }
  }
}
