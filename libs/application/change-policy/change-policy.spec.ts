import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { decodeRiskPolicy } from '@causeway/adapters/wire';
import { addSeconds, expectOk, type PolicyVersion } from '@causeway/domain/units';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { houseDocument, housePolicy, withThresholds } from '../../../test/fixtures/margin.js';
import { activatePolicy, proposePolicy } from './index.js';

const LATER = addSeconds(FIRST_MOMENT, 60);

function setUp() {
  const { policies, outbox } = createMemoryStores();
  const ports = { policies, parsePolicy: decodeRiskPolicy };
  return {
    policies,
    outbox,
    propose: (document: unknown = houseDocument) =>
      proposePolicy(ports, { document, by: 'ada' }, FIRST_MOMENT),
    activate: (version: number) =>
      activatePolicy(ports, { version: version as PolicyVersion, by: 'grace' }, LATER),
  };
}

describe('proposePolicy', () => {
  it('keeps a document as the next version and puts nothing into effect', async () => {
    const { propose, policies, outbox } = setUp();
    const first = expectOk(await propose());
    expect(first).toEqual({
      version: 1,
      status: 'proposed',
      name: 'House policy',
      document: houseDocument,
      proposedBy: 'ada',
      proposedAt: FIRST_MOMENT,
    });
    expect(expectOk(await propose()).version).toBe(2);
    expect(await policies.all()).toEqual([first, { ...first, version: 2 }]);
    expect(await outbox.backlog()).toBe(0);
  });

  it.each([
    ['a document of another form', { ...houseDocument, name: 7 }, 'INVALID_DOCUMENT', '/name'],
    [
      'a policy that contradicts itself',
      {
        ...houseDocument,
        margin: { ...houseDocument.margin, health: { ...houseDocument.margin.health, liquidation: '0.9' } },
      },
      'INVALID_POLICY',
      '/margin/health/liquidation',
    ],
  ])('refuses %s and names the field', async (_, document, code, field) => {
    const { propose, policies } = setUp();
    expect(await propose(document)).toMatchObject({ ok: false, failure: { code, field } });
    expect(await policies.all()).toEqual([]);
  });
});

describe('activatePolicy', () => {
  it('puts a proposed version into effect and supersedes the one before', async () => {
    const { propose, activate, policies, outbox } = setUp();
    await propose();
    await propose();
    expect(await activate(1)).toMatchObject({
      ok: true,
      value: { version: 1, status: 'active', activatedBy: 'grace', activatedAt: LATER },
    });
    await activate(2);
    expect((await policies.all()).map(({ version, status }) => [version, status])).toEqual([
      [1, 'superseded'],
      [2, 'active'],
    ]);
    expect((await outbox.read('policy', 0, 10)).map(({ event }) => event)).toEqual([
      { type: 'policy.activated', policy: housePolicy, at: LATER },
      { type: 'policy.activated', policy: withThresholds(housePolicy, 2, {}), at: LATER },
    ]);
  });

  it('refuses a version that was never proposed', async () => {
    const { activate } = setUp();
    expect(await activate(1)).toMatchObject({
      failure: { code: 'UNKNOWN_POLICY_VERSION', field: 'version' },
    });
  });

  it('refuses a version that is, or was, in effect', async () => {
    const { propose, activate, outbox } = setUp();
    await propose();
    await propose();
    await activate(1);
    expect(await activate(1)).toMatchObject({ failure: { code: 'POLICY_NOT_PROPOSED', field: 'version' } });
    await activate(2);
    expect(await activate(1)).toMatchObject({ failure: { code: 'POLICY_NOT_PROPOSED', field: 'version' } });
    expect(await outbox.backlog()).toBe(2);
  });

  it('refuses a version that is older than the one in effect', async () => {
    const { propose, activate, policies } = setUp();
    await propose();
    await propose();
    await activate(2);
    expect(await activate(1)).toMatchObject({ failure: { code: 'POLICY_OUTDATED', field: 'version' } });
    expect((await policies.all()).map(({ status }) => status)).toEqual(['proposed', 'active']);
  });
});
