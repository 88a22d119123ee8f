import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { deadLetterContract } from './dead-letter-contract.js';
import { engineContract } from './engine-contract.js';
import { finalityContract } from './finality-contract.js';
import type { OpenedStores, StoresUnderTest } from './harness.js';
import { ledgerContract } from './ledger-contract.js';
import { ledgerSnapshotContract } from './ledger-snapshot-contract.js';
import { outboxContract } from './outbox-contract.js';
import { policyContract } from './policy-contract.js';
import { provenBalanceContract } from './proven-balance-contract.js';
import { reorganisationContract } from './reorganisation-contract.js';
import { replayContract } from './replay-contract.js';
import { routeSettlementContract } from './route-settlement-contract.js';
import { settlementContract } from './settlement-contract.js';
import { systemicRiskContract } from './systemic-risk-contract.js';
import { trackingContract } from './tracking-contract.js';

/** What all stores have to do, whatever they are made of. */
export function describeStores(underTest: StoresUnderTest): void {
  describe(underTest.name, () => {
    let suite: Awaited<ReturnType<StoresUnderTest['open']>> | undefined;
    let current: OpenedStores | undefined;
    beforeAll(async () => {
      suite = await underTest.open();
    });
    beforeEach(async () => {
      current = await suite?.empty();
    });
    afterAll(() => suite?.close());
    const opened = (): OpenedStores => {
      if (current === undefined) throw new Error('the stores were not opened');
      return current;
    };

    describe('the ledger', () => {
      ledgerSnapshotContract(opened);
      ledgerContract(opened);
      settlementContract(opened);
    });
    describe('the transfers under way', () => trackingContract(opened));
    describe('the settlements of routes', () => routeSettlementContract(opened));
    describe('the ledger, when chains reorganise', () => {
      finalityContract(opened);
      reorganisationContract(opened);
    });
    describe('the ledger, with proofs of balances', () => provenBalanceContract(opened));
    describe('the outbox', () => outboxContract(opened));
    describe('the engines', () => engineContract(opened));
    describe('the policies', () => policyContract(opened));
    describe('the systemic-risk actions', () => systemicRiskContract(opened));
    describe('the dead letters', () => deadLetterContract(opened));
    describe('the replays', () => replayContract(opened));
  });
}
