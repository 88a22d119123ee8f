import { expect, it } from '@jest/globals';
import { openAccount } from '@causeway/application/open-account';
import type { EventRecord } from '@causeway/application/ports';
import { holdingsOf } from '@causeway/domain/ledger';
import { expectOk, nativeAsset, tokenAmount, type AccountId, type DeskId } from '@causeway/domain/units';
import { peek } from '../../fixtures/accounts.js';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import { eventually, memoryInstallation, type BookedInstallation } from './collecting.js';
import { exampleNetwork, TRADER } from './example-layer.js';
import { describeLayers, HALTED, type TwoLayers } from './two-layers.js';

const SLOTS_IN_AN_EPOCH = 8;
const BLOCKS_TO_FINALITY = 2 * SLOTS_IN_AN_EPOCH;
const ACCOUNT = 'trader-main' as AccountId;

/** An installation whose books hold an account of the trader. */
async function withTrader(at: TwoLayers, installation = memoryInstallation()): Promise<BookedInstallation> {
  const ether = tokenAmount(nativeAsset(at.first.chain), 1_000_000n);
  const command = { account: ACCOUNT, desk: 'trader' as DeskId, wallets: [TRADER], deposits: [ether] };
  expectOk(await openAccount(installation.stores.ledger, command, FIRST_MOMENT));
  return installation;
}

/** All that the books hold: transfers with their histories, and the account's collateral. */
async function booksOf({ stores }: BookedInstallation) {
  const told = await stores.outbox.read('transfer/across', 0, 10_000);
  const ids = told.flatMap(({ event }) => (event.type === 'transfer.changed' ? [event.transfer.id] : []));
  const transfers = [...new Set(ids)].sort();
  const snapshot = await peek(stores.ledger, { transfers, accounts: [ACCOUNT] });
  const known = [...snapshot.transfers.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { transfers: known, holdings: holdingsOf(snapshot.balances, ACCOUNT) };
}

/** Waits until books that follow the chains have come to the newest block of each. */
async function follow(at: TwoLayers, installation: BookedInstallation): Promise<readonly string[]> {
  const notices: string[] = [];
  for (const layer of at.layers) {
    const { latest, finalised } = await layer.heads();
    const hash = await layer.hashOf(latest);
    await eventually(`${layer.chain} is followed to ${latest}`, async () => {
      notices.push(...(await installation.ingest(exampleNetwork(at.layers))).map(({ kind }) => kind));
      const chains = installation.stores.ledger.followedChains();
      const followed = chains.find(({ chain }) => chain === layer.chain);
      const isThere = followed?.status === 'following' && followed.tip.hash === hash;
      return isThere && followed.heads.finalised >= finalised;
    });
  }
  return notices;
}

/** The books of somebody who came when all was final, and never saw what was taken back. */
async function booksInHindsight(at: TwoLayers) {
  await Promise.all(at.layers.map((layer) => layer.mine(BLOCKS_TO_FINALITY)));
  const installation = await withTrader(at);
  at.start({ installation, settings: { readTo: 'latest' } });
  await follow(at, installation);
  return booksOf(installation);
}

async function transferCount(installation: BookedInstallation): Promise<number> {
  return (await booksOf(installation)).transfers.length;
}

const READ_TO_LATEST = { readTo: 'latest' as const, maximumRangeBlocks: 7 };

describeLayers(
  'a collector that reads blocks before they are final',
  (at) => {
    it('has the books undo what reorganisations of both layers take back', async () => {
      const installation = await withTrader(at);
      const collector = at.start({ installation, settings: READ_TO_LATEST });
      const notices: string[] = [];
      await at.first.deposit(at.second, at.newDeposit(), 5_000n);
      await at.second.fill(at.first, at.lastDeposit(), 5_000n);
      notices.push(...(await follow(at, installation)));
      const settled = await transferCount(installation);

      await at.first.deposit(at.second, at.newDeposit(), 7_000n);
      await at.second.fill(at.first, at.lastDeposit(), 7_000n);
      await at.first.mine(3);
      notices.push(...(await follow(at, installation)));
      expect(await transferCount(installation)).toBe(settled + 1);

      await at.first.reorganise(4);
      notices.push(...(await follow(at, installation)));
      expect(notices).toContain('reorganised');
      // The fill alone is left of it: an arrival without its departure.
      const [orphan] = (await booksOf(installation)).transfers.slice(-1);
      expect(orphan).toMatchObject({ sourceSeen: false, destinationSeen: true });

      await at.second.reorganise(2);
      await at.second.mine(1);
      notices.push(...(await follow(at, installation)));
      expect(await transferCount(installation)).toBe(settled);
      expect(notices.filter((kind) => kind === 'reorganised').length).toBeGreaterThanOrEqual(2);
      expect(notices).not.toContain('contradicted');

      const hindsight = await booksInHindsight(at);
      await follow(at, installation);
      expect(await booksOf(installation)).toEqual(hindsight);
      expect(await collector.metric('causeway_collector_orphaned_blocks_total', at.first.chain)).toBe(4);
      expect(await collector.metric(HALTED, at.first.chain)).toBe(0);
    });

    it('follows a chain that goes back and takes another way, and one that comes back to its first', async () => {
      const installation = await withTrader(at);
      at.start({ installation, settings: READ_TO_LATEST });
      await follow(at, installation);
      const goBack = await at.first.remember();
      await at.first.deposit(at.second, at.newDeposit(), 9_000n);
      await at.first.mine(4);
      await follow(at, installation);
      await goBack();
      // Shorter than what was collected for a while.
      await at.first.mine(1);
      await at.first.deposit(at.second, at.newDeposit(), 11_000n);
      await follow(at, installation);
      await at.first.mine(9);
      await follow(at, installation);
      const hindsight = await booksInHindsight(at);
      await follow(at, installation);
      expect(await booksOf(installation)).toEqual(hindsight);
    });

    it('tells blocks again that whoever follows the chain has lost, and lets it go on', async () => {
      const installation = await withTrader(at);
      let losing = false;
      const lossy: BookedInstallation = {
        ...installation,
        eventLog: {
          append: async (topic, records: readonly EventRecord[]) => {
            if (!losing) await installation.eventLog.append(topic, records);
          },
        },
      };
      const collector = at.start({ installation: lossy, settings: READ_TO_LATEST });
      await follow(at, installation);
      losing = true;
      await at.first.deposit(at.second, at.newDeposit(), 13_000n);
      await at.first.mine(2);
      const { latest } = await at.first.heads();
      await eventually('the blocks are lost', async () => {
        const cursor = await installation.collectors.cursor(at.first.chain);
        return cursor !== undefined && cursor.nextBlock > latest;
      });
      losing = false;
      await at.first.deposit(at.second, at.newDeposit(), 15_000n);
      expect(await follow(at, installation)).toEqual(['gapped', 'gap-closed']);
      expect(
        await collector.metric('causeway_collector_backfilled_blocks_total', at.first.chain),
      ).toBeGreaterThanOrEqual(3);
      expect(collector.problems.join()).toContain('lacks blocks: tells them again');
      const hindsight = await booksInHindsight(at);
      await follow(at, installation);
      expect(await booksOf(installation)).toEqual(hindsight);
    });

    it('is not confused by blocks that were lost on a branch that the chain has left since', async () => {
      const installation = await withTrader(at);
      let losing = false;
      const lossy: BookedInstallation = {
        ...installation,
        eventLog: {
          append: async (topic, records: readonly EventRecord[]) => {
            if (!losing) await installation.eventLog.append(topic, records);
          },
        },
      };
      at.start({ installation: lossy, settings: READ_TO_LATEST });
      await at.first.deposit(at.second, at.newDeposit(), 17_000n);
      await at.first.mine(5);
      await follow(at, installation);
      losing = true;
      await at.first.reorganise(6);
      const { latest } = await at.first.heads();
      await eventually('the new branch is lost', async () => {
        const cursor = await installation.collectors.cursor(at.first.chain);
        const now = cursor?.recent?.at(-1);
        return now?.number === latest && now.hash === (await at.first.hashOf(latest));
      });
      losing = false;
      await at.first.mine(1);
      await follow(at, installation);
      const hindsight = await booksInHindsight(at);
      await follow(at, installation);
      expect(await booksOf(installation)).toEqual(hindsight);
    });

    it('proves what it collects when it checks receipts against the header', async () => {
      const installation = await withTrader(at);
      at.start({
        installation,
        settings: {
          ...READ_TO_LATEST,
          verification: { everyHeader: true, receiptsRoot: new Set([at.first.chain]) },
        },
      });
      await at.first.deposit(at.second, at.newDeposit(), 19_000n);
      await follow(at, installation);
      const { transfers } = await booksOf(installation);
      const transfer = transfers.find(({ sent }) => sent?.raw === 19_000n);
      const evidence = { basis: 'receipts-root', chain: at.first.chain };
      expect(transfer?.history).toMatchObject([{ stage: 'initiated', proven: evidence }]);
      const told = await installation.stores.outbox.read(`account/${ACCOUNT}`, 0, 1_000);
      const [last] = told.slice(-1);
      expect(last?.event).toMatchObject({
        account: {
          holdings: expect.arrayContaining([
            expect.objectContaining({
              bucket: 'in-transit',
              proven: expect.objectContaining({ evidence: expect.objectContaining(evidence), raw: 19_000n }),
            }),
          ]),
        },
      });
    });

    it('halts when a final block is taken back, and tells nothing of it', async () => {
      const installation = await withTrader(at);
      const goBack = await at.second.remember();
      await at.second.mine(BLOCKS_TO_FINALITY + 4);
      const collector = at.start({ installation, settings: READ_TO_LATEST });
      await follow(at, installation);
      await goBack();
      await at.second.fill(at.first, at.newDeposit(), 21_000n);
      await at.second.mine(BLOCKS_TO_FINALITY + 6);
      await eventually(
        'the chain halts',
        async () => (await collector.metric(HALTED, at.second.chain)) === 1,
      );
      expect(collector.problems.join()).toContain('FINAL_BLOCK_CHANGED');
      await installation.ingest(exampleNetwork(at.layers));
      expect(
        installation.stores.ledger.followedChains().find(({ chain }) => chain === at.second.chain)?.status,
      ).toBe('following');
    });
  },
  SLOTS_IN_AN_EPOCH,
);
