import { expect, it } from '@jest/globals';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { openAccount } from '@causeway/application/open-account';
import { setPositions } from '@causeway/application/set-positions';
import { holdingsOf, ledgerAccountKey, type Balance } from '@causeway/domain/ledger';
import { tokenAmount, transferId, type ChainId, type InstrumentId } from '@causeway/domain/units';
import { accountToOpen, ATLAS, BOREALIS, open, peek, position } from '../../fixtures/accounts.js';
import {
  ACROSS,
  BASE,
  batchOfEvents,
  bridgeEvent,
  ETHEREUM,
  eventPorts,
  FIRST_MOMENT,
  OPTIMISM,
  usdcOn,
  walletOf,
  type Journey,
} from '../../fixtures/bridge-events.js';
import type { OpenStores } from './harness.js';

const MOVE: Journey = {
  message: '7',
  raw: 40n,
  arriving: 39n,
  sender: walletOf(ATLAS),
  recipient: walletOf(BOREALIS),
};
const MOVE_ID = transferId(ACROSS, ETHEREUM, '7');

/** What a ledger store has to do with a decision. */
export function ledgerContract(opened: OpenStores): void {
  it('keeps the books of a token that claims a uint256 with every transfer', async () => {
    const { stores, balances } = opened();
    const { ledger, deadLetters } = stores;
    await open(ledger, ATLAS);
    await open(ledger, BOREALIS);
    const ports = { ledger, ...eventPorts };
    const raw = 2n ** 256n - 1n;
    const messages = Array.from({ length: 10 }, (_, index) => `${index + 1}`);
    const sending = messages.map((message): Journey => ({ message, raw, sender: walletOf(ATLAS) }));
    const both = sending.flatMap((each) => [bridgeEvent(each, 'initiated'), bridgeEvent(each, 'finalised')]);
    expect(await ingestLogs(ports, batchOfEvents(...both))).toMatchObject(outcome(20, 0));
    expect(shown(await balances())).toEqual({
      [`bridge/across ${usdcOn(ETHEREUM)}`]: 10n * raw,
      [`outside/${ETHEREUM} ${usdcOn(ETHEREUM)}`]: -10n * raw,
    });
    const [first, second] = ['11', '12'].map((message) =>
      bridgeEvent({ message, raw, recipient: walletOf(BOREALIS) }, 'finalised'),
    ) as [ReturnType<typeof bridgeEvent>, ReturnType<typeof bridgeEvent>];
    expect(await ingestLogs(ports, batchOfEvents(first))).toMatchObject(outcome(1, 0));
    expect(await ingestLogs(ports, batchOfEvents(second))).toMatchObject({ applied: 0, refused: 1 });
    expect(await deadLetters.find(`${second.logId}#EXCESSIVE_BALANCE`)).toMatchObject({ status: 'waiting' });
    expect(shown(await balances())).toMatchObject({
      [`desk/borealis-main/available ${usdcOn(OPTIMISM)}`]: raw,
    });
  });

  it('writes what both legs of a transfer change, across batches', async () => {
    const { stores, balances, postings } = opened();
    const { ledger, outbox } = stores;
    await open(ledger, ATLAS, 100n);
    await open(ledger, BOREALIS);
    const ports = { ledger, ...eventPorts };
    const [departure, arrival] = [bridgeEvent(MOVE, 'initiated'), bridgeEvent(MOVE, 'finalised')];
    expect(await ingestLogs(ports, batchOfEvents(departure))).toMatchObject(outcome(1, 0));
    expect(shown(await balances())).toEqual({
      [`desk/atlas-main/available ${usdcOn(ETHEREUM)}`]: 60n,
      [`desk/atlas-main/in-transit/${MOVE_ID} ${usdcOn(ETHEREUM)}`]: 40n,
      [`outside/${ETHEREUM} ${usdcOn(ETHEREUM)}`]: -100n,
    });
    expect(await ingestLogs(ports, batchOfEvents(arrival))).toMatchObject(outcome(1, 0));
    expect(shown(await balances())).toEqual({
      [`desk/atlas-main/available ${usdcOn(ETHEREUM)}`]: 60n,
      [`desk/borealis-main/available ${usdcOn(OPTIMISM)}`]: 39n,
      [`bridge/across ${usdcOn(ETHEREUM)}`]: 40n,
      [`bridge/across ${usdcOn(OPTIMISM)}`]: -39n,
      [`outside/${ETHEREUM} ${usdcOn(ETHEREUM)}`]: -100n,
    });
    expect(await postings()).toHaveLength(4);
    expect((await peek(ledger, { transfers: [MOVE_ID] })).transfers.get(MOVE_ID)?.stage).toBe('finalised');
    const events = await outbox.read('account/atlas-main', 0, 10);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('adds up to the same balances whatever else the batch moves on the same ledger accounts', async () => {
    const { stores, balances, postings } = opened();
    await open(stores.ledger, ATLAS, 100n);
    const home: Journey = { ...MOVE, arriving: 40n, recipient: walletOf(ATLAS) };
    const back: Journey = { ...home, message: '9', source: OPTIMISM, destination: ETHEREUM };
    await ingestLogs(
      { ledger: stores.ledger, ...eventPorts },
      batchOfEvents(
        bridgeEvent(home, 'initiated'),
        bridgeEvent(home, 'finalised'),
        bridgeEvent(back, 'initiated'),
        bridgeEvent(back, 'finalised'),
      ),
    );
    expect(shown(await balances())).toEqual({
      [`desk/atlas-main/available ${usdcOn(ETHEREUM)}`]: 100n,
      [`outside/${ETHEREUM} ${usdcOn(ETHEREUM)}`]: -100n,
    });
    expect(await postings()).toHaveLength(7);
  });

  it('applies a log once, within a batch and after it', async () => {
    const { stores, balances } = opened();
    await open(stores.ledger, ATLAS, 100n);
    const ports = { ledger: stores.ledger, ...eventPorts };
    const departure = bridgeEvent(MOVE, 'initiated');
    expect(await ingestLogs(ports, batchOfEvents(departure, departure))).toMatchObject(outcome(1, 1));
    const before = shown(await balances());
    expect(await ingestLogs(ports, batchOfEvents(departure))).toMatchObject(outcome(0, 1));
    expect(shown(await balances())).toEqual(before);
    expect((await stores.outbox.bounds('transfer/across')).newest).toBe(1);
  });

  it('writes nothing when the decision throws', async () => {
    const { stores, balances, postings, transferCount } = opened();
    const keys = { logs: [], transfers: [MOVE_ID], wallets: [walletOf(ATLAS)], accounts: [ATLAS] };
    const failure = new Error('a bug in the decision');
    await expect(
      stores.ledger.transact(keys, () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await balances()).toEqual([]);
    expect(await postings()).toEqual([]);
    expect(await transferCount()).toBe(0);
  });

  it('leaves no trace of a transfer that was looked for and not decided on', async () => {
    const { stores, transferCount } = opened();
    await peek(stores.ledger, { transfers: [MOVE_ID] });
    expect(await transferCount()).toBe(0);
    const spoofed = bridgeEvent(MOVE, 'initiated', FIRST_MOMENT, 'topic-only');
    const ports = { ledger: stores.ledger, ...eventPorts };
    expect(await ingestLogs(ports, batchOfEvents(spoofed))).toMatchObject({ applied: 0, untrusted: 1 });
    expect(await transferCount()).toBe(0);
  });

  it('replaces, keeps and removes positions', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS);
    const onBase = position('1', '41000', BASE);
    const set = (...positions: ReturnType<typeof position>[]) =>
      setPositions(ledger, { account: ATLAS, positions }, FIRST_MOMENT);
    await set(position('2'), onBase);
    await set(position('3', '42000'));
    expect(await positionsOf()).toEqual([position('3', '42000'), onBase]);
    await set({ ...onBase, size: position('0').size });
    expect(await positionsOf()).toEqual([position('3', '42000')]);
    await set(position('0'));
    expect(await positionsOf()).toEqual([]);

    async function positionsOf() {
      return (await peek(ledger, { accounts: [ATLAS] })).accounts.get(ATLAS)?.positions;
    }
  });

  it('gives positions back in one order, however their names sort in a locale', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS);
    const named = (instrument: string, chain: ChainId = ETHEREUM) => ({
      ...position('1', '1', chain),
      instrument: instrument as InstrumentId,
    });
    const given = ['b-PERP', 'B', 'a', 'BTC-PERP', 'BTC', 'A.1'].map((name) => named(name));
    await setPositions(
      ledger,
      { account: ATLAS, positions: [...given, named('BTC', OPTIMISM)] },
      FIRST_MOMENT,
    );
    const positions = (await peek(ledger, { accounts: [ATLAS] })).accounts.get(ATLAS)?.positions ?? [];
    expect(positions.map(({ instrument, chain }) => `${instrument} ${chain}`)).toEqual([
      'A.1 eip155:1',
      'B eip155:1',
      'BTC eip155:1',
      'BTC eip155:10',
      'BTC-PERP eip155:1',
      'a eip155:1',
      'b-PERP eip155:1',
    ]);
  });

  it('opens an account and links a wallet once, though many try at the same time', async () => {
    const { stores, balances } = opened();
    const command = accountToOpen(ATLAS, 100n);
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => openAccount(stores.ledger, command, FIRST_MOMENT)),
    );
    const refusals = attempts.flatMap((attempt) => (attempt.ok ? [] : [attempt.failure.code]));
    expect(refusals).toEqual(Array.from({ length: 7 }, () => 'ACCOUNT_EXISTS'));
    expect(await stores.outbox.bounds('account/atlas-main')).toEqual({ oldest: 1, newest: 1 });
    expect(shown(await balances())).toMatchObject({
      [`desk/atlas-main/available ${usdcOn(ETHEREUM)}`]: 100n,
    });

    const sameWallet = [ATLAS, BOREALIS].map((account) => ({
      ...accountToOpen(account),
      account: `${account}-2` as typeof account,
      wallets: [walletOf('the same')],
    }));
    const rivals = await Promise.all(
      sameWallet.map((rival) => openAccount(stores.ledger, rival, FIRST_MOMENT)),
    );
    expect(rivals.flatMap((rival) => (rival.ok ? [] : [rival.failure.code]))).toEqual(['WALLET_TAKEN']);
  });

  it('keeps holdings of an account apart by transfer', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS, 100n);
    const journeys = ['1', '2', '3'].map((message): Journey => ({ ...MOVE, message, raw: 10n }));
    await ingestLogs(
      { ledger, ...eventPorts },
      batchOfEvents(...journeys.map((journey) => bridgeEvent(journey, 'initiated'))),
    );
    const { balances } = await peek(ledger, { accounts: [ATLAS] });
    expect(holdingsOf(balances, ATLAS)).toEqual([
      { amount: tokenAmount(usdcOn(ETHEREUM), 70n), bucket: 'available' },
      ...journeys.map(({ message }) => ({
        amount: tokenAmount(usdcOn(ETHEREUM), 10n),
        bucket: 'in-transit',
        transfer: transferId(ACROSS, ETHEREUM, message),
      })),
    ]);
  });
}

function outcome(applied: number, duplicates: number) {
  return { applied, duplicates, refused: 0 };
}

function shown(balances: readonly Balance[]): Record<string, bigint> {
  return Object.fromEntries(
    balances.map(({ account, asset, raw }) => [`${ledgerAccountKey(account)} ${asset}`, raw]),
  );
}
