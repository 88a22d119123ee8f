import { expect, it } from '@jest/globals';
import type { PolicyRecord } from '@causeway/application/ports';
import type { PolicyVersion } from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../fixtures/bridge-events.js';
import { housePolicy, withThresholds } from '../../fixtures/margin.js';
import type { OpenStores } from './harness.js';

function proposal(version: number): PolicyRecord {
  return {
    version: version as PolicyVersion,
    status: 'proposed',
    name: `Policy ${version}`,
    document: { nested: { list: ['0.10', null, { deep: true }] } },
    proposedBy: 'ada',
    proposedAt: FIRST_MOMENT,
  };
}

/** What a policy store has to do. */
export function policyContract(opened: OpenStores): void {
  it('keeps versions with their history, oldest first, and replaces them by number', async () => {
    const { policies } = opened().stores;
    expect(await policies.all()).toEqual([]);
    await policies.transact(() => ({ upserts: [proposal(2), proposal(1)], outbox: [], outcome: undefined }));
    const active: PolicyRecord = {
      ...proposal(1),
      status: 'active',
      activatedBy: 'grace',
      activatedAt: FIRST_MOMENT,
    };
    const seen = await policies.transact((existing) => ({
      upserts: [active],
      outbox: [],
      outcome: existing,
    }));
    expect(seen).toEqual([proposal(1), proposal(2)]);
    expect(await policies.all()).toEqual([active, proposal(2)]);
  });

  it('writes nothing when the decision throws', async () => {
    const { policies } = opened().stores;
    const failure = new Error('a bug in the decision');
    const attempt = policies.transact(() => {
      throw failure;
    });
    await expect(attempt).rejects.toBe(failure);
    expect(await policies.all()).toEqual([]);
  });

  it('decides one change after another, and publishes with each', async () => {
    const { policies, outbox } = opened().stores;
    await Promise.all(
      Array.from({ length: 6 }, () =>
        policies.transact((existing) => {
          const version = (existing.length + 1) as PolicyVersion;
          return {
            upserts: [proposal(version)],
            outbox: [
              {
                stream: 'policy',
                key: 'policy',
                event: {
                  type: 'policy.activated',
                  policy: withThresholds(housePolicy, version, {}),
                  at: FIRST_MOMENT,
                },
              },
            ],
            outcome: undefined,
          };
        }),
      ),
    );
    expect((await policies.all()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    const events = await outbox.read('policy', 0, 10);
    const versions = events.map(({ seq, event }) => [
      seq,
      event.type === 'policy.activated' ? event.policy.version : 0,
    ]);
    expect(versions).toEqual([1, 2, 3, 4, 5, 6].map((number) => [number, number]));
  });
}
