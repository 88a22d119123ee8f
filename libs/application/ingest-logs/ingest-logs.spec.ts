import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeTransaction } from '@causeway/adapters/bridge-decoders';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { decodeChainRecordText, deskAccountsFormat, transactionLogsFormat } from '@causeway/adapters/wire';
import { openAccount } from '@causeway/application/open-account';
import type { ProofEvidence } from '@causeway/domain/bridging';
import type { Holding } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import {
  erc20Asset,
  expectOk,
  tokenAmount,
  transferId,
  type AccountId,
  type BridgeId,
  type Hash,
} from '@causeway/domain/units';
import { ATLAS, BOREALIS, open, peek } from '../../../test/fixtures/accounts.js';
import {
  ACROSS,
  batchOf,
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  transactionValue,
  usdcOn,
  walletOf,
  type Journey,
} from '../../../test/fixtures/bridge-events.js';
import { ingestLogs } from './index.js';

const MOVE: Journey = {
  message: '7',
  raw: 40n,
  arriving: 39n,
  sender: walletOf(ATLAS),
  recipient: walletOf(BOREALIS),
};
const MOVE_ID = transferId(ACROSS, ETHEREUM, '7');
const departure = bridgeEvent(MOVE, 'initiated');
const arrival = bridgeEvent(MOVE, 'finalised');

async function setUp() {
  const stores = createMemoryStores();
  const ports = { ledger: stores.ledger, ...eventPorts };
  await open(stores.ledger, ATLAS, 100n);
  await open(stores.ledger, BOREALIS);
  const holdingsTold = async (account: AccountId): Promise<readonly (readonly Holding[])[]> => {
    const events = await stores.outbox.read(`account/${account}`, 0, 100);
    return events.flatMap(({ event }) => (event.type === 'account.changed' ? [event.account.holdings] : []));
  };
  return { ...stores, ports, holdingsTold };
}

const available = (raw: bigint, chain = ETHEREUM): Holding => ({
  amount: tokenAmount(usdcOn(chain), raw),
  bucket: 'available',
});

describe('ingestLogs', () => {
  it('puts collateral in transit when it departs and gives it to the recipient when it arrives', async () => {
    const { ports, holdingsTold } = await setUp();
    await ingestLogs(ports, batchOfEvents(departure, bridgeEvent(MOVE, 'attested'), arrival));
    const transit = (stage: 'initiated' | 'attested'): Holding => ({
      amount: tokenAmount(usdcOn(ETHEREUM), 40n),
      bucket: 'in-transit',
      transit: {
        transfer: MOVE_ID,
        bridge: ACROSS,
        stage,
        initiatedAt: FIRST_MOMENT,
        sourceFinality: 'finalised',
      },
    });
    expect(await holdingsTold(ATLAS)).toEqual([
      [available(100n)],
      [available(60n), transit('initiated')],
      [available(60n), transit('attested')],
      [available(60n)],
    ]);
    expect(await holdingsTold(BOREALIS)).toEqual([[], [available(39n, OPTIMISM)]]);
  });

  it('ends in the same holdings when the destination leg comes first', async () => {
    const { ports, holdingsTold, outbox } = await setUp();
    await ingestLogs(ports, batchOfEvents(arrival));
    expect((await holdingsTold(BOREALIS)).at(-1)).toEqual([available(39n, OPTIMISM)]);
    await ingestLogs(ports, batchOfEvents(departure));
    expect((await holdingsTold(ATLAS)).at(-1)).toEqual([available(60n)]);
    const told = await outbox.read('transfer/across', 0, 10);
    expect(told.map(({ event }) => event.type === 'transfer.changed' && event.transfer.stage)).toEqual([
      'finalised',
      'finalised',
    ]);
  });

  it('gives collateral back when the transfer is refunded', async () => {
    const { ports, holdingsTold } = await setUp();
    await ingestLogs(ports, batchOfEvents(departure, bridgeEvent(MOVE, 'refunded')));
    expect((await holdingsTold(ATLAS)).at(-1)).toEqual([available(100n)]);
  });

  it('says what of a holding in transit was shown by a proof, also when the proof comes later', async () => {
    const { ports, holdingsTold, outbox } = await setUp();
    const evidence: ProofEvidence = {
      basis: 'receipts-root',
      chain: ETHEREUM,
      blockNumber: 1n,
      blockHash: departure.logId.split('/')[1] as Hash,
      receiptsRoot: `0x${'ab'.repeat(32)}` as Hash,
    };
    const proven = { evidence, raw: 40n, at: departure.time };
    await ingestLogs(ports, batchOfEvents(departure));
    expect((await holdingsTold(ATLAS)).at(-1)?.at(-1)?.proven).toBeUndefined();
    const shown = batchOfEvents({ ...departure, proven: evidence });
    expect(await ingestLogs(ports, shown)).toMatchObject({ duplicates: 1, applied: 0 });
    expect((await holdingsTold(ATLAS)).at(-1)?.at(-1)).toMatchObject({ bucket: 'in-transit', proven });
    const [, told] = await outbox.read('transfer/across', 0, 10);
    expect(told?.event).toMatchObject({ transfer: { history: [{ proven: evidence }] } });
    await ingestLogs(ports, shown);
    expect(await outbox.read('transfer/across', 0, 10)).toHaveLength(2);
  });

  it('names the log as the cause of everything that it changed', async () => {
    const { ports, ledger, outbox } = await setUp();
    await ingestLogs(ports, batchOfEvents(departure));
    const cause = { reference: departure.logId, at: FIRST_MOMENT };
    expect(ledger.postings().at(-1)?.cause).toEqual(cause);
    expect((await outbox.read('account/atlas-main', 1, 1))[0]?.event).toMatchObject({ cause });
    expect((await outbox.read('transfer/across', 0, 1))[0]?.event).toMatchObject({ cause });
  });

  it('follows transfers of tokens that the network does not know without booking them', async () => {
    const { ports, ledger, holdingsTold } = await setUp();
    const worthless = { asset: erc20Asset(OPTIMISM, walletOf('dust')), raw: 2n ** 256n - 1n };
    const told = (await holdingsTold(BOREALIS)).length;
    const before = ledger.postings().length;
    const event = { ...bridgeEvent(MOVE, 'finalised'), sent: worthless, received: worthless };
    expect(await ingestLogs(ports, batchOfEvents(event))).toMatchObject({ applied: 1 });
    expect(ledger.postings()).toHaveLength(before);
    expect(await holdingsTold(BOREALIS)).toHaveLength(told);
    expect(ledger.allTransfers()).toHaveLength(1);
  });

  it('follows transfers between strangers without booking them', async () => {
    const { ports, ledger } = await setUp();
    const strange = bridgeEvent(
      { message: '9', raw: 5n, sender: walletOf('a'), recipient: walletOf('b') },
      'initiated',
    );
    const before = ledger.postings().length;
    expect(await ingestLogs(ports, batchOfEvents(strange))).toMatchObject({ applied: 1 });
    expect(ledger.postings()).toHaveLength(before);
    expect(ledger.allTransfers()).toHaveLength(1);
  });

  it('counts what was applied before and changes nothing by it', async () => {
    const { ports, outbox } = await setUp();
    const batch = batchOfEvents(departure, arrival);
    await ingestLogs(ports, batch);
    const backlog = await outbox.backlog();
    expect(await ingestLogs(ports, batch)).toEqual({ applied: 0, duplicates: 2, refused: 0, untrusted: 0 });
    expect(await outbox.backlog()).toBe(backlog);
  });

  it('keeps an event that contradicts what is known as a dead letter, and goes on with the batch', async () => {
    const { ports, deadLetters } = await setUp();
    const second = {
      ...bridgeEvent(MOVE, 'initiated'),
      logId: bridgeEvent({ ...MOVE, message: 'x' }, 'initiated').logId,
    };
    const batch = batchOfEvents(departure, second, arrival);
    expect(await ingestLogs(ports, batch)).toEqual({ applied: 2, duplicates: 0, refused: 1, untrusted: 0 });
    expect(deadLetters.all()).toEqual([
      {
        id: `${second.logId}#ALREADY_INITIATED`,
        topic: 'chain.logs',
        partition: 0,
        offset: 1n,
        code: 'ALREADY_INITIATED',
        message: expect.stringMatching(/^step: /),
        body: batch.records[1]?.value,
        subject: MOVE_ID,
        at: FIRST_MOMENT,
        status: 'waiting',
      },
    ]);
    await ingestLogs(ports, batch);
    expect(deadLetters.all()).toHaveLength(1);
  });

  it('counts logs of unknown emitters and does nothing else', async () => {
    const { ports, ledger, deadLetters, outbox } = await setUp();
    const backlog = await outbox.backlog();
    const spoofed = bridgeEvent(MOVE, 'initiated', FIRST_MOMENT, 'topic-only');
    expect(await ingestLogs(ports, batchOfEvents(spoofed))).toEqual({
      applied: 0,
      duplicates: 0,
      refused: 0,
      untrusted: 1,
    });
    expect(ledger.allTransfers()).toEqual([]);
    expect(deadLetters.all()).toEqual([]);
    expect(await outbox.backlog()).toBe(backlog);
    expect(await ingestLogs(ports, batchOfEvents(departure))).toMatchObject({ applied: 1 });
  });

  it('keeps a record that cannot be read, whole and by its place', async () => {
    const { ports, deadLetters } = await setUp();
    const batch = batchOf(['{"broken', transactionValue([departure])], { partition: 3, from: 8n });
    expect(await ingestLogs(ports, batch)).toMatchObject({ applied: 1, refused: 1 });
    expect(deadLetters.all()).toMatchObject([
      { id: 'chain.logs/3/8#INVALID_JSON', body: '{"broken', offset: 8n, partition: 3, at: FIRST_MOMENT },
    ]);
  });

  it('keeps a log that cannot be decoded, and applies the rest of its transaction', async () => {
    const { ports, deadLetters } = await setUp();
    const undecodable = {
      logId: arrival.logId,
      bridge: 'cctp' as BridgeId,
      code: 'MALFORMED_LOG' as const,
      message: 'too short',
    };
    const value = transactionValue([departure], [undecodable]);
    expect(await ingestLogs(ports, batchOf([value]))).toMatchObject({ applied: 1, refused: 1 });
    expect(deadLetters.all()).toMatchObject([
      { id: `${arrival.logId}#MALFORMED_LOG`, subject: 'cctp', message: 'too short', body: value },
    ]);
  });

  it('asks nothing of the books for transactions of no bridge', async () => {
    const { ports } = await setUp();
    const ledger = { transact: () => Promise.reject(new Error('no need to ask')) };
    expect(await ingestLogs({ ...ports, ledger }, batchOf([transactionValue([])]))).toEqual({
      applied: 0,
      duplicates: 0,
      refused: 0,
      untrusted: 0,
    });
  });

  it('books the shipped sample of real logs: all of it, and nothing twice', async () => {
    const stores = createMemoryStores();
    const ports = {
      ledger: stores.ledger,
      network: NETWORK,
      parseRecord: decodeChainRecordText,
      decodeTransaction: (transaction: Parameters<typeof decodeTransaction>[0]) =>
        decodeTransaction(transaction, NETWORK),
    };
    const { accounts } = expectOk(
      deskAccountsFormat.decodeText(readFileSync('examples/sample/desks.json', 'utf8')),
    );
    for (const account of accounts) expectOk(await openAccount(stores.ledger, account, FIRST_MOMENT));
    const lines = readFileSync('examples/sample/bridge-logs.ndjson', 'utf8').trim().split('\n');
    const outcome = await ingestLogs(ports, batchOf(lines));
    expect(outcome).toMatchObject({ duplicates: 0, refused: 0 });
    expect(stores.deadLetters.all()).toEqual([]);
    expect(stores.ledger.postings().length).toBeGreaterThan(accounts.length);
    expect(await ingestLogs(ports, batchOf(lines))).toMatchObject({
      applied: 0,
      duplicates: outcome.applied,
    });
    const logs = lines.flatMap((line) => {
      const { events } = ports.decodeTransaction(expectOk(transactionLogsFormat.decodeText(line)));
      return events.flatMap(({ logId, emitter }) => (emitter === 'known-contract' ? [logId] : []));
    });
    expect(outcome.applied).toBe(logs.length);
    expect((await peek(stores.ledger, { logs })).appliedLogs).toEqual(new Set(logs));
  });
});
