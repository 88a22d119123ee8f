import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LiquidityGraph, RouteFront, RouteQuote, RouteRequest } from '@causeway/domain/routing';
import { fail, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import {
  frontOfReply,
  quoteOfReply,
  type Question,
  type Reply,
  type WorkerSetup,
} from './worker-messages.js';

/** Answers route requests in threads of their own, so that the event loop is free for everything else. */
export interface RouteWorkers {
  /** As the domain's solver; fails with ROUTER_BUSY when too many requests are waiting already. */
  solve(request: RouteRequest, at: UnixMilliseconds): Promise<Result<RouteQuote>>;
  front(request: RouteRequest, at: UnixMilliseconds): Promise<Result<RouteFront>>;
  /** Stops the threads; what is waiting is rejected. */
  close(): Promise<void>;
}

/** Requests that may wait for each thread, some seconds of work. */
const MAXIMUM_WAITING = 500;

/** Starts threads that each hold the graph. A thread that dies takes its own requests along and is replaced. */
export function openRouteWorkers(graph: LiquidityGraph, threads: number): RouteWorkers {
  const members = Array.from({ length: threads }, () => new RouteThread(graph));
  const ask = async (question: Omit<Question, 'number'>): Promise<Reply | undefined> => {
    const least = members.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    return least.waiting < MAXIMUM_WAITING ? least.ask(question) : undefined;
  };
  const busy = () => fail('ROUTER_BUSY', 'too many requests are waiting for the router: ask again later');
  return {
    solve: async (request, at) => {
      const reply = await ask({ kind: 'quote', request, at });
      return reply === undefined ? busy() : quoteOfReply(reply);
    },
    front: async (request, at) => {
      const reply = await ask({ kind: 'front', request, at });
      return reply === undefined ? busy() : frontOfReply(reply);
    },
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

interface Asked {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

class RouteThread {
  private readonly asked = new Map<number, Asked>();
  private worker: Worker;
  private count = 0;
  private isClosed = false;
  private hasAnswered = false;
  private failure: Error | undefined;

  constructor(private readonly graph: LiquidityGraph) {
    this.worker = this.start();
  }

  get waiting(): number {
    return this.asked.size;
  }

  ask(question: Omit<Question, 'number'>): Promise<Reply> {
    const number = (this.count += 1);
    return new Promise((resolve, reject) => {
      if (this.isClosed) return reject(new Error('the router is closed'));
      if (this.failure !== undefined) return reject(this.failure);
      this.asked.set(number, { resolve, reject });
      this.worker.postMessage({ ...question, number } satisfies Question);
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker.terminate();
    this.abandon(new Error('the router was closed'));
  }

  private start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { graph: this.graph } satisfies WorkerSetup, ...OPTIONS });
    // It must not keep a process alive that has nothing else to do.
    worker.unref();
    worker.on('message', (reply: Reply) => {
      this.hasAnswered = true;
      this.asked.get(reply.number)?.resolve(reply);
      this.asked.delete(reply.number);
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      const failure = new Error('the route worker died', { cause });
      this.abandon(failure);
      if (this.isClosed) return;
      // One that dies before its first answer would die again at once.
      if (this.hasAnswered) this.worker = this.start();
      else this.failure = failure;
      this.hasAnswered = false;
    });
    return worker;
  }

  private abandon(error: Error): void {
    for (const { reject } of this.asked.values()) reject(error);
    this.asked.clear();
  }
}

/** Unbuilt, a thread needs the loader of TypeScript that the main thread may have from elsewhere, as in tests. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = new URL(IS_SOURCE ? './route-worker.ts' : './route-worker.js', import.meta.url);
const LOADER = new URL('../../../scripts/typescript/register.mjs', import.meta.url);
const OPTIONS = IS_SOURCE ? { execArgv: ['--import', fileURLToPath(LOADER)] } : {};
