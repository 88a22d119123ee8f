import { activatePolicy, proposePolicy } from '@causeway/application/change-policy';
import { openAccount } from '@causeway/application/open-account';
import { setPositions } from '@causeway/application/set-positions';
import type { Stores } from '@causeway/adapters/store-postgres';
import { decodeRiskPolicy } from '@causeway/adapters/wire';
import { expectOk, type UnixMilliseconds } from '@causeway/domain/units';
import type { Sample } from './sample-files.js';

const SEEDED_BY = 'sample';

/**
 * Puts the sample's policy into effect and opens its accounts, each step settled before the next, so that they
 * take effect in one order. Steps that were taken before a restart are passed over.
 */
export async function seedSample(
  { ledger, policies }: Pick<Stores, 'ledger' | 'policies'>,
  { policyDocument, desks }: Sample,
  at: UnixMilliseconds,
  settle: () => Promise<void>,
): Promise<void> {
  const ports = { policies, parsePolicy: decodeRiskPolicy };
  const [first] = await policies.all();
  const proposed =
    first ?? expectOk(await proposePolicy(ports, { document: policyDocument, by: SEEDED_BY }, at));
  if (proposed.status === 'proposed') {
    expectOk(await activatePolicy(ports, { version: proposed.version, by: SEEDED_BY }, at));
  }
  await settle();
  for (const { account, desk, wallets, deposits, positions } of desks.accounts) {
    const opened = await openAccount(ledger, { account, desk, wallets, deposits }, at);
    if (!opened.ok && opened.failure.code !== 'ACCOUNT_EXISTS') expectOk(opened);
    await settle();
    expectOk(await setPositions(ledger, { account, positions }, at));
    await settle();
  }
}
