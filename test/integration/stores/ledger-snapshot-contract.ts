import { expect, it } from '@jest/globals';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { setPositions } from '@causeway/application/set-positions';
import { deposit, holdingsOf, type LedgerAccount } from '@causeway/domain/ledger';
import { expectOk, nativeAsset, tokenAmount, transferId, type AccountId } from '@causeway/domain/units';
import { NO_LEDGER_CHANGES } from '@causeway/application/ports';
import { ATLAS, BOREALIS, open, peek, position } from '../../fixtures/accounts.js';
import {
  ACROSS,
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
  sender: walletOf(ATLAS),
  recipient: walletOf(BOREALIS),
};
const MOVE_ID = transferId(ACROSS, ETHEREUM, '7');

/** What a decision is shown of the books. */
export function ledgerSnapshotContract(opened: OpenStores): void {
  it('shows an account that is named, with positions and balances, and nothing of the others', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS, 100n);
    await open(ledger, BOREALIS, 30n);
    await setPositions(ledger, { account: ATLAS, positions: [position('-2.5')] }, FIRST_MOMENT);
    const snapshot = await peek(ledger, { accounts: [ATLAS, 'nobody' as AccountId] });
    expect([...snapshot.accounts]).toEqual([
      [ATLAS, { account: ATLAS, desk: 'atlas', seq: 2, positions: [position('-2.5')] }],
    ]);
    expect(holdingsOf(snapshot.balances, ATLAS)).toEqual([
      { amount: tokenAmount(usdcOn(ETHEREUM), 100n), bucket: 'available' },
    ]);
    expect(holdingsOf(snapshot.balances, BOREALIS)).toEqual([]);
    expect(snapshot.transfers.size + snapshot.walletOwners.size + snapshot.appliedLogs.size).toBe(0);
  });

  it('shows the accounts behind the wallets that are named', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS, 100n);
    const snapshot = await peek(ledger, { wallets: [walletOf(ATLAS), walletOf('a stranger')] });
    expect([...snapshot.walletOwners]).toEqual([[walletOf(ATLAS), ATLAS]]);
    expect([...snapshot.accounts.keys()]).toEqual([ATLAS]);
    expect(holdingsOf(snapshot.balances, ATLAS)).toHaveLength(1);
  });

  it('shows the accounts behind the wallets of a transfer that is named', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS, 100n);
    await open(ledger, BOREALIS);
    await ingestLogs({ ledger, ...eventPorts }, batchOfEvents(bridgeEvent(MOVE, 'initiated')));
    const snapshot = await peek(ledger, { transfers: [MOVE_ID] });
    expect(snapshot.transfers.get(MOVE_ID)).toMatchObject({ stage: 'initiated', sender: walletOf(ATLAS) });
    expect([...snapshot.walletOwners].sort()).toEqual(
      [
        [walletOf(ATLAS), ATLAS],
        [walletOf(BOREALIS), BOREALIS],
      ].sort(),
    );
    expect([...snapshot.accounts.keys()].sort()).toEqual([ATLAS, BOREALIS]);
  });

  it('shows the account whose units ride on a transfer, though no wallet leads to it', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS, 100n);
    const cause = { reference: 'by hand', at: FIRST_MOMENT };
    const available: LedgerAccount = { kind: 'desk', account: ATLAS, bucket: 'available' };
    const transit: LedgerAccount = { kind: 'desk', account: ATLAS, bucket: 'in-transit', transfer: MOVE_ID };
    const { sender: _sender, recipient: _recipient, ...anonymous } = MOVE;
    await ingestLogs({ ledger, ...eventPorts }, batchOfEvents(bridgeEvent(anonymous, 'initiated')));
    await ledger.transact({ logs: [], transfers: [], wallets: [], accounts: [ATLAS] }, () => ({
      changes: {
        ...NO_LEDGER_CHANGES,
        postings: [{ asset: usdcOn(ETHEREUM), raw: 25n, from: available, to: transit, cause }],
      },
      outcome: undefined,
    }));
    const snapshot = await peek(ledger, { transfers: [MOVE_ID] });
    expect([...snapshot.accounts.keys()]).toEqual([ATLAS]);
    expect(holdingsOf(snapshot.balances, ATLAS)).toEqual([
      { amount: tokenAmount(usdcOn(ETHEREUM), 75n), bucket: 'available' },
      { amount: tokenAmount(usdcOn(ETHEREUM), 25n), bucket: 'in-transit', transfer: MOVE_ID },
    ]);
  });

  it('shows every transfer that carries units of an account, and none that has ended', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS, 100n);
    const ports = { ledger, ...eventPorts };
    const ended: Journey = { ...MOVE, message: '8' };
    await ingestLogs(
      ports,
      batchOfEvents(
        bridgeEvent(MOVE, 'initiated'),
        bridgeEvent(ended, 'initiated'),
        bridgeEvent(ended, 'finalised'),
      ),
    );
    const snapshot = await peek(ledger, { accounts: [ATLAS] });
    expect([...snapshot.transfers.keys()]).toEqual([MOVE_ID]);
    expect(snapshot.transfers.get(MOVE_ID)).toEqual(
      (await peek(ledger, { transfers: [MOVE_ID] })).transfers.get(MOVE_ID),
    );
  });

  it('shows which of the named logs have been applied', async () => {
    const { ledger } = opened().stores;
    const [first, second] = [bridgeEvent(MOVE, 'initiated'), bridgeEvent(MOVE, 'finalised')];
    await ingestLogs({ ledger, ...eventPorts }, batchOfEvents(first));
    const snapshot = await peek(ledger, { logs: [first.logId, second.logId] });
    expect([...snapshot.appliedLogs]).toEqual([first.logId]);
  });

  it('keeps amounts and sizes exact to the last digit', async () => {
    const { ledger } = opened().stores;
    await open(ledger, ATLAS);
    const uint256 = 2n ** 256n - 1n;
    const ether = nativeAsset(OPTIMISM);
    const precise = position(`-${'9'.repeat(20)}.${'1'.repeat(40)}`, `0.${'0'.repeat(39)}1`);
    await ledger.transact({ logs: [], transfers: [], wallets: [], accounts: [ATLAS] }, () => ({
      changes: {
        ...NO_LEDGER_CHANGES,
        postings: [
          expectOk(deposit(ATLAS, tokenAmount(ether, uint256), { reference: 'by hand', at: FIRST_MOMENT })),
        ],
      },
      outcome: undefined,
    }));
    await setPositions(ledger, { account: ATLAS, positions: [precise] }, FIRST_MOMENT);
    const snapshot = await peek(ledger, { accounts: [ATLAS] });
    expect(holdingsOf(snapshot.balances, ATLAS)).toEqual([
      { amount: tokenAmount(ether, uint256), bucket: 'available' },
    ]);
    expect(snapshot.accounts.get(ATLAS)?.positions).toEqual([precise]);
  });
}
