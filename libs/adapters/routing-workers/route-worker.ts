// What runs in a worker thread: takes the graph once, then answers questions in their order.
import { parentPort, workerData } from 'node:worker_threads';
import { certifiedSolver } from '@causeway/domain/routing';
import { quoteText, type Question, type Reply, type WorkerSetup } from './worker-messages.js';

const { graph } = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new Error('a route worker runs in a worker thread only');

function reply({ number, kind, request, at }: Question): Reply {
  if (kind === 'quote') {
    const quote = certifiedSolver.solve(graph, request, at);
    if (!quote.ok) return { number, kind: 'failure', failure: quote.failure };
    return { number, kind, quote: quoteText(quote.value) };
  }
  const front = certifiedSolver.front(graph, request, at);
  if (!front.ok) return { number, kind: 'failure', failure: front.failure };
  const points = front.value.points.map((point) => ({
    request: point.request,
    quote: quoteText(point.quote),
  }));
  return { number, kind, points, isComplete: front.value.isComplete };
}

port.on('message', (question: Question) => port.postMessage(reply(question)));
