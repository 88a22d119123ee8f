import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { PublishedEvent } from '@causeway/application/ports';
import { transferId } from '@causeway/domain/units';
import { runApi, type RunningApi } from './testing/running-api.js';
import {
  ACROSS,
  ACTION,
  ALERT,
  CASE,
  marginInputs,
  NOW,
  OP_MAINNET,
  ROUTE_SETTLEMENT,
  TRANSFER,
} from './testing/sample.js';

const MARGIN = `subscription ($account: ID!, $fromSeq: SequenceNumber) {
  marginEvents(account: $account, fromSeq: $fromSeq) {
    kind asOfSeq isSnapshotComplete seq prevSeq at margin { equity band }
  }
}`;

interface Failure {
  readonly message: string;
  readonly extensions?: Record<string, unknown>;
}

let api: RunningApi;
let address: string;
let client: Client;

beforeAll(async () => {
  api = await runApi({ SUBSCRIPTION_POLL_MILLISECONDS: 60_000, MAXIMUM_SUBSCRIPTIONS_PER_CONNECTION: 3 });
  address = await api.listen();
});
afterAll(() => api.close());
beforeEach(() => {
  client = connect();
});
afterEach(async () => {
  await client.dispose();
  await until(() => api.memory.outbox.watchers === 0);
});

function connect(): Client {
  return createClient({ url: `ws://${address}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });
}

/** The messages of a subscription under the name of its field. */
function subscribe(query: string, variables: Record<string, unknown> = {}, from: Client = client) {
  const results = from.iterate<Record<string, Record<string, unknown>>>({ query, variables });
  return {
    next: async (): Promise<Record<string, unknown>> => {
      const step = await results.next();
      if (step.done === true) throw new Error('the subscription ended');
      if (step.value.errors) throw new Error(JSON.stringify(step.value.errors));
      return Object.values(step.value.data ?? {})[0] ?? {};
    },
    failure: async (): Promise<Failure> => {
      try {
        const step = await results.next();
        throw new Error(`expected a failure, found ${JSON.stringify(step)}`);
      } catch (error) {
        if (!Array.isArray(error)) throw error;
        return error[0] as Failure;
      }
    },
    end: () => results.return?.(),
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited 5 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function marginEvent(bitcoinPrice: string): PublishedEvent {
  return {
    type: 'margin.changed',
    state: api.memory.ports.evaluate(marginInputs('atlas-main', bitcoinPrice)),
    at: NOW,
  };
}

function append(stream: string, event: PublishedEvent): number {
  return api.memory.outbox.append({ stream, key: 'key', event }).seq;
}

describe('marginEvents', () => {
  const STREAM = 'margin/atlas-main';

  it('sends the state with its position, then every change in order', async () => {
    const before = append(STREAM, marginEvent('40500'));
    const events = subscribe(MARGIN, { account: 'atlas-main' });
    expect(await events.next()).toEqual({
      kind: 'SNAPSHOT',
      asOfSeq: before,
      isSnapshotComplete: true,
      seq: null,
      prevSeq: null,
      at: '2022-01-21T14:05:00.000Z',
      margin: { equity: '10405', band: 'HEALTHY' },
    });
    append(STREAM, marginEvent('40000'));
    append(STREAM, marginEvent('31000'));
    expect(await events.next()).toMatchObject({
      kind: 'EVENT',
      asOfSeq: null,
      prevSeq: before,
      seq: before + 1,
      margin: { equity: '9405' },
    });
    expect(await events.next()).toMatchObject({
      prevSeq: before + 1,
      seq: before + 2,
      margin: { equity: '405', band: 'LIQUIDATABLE' },
    });
  });

  it('resumes after fromSeq without a snapshot, also on another connection', async () => {
    const seq = append(STREAM, marginEvent('40000'));
    append(STREAM, marginEvent('39000'));
    const other = connect();
    const events = subscribe(MARGIN, { account: 'atlas-main', fromSeq: seq - 1 }, other);
    expect(await events.next()).toMatchObject({ kind: 'EVENT', prevSeq: seq - 1, seq });
    expect(await events.next()).toMatchObject({ kind: 'EVENT', prevSeq: seq, seq: seq + 1 });
    await other.dispose();
  });

  it('delivers more events than it holds in memory', async () => {
    const first = append(STREAM, marginEvent('40000'));
    for (let count = 1; count < 350; count += 1) append(STREAM, marginEvent('40000'));
    const events = subscribe(MARGIN, { account: 'atlas-main', fromSeq: first - 1 });
    for (let offset = 0; offset < 350; offset += 1) {
      expect((await events.next())['seq']).toBe(first + offset);
    }
    expect(api.memory.outbox.largestPage).toBeLessThanOrEqual(100);
  });

  it('asks for a snapshot when the events are no longer kept', async () => {
    const seq = append('margin/atlas-second', marginEvent('40000'));
    append('margin/atlas-second', marginEvent('40000'));
    api.memory.outbox.forget('margin/atlas-second', seq + 1);
    const failure = await subscribe(MARGIN, { account: 'atlas-second', fromSeq: seq - 1 }).failure();
    expect(failure.extensions).toEqual({ code: 'SNAPSHOT_REQUIRED', field: 'fromSeq' });
  });

  it('releases its watch when the client ends it, and when the client is gone', async () => {
    const events = subscribe(MARGIN, { account: 'atlas-main' });
    await events.next();
    expect(api.memory.outbox.watchers).toBe(1);
    await events.end();
    await until(() => api.memory.outbox.watchers === 0);

    const socket = new WebSocket(`ws://${address}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const payload = { query: MARGIN, variables: { account: 'atlas-main' } };
    // The same id twice: Mercurius forgets the first, which must not live on.
    await new Promise((resolve) => socket.once('message', resolve));
    for (let copy = 0; copy < 2; copy += 1)
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    await until(() => api.memory.outbox.watchers === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.terminate();
    await until(() => api.memory.outbox.watchers === 0);
  });
});

describe('transferEvents', () => {
  const TRANSFERS = `subscription ($bridge: ID!, $fromSeq: SequenceNumber) {
    transferEvents(bridge: $bridge, fromSeq: $fromSeq) { kind isSnapshotComplete asOfSeq seq transfers { id stage } }
  }`;

  it('sends all transfers under way, however many, then each step', async () => {
    for (let index = 100; index < 330; index += 1) {
      const id = transferId(ACROSS, OP_MAINNET, String(index));
      api.memory.transfers.push({ ...TRANSFER, id, stage: index < 200 ? 'finalised' : 'relayed' });
    }
    const events = subscribe(TRANSFERS, { bridge: 'across' });
    const snapshot: unknown[] = [];
    for (;;) {
      const message = await events.next();
      expect(message['kind']).toBe('SNAPSHOT');
      snapshot.push(...(message['transfers'] as unknown[]));
      if (message['isSnapshotComplete'] === true) break;
    }
    expect(snapshot).toHaveLength(131);
    append('transfer/across', {
      type: 'transfer.changed',
      transfer: { ...TRANSFER, stage: 'finalised' },
      cause: { reference: 'log', at: NOW },
    });
    expect(await events.next()).toMatchObject({
      kind: 'EVENT',
      seq: 1,
      transfers: [{ id: TRANSFER.id, stage: 'FINALISED' }],
    });
  });

  it('does not know a bridge that the network lacks', async () => {
    const failure = await subscribe(TRANSFERS, { bridge: 'nowhere' }).failure();
    expect(failure.extensions).toEqual({ code: 'UNKNOWN_BRIDGE', field: 'bridge' });
  });
});

describe('liquidationEvents', () => {
  it('sends the open case of the account, then each step with its plan', async () => {
    const events = subscribe(
      'subscription { liquidationEvents(account: "atlas-main") { kind seq cases { id stage plan { shortfall } } } }',
    );
    expect(await events.next()).toMatchObject({
      kind: 'SNAPSHOT',
      cases: [{ id: 'atlas-main/1', stage: 'LIQUIDATING' }],
    });
    append('liquidation/atlas-main', { type: 'liquidation.changed', case: { ...CASE, stage: 'closed' } });
    expect(await events.next()).toMatchObject({
      kind: 'EVENT',
      seq: 1,
      cases: [{ id: 'atlas-main/1', stage: 'CLOSED', plan: { shortfall: '0' } }],
    });
  });
});

describe('a connection', () => {
  it('does not keep the server from closing, and leaves no watch behind', async () => {
    const closing = await runApi();
    const held = createClient({
      url: `ws://${await closing.listen()}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const events = subscribe(MARGIN, { account: 'atlas-main' }, held);
    await events.next();
    const ended = expect(events.next()).rejects.toBeDefined();
    await closing.close();
    await ended;
    await until(() => closing.memory.outbox.watchers === 0);
  });

  it.each([
    ['the page of another site', false, 'https://evil.example'],
    ['a page without an address', false, 'null'],
    ['a page of this server', true, undefined],
  ])('is opened for %s: %s', async (_, isOpened, origin) => {
    const socket = new WebSocket(`ws://${address}/graphql`, 'graphql-transport-ws', {
      origin: origin ?? `http://${address}`,
    });
    const outcome = await new Promise((resolve) => {
      socket.once('open', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.terminate();
    expect(outcome).toBe(isOpened);
  });
});

describe('what a subscription refuses', () => {
  it('an account that does not exist', async () => {
    const failure = await subscribe(MARGIN, { account: 'nobody' }).failure();
    expect(failure.extensions).toEqual({ code: 'UNKNOWN_ACCOUNT', field: 'account' });
  });

  it.each([
    ['an unknown field', 'subscription { marginEvents(account: "a") { nothing } }'],
    ['a missing argument', 'subscription { marginEvents { kind } }'],
    ['a fragment that contains itself', 'subscription { ...a } fragment a on Subscription { ...a }'],
  ])('%s', async (_, query) => {
    expect((await subscribe(query).failure()).extensions).toMatchObject({ code: 'INVALID_OPERATION' });
  });

  it('an operation that costs too much or is nested too deeply', async () => {
    const strict = await runApi({ MAXIMUM_QUERY_COMPLEXITY: 12, MAXIMUM_QUERY_DEPTH: 4 });
    const strictClient = createClient({
      url: `ws://${await strict.listen()}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    try {
      const ask = (fields: string) =>
        subscribe(
          `subscription ($account: ID!) { marginEvents(account: $account) { margin { ${fields} } } }`,
          { account: 'atlas-main' },
          strictClient,
        );
      expect((await ask('holdings { asset value }').failure()).extensions).toEqual({
        code: 'QUERY_TOO_COMPLEX',
      });
      expect((await ask('inTransit { holdings { asset } }').failure()).extensions).toEqual({
        code: 'QUERY_TOO_DEEP',
      });
      expect(await ask('equity').next()).toMatchObject({ margin: { equity: '10405' } });
    } finally {
      await strictClient.dispose();
      await strict.close();
    }
  });

  it('more subscriptions on one connection than it may hold, until one ends', async () => {
    const shared = createClient({
      url: `ws://${address}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
    });
    const open = [];
    for (let count = 0; count < 3; count += 1) {
      const events = subscribe(MARGIN, { account: 'atlas-main' }, shared);
      await events.next();
      open.push(events);
    }
    const refusal = await subscribe(MARGIN, { account: 'atlas-main' }, shared).failure();
    expect(refusal.extensions).toEqual({ code: 'TOO_MANY_SUBSCRIPTIONS' });
    await open[0]?.end();
    await until(async () => (await openSubscriptions()) === 2);
    const again = subscribe(MARGIN, { account: 'atlas-main' }, shared);
    expect(await again.next()).toMatchObject({ kind: 'SNAPSHOT' });
    await shared.dispose();
    await until(async () => (await openSubscriptions()) === 0);
  });

  it('to show what went wrong inside', async () => {
    const events = subscribe(MARGIN, { account: 'atlas-main' });
    await events.next();
    const failing = events.failure();
    await new Promise((resolve) => setTimeout(resolve, 20));
    api.memory.outbox.failure = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    append('margin/atlas-main', marginEvent('40000'));
    const failure = await failing;
    api.memory.outbox.failure = undefined;
    expect(failure.extensions?.['code']).toBe('INTERNAL_ERROR');
    expect(JSON.stringify(failure)).not.toContain('ECONNREFUSED');
    const { correlationId } = failure.extensions ?? {};
    expect(api.logged.some((line) => line['correlationId'] === correlationId)).toBe(true);
  });
});

/** Open subscriptions by the metric. */
async function openSubscriptions(): Promise<number> {
  const { body } = await api.app.inject({ url: '/metrics' });
  return Number(/causeway_graphql_subscriptions\{[^}]*\} (\d+)/.exec(body)?.[1]);
}

describe('bridgeAlerts', () => {
  it('gives the open alerts of a bridge, then every change of one', async () => {
    const alerts = subscribe(
      'subscription { bridgeAlerts(bridge: "across") { kind seq alerts { id status freezesBridge } } }',
    );
    expect(await alerts.next()).toEqual({
      kind: 'SNAPSHOT',
      seq: null,
      alerts: [{ id: ALERT.id, status: 'OPEN', freezesBridge: true }],
    });
    const settled = { ...ALERT, status: 'explained' as const, settledAt: NOW };
    const seq = append('bridge/across', { type: 'bridge.alerted', alert: settled, isFrozen: false });
    expect(await alerts.next()).toEqual({
      kind: 'EVENT',
      seq,
      alerts: [{ id: ALERT.id, status: 'EXPLAINED', freezesBridge: false }],
    });
    await alerts.end();
    expect(await subscribe('subscription { bridgeAlerts(bridge: "moon") { kind } }').failure()).toMatchObject(
      {
        extensions: { code: 'UNKNOWN_BRIDGE', field: 'bridge' },
      },
    );
  });
});

describe('settlementEvents', () => {
  it('gives the open settlements of an account, then every change of one', async () => {
    const { settlement, ...record } = ROUTE_SETTLEMENT;
    const id = settlement.plan.quote;
    const QUERY =
      'subscription { settlementEvents(account: "atlas-main") { kind seq settlements { id seq state } } }';
    const events = subscribe(QUERY);
    expect(await events.next()).toEqual({
      kind: 'SNAPSHOT',
      seq: null,
      settlements: [{ id, seq: 1, state: 'OPEN' }],
    });
    const { graph: _, ...kept } = record;
    const outcome = { kind: 'settled', holdings: [] } as const;
    const ended = { ...kept, seq: 2, settlement: { ...settlement, outcome } };
    const seq = append('settlement/atlas-main', { type: 'settlement.changed', settlement: ended, at: NOW });
    expect(await events.next()).toEqual({
      kind: 'EVENT',
      seq,
      settlements: [{ id, seq: 2, state: 'SETTLED' }],
    });
    await events.end();
  });
});

describe('systemicRiskEvents', () => {
  it('gives the actions in force, then all of them after every change', async () => {
    api.memory.actions = [ACTION];
    const events = subscribe(
      'subscription { systemicRiskEvents { kind seq actions { threshold subject affected } } }',
    );
    const { threshold, subject, affected } = ACTION;
    expect(await events.next()).toEqual({
      kind: 'SNAPSHOT',
      seq: null,
      actions: [{ threshold, subject, affected }],
    });
    const step = { kind: 'cleared' as const, action: ACTION, value: ACTION.value, at: NOW };
    const seq = append('systemic-risk', {
      type: 'systemic-risk.changed',
      steps: [step],
      inForce: [],
      at: NOW,
    });
    expect(await events.next()).toEqual({ kind: 'EVENT', seq, actions: [] });
    await events.end();
    api.memory.actions = [];
  });
});
