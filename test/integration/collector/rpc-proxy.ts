import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A JSON-RPC question. */
export interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Passes a question on to the node and gives its result. */
export type Forward = (question: Question) => Promise<unknown>;

/** What an endpoint that is not quite honest says to a question; throwing makes an error of it. */
export type Answer = (question: Question, forward: Forward) => Promise<unknown>;

/** An endpoint between the collector and a node, which can be told to misbehave. */
export interface RpcProxy {
  readonly url: string;
  answer: Answer;
  close(): Promise<void>;
}

export const honestly: Answer = (question, forward) => forward(question);

/** Asks a node itself. */
export function forwardTo(nodeUrl: string): Forward {
  return async ({ method, params }) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(nodeUrl, { method: 'POST', headers, body });
    return ((await response.json()) as { readonly result: unknown }).result;
  };
}

/** Starts an endpoint in front of a node. */
export async function startRpcProxy(nodeUrl: string, answer: Answer = honestly): Promise<RpcProxy> {
  const forward = forwardTo(nodeUrl);
  const proxy = { answer };
  const server = createServer((request, response) => {
    const respond = async (): Promise<void> => {
      const question = JSON.parse(await text(request)) as Question & { readonly id: number };
      const answered = await proxy.answer(question, forward).then(
        (result) => ({ result }),
        (error: Error & { readonly code?: number }) => ({
          error: { code: error.code ?? -32_000, message: error.message },
        }),
      );
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: question.id, ...answered }));
    };
    void respond();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}
