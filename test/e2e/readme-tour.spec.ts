import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { format } from 'prettier';
import WebSocket from 'ws';
import { temporaryFolder } from '@causeway/platform/testkit';
import { graphql, startService, type RunningService } from './running-service.js';

const README = 'README.md';
/** An operation and, after it, what the service answers. */
const STEP = /```graphql\n(?<operation>[\s\S]*?)```\n\n```json\n(?<answer>[\s\S]*?)```/g;
// eslint-disable-next-line no-restricted-syntax -- how a maintainer asks for the answers to be written anew
const isUpdate = process.env['UPDATE_README'] === 'true';

interface Step {
  readonly operation: string;
  readonly answer: string;
}

const steps: readonly Step[] = [...readFileSync(README, 'utf8').matchAll(STEP)].map(({ groups }) => ({
  operation: groups?.['operation'] ?? '',
  answer: groups?.['answer'] ?? '',
}));

/** What the last quote was given for an identity, which differs from run to run, by the names it has in the README. */
let given: { readonly quote: string; readonly quotedAt: string } | undefined;

function remember({
  quote,
}: {
  readonly quote?: { readonly id?: string; readonly quotedAt?: string };
}): void {
  if (quote?.id !== undefined && quote.quotedAt !== undefined) {
    given = { quote: quote.id, quotedAt: quote.quotedAt };
  }
}

/** The answer with what differs from run to run written as the variables that stand for it. */
function withVariables(answer: string): string {
  return Object.entries(given ?? {}).reduce(
    (text, [name, value]) => text.replaceAll(value, `$${name}`),
    answer,
  );
}

/** The variables that an operation declares. */
function variablesOf(operation: string): Record<string, string> {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => operation.includes(`$${name}:`)));
}

/** The first message of a subscription. */
async function firstMessage(url: string, query: string): Promise<unknown> {
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  try {
    for await (const { data, errors } of client.iterate({ query })) {
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    }
    throw new Error('the subscription ended without a message');
  } finally {
    await client.dispose();
  }
}

async function answerOf(url: string, operation: string): Promise<string> {
  const isSubscription = /^\s*subscription\b/.test(operation.replaceAll(/^\s*#.*$/gm, ''));
  if (isSubscription) return formatted(await firstMessage(url, operation));
  const data = await graphql(url, operation, variablesOf(operation));
  remember(data);
  return formatted(data);
}

function formatted(data: unknown): Promise<string> {
  return format(withVariables(JSON.stringify(data)), { parser: 'json', printWidth: 110 });
}

describe('the tour in the README', () => {
  jest.setTimeout(120_000);
  const folder = temporaryFolder();
  let service: RunningService;

  beforeAll(async () => {
    service = await startService(folder.path, { SAMPLE: 'true', SAMPLE_SPEED: '0' });
    await service.line(({ msg }) => msg === 'the sample has been replayed', 400_000);
  }, 480_000);

  afterAll(async () => {
    await service.stop();
    folder.remove();
  }, 30_000);

  it('has at least the five things that a newcomer is to see', () => {
    expect(steps.length).toBeGreaterThanOrEqual(5);
  });

  it.each(steps)('is answered as it says: $operation', async ({ operation, answer }) => {
    const actual = await answerOf(service.url, operation);
    if (isUpdate) {
      const text = readFileSync(README, 'utf8');
      const old = `${operation}\`\`\`\n\n\`\`\`json\n${answer}\`\`\``;
      writeFileSync(
        README,
        text.replace(old, () => `${operation}\`\`\`\n\n\`\`\`json\n${actual}\`\`\``),
      );
      return;
    }
    expect(actual).toBe(answer);
  });
});
