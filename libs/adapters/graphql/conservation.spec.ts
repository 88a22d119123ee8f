import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runApi, type RunningApi } from './testing/running-api.js';
import { ALERT, WALLET } from './testing/sample.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.memory.received.length = 0;
});

const ALERT_FIELDS = `id bridge code severity status freezesBridge asset raisedAt settledAt
  arrival { kind chain sourceChain messageId recipient amount { raw quantity symbol } } departure { id }`;
const SHOWN = {
  id: ALERT.id,
  bridge: 'across',
  code: 'UNEXPLAINED_ARRIVAL',
  severity: 'ALARM',
  status: 'OPEN',
  freezesBridge: true,
  asset: 'USDC',
  raisedAt: '2022-01-21T14:05:00.000Z',
  settledAt: null,
  arrival: {
    kind: 'RELEASE',
    chain: 'eip155:42161',
    sourceChain: 'eip155:10',
    messageId: '8',
    recipient: WALLET,
    amount: { raw: '5000000', quantity: '5', symbol: 'USDC' },
  },
  departure: null,
};

describe('alerts on bridges', () => {
  const list = (filter: string) =>
    api.query(`{ bridgeAlerts(filter: ${filter}) { edges { node { ${ALERT_FIELDS} } } } }`);

  it('show what arrived, how much of it, and what is wrong with it', async () => {
    expect(await list('{ bridge: "across", status: OPEN }')).toMatchObject({
      data: { bridgeAlerts: { edges: [{ node: SHOWN }] } },
    });
  });

  it('are listed by bridge and status', async () => {
    expect(await list('{ bridge: "nomad" }')).toMatchObject({ data: { bridgeAlerts: { edges: [] } } });
    expect(await list('{ status: CLOSED }')).toMatchObject({ data: { bridgeAlerts: { edges: [] } } });
    expect((await list('{ bridge: "Not A Bridge" }')).errors).toMatchObject([
      { extensions: { field: 'filter.bridge' } },
    ]);
  });

  it('are closed by an operator who says why', async () => {
    const close = (by: string) =>
      api.query(
        `mutation { closeBridgeAlert(id: "${ALERT.id}", by: "${by}", reason: "reader was behind") { id status freezesBridge } }`,
      );
    expect(await close('ada')).toMatchObject({
      data: { closeBridgeAlert: { id: ALERT.id, status: 'CLOSED', freezesBridge: false } },
    });
    expect(api.memory.received).toEqual([{ alert: ALERT.id, by: 'ada', reason: 'reader was behind' }]);
    expect((await close(' ')).errors).toMatchObject([{ extensions: { code: 'INVALID_OPERATOR' } }]);
  });
});

describe('what bridges hold', () => {
  it('is told asset by asset, with whether the bridge is frozen', async () => {
    const answer = await api.query(`{
      bridgeConservation {
        bridge isFrozen
        positions { asset locked burned minted released inFlight fees awaiting unexplained opening }
      }
      chainRecords { chain since through }
    }`);
    const nothing = { locked: '0', burned: '0', minted: '0', inFlight: '0', fees: '0', awaiting: '0' };
    expect(answer).toMatchObject({
      data: {
        bridgeConservation: [
          {
            bridge: 'across',
            isFrozen: true,
            positions: [
              { asset: 'USDC', ...nothing, released: '5000000', unexplained: '5000000', opening: '0' },
            ],
          },
        ],
        chainRecords: [
          {
            chain: 'eip155:10',
            since: '2022-01-21T13:05:00.000Z',
            through: '2022-01-21T14:05:00.000Z',
          },
        ],
      },
    });
  });
});

describe('what one bridge holds', () => {
  it('is told alone', async () => {
    const ask = (bridge: string) => api.query(`{ bridgeConservation(bridge: "${bridge}") { bridge } }`);
    expect(await ask('across')).toMatchObject({ data: { bridgeConservation: [{ bridge: 'across' }] } });
    expect(await ask('nomad')).toMatchObject({ data: { bridgeConservation: [] } });
    expect((await ask('No Bridge')).errors).toMatchObject([{ extensions: { field: 'bridge' } }]);
  });
});

describe('GET /metrics', () => {
  it('tells which bridges are frozen and how far chains are on record', async () => {
    const body = await (await fetch(`http://${await api.listen()}/metrics`)).text();
    expect(body).toContain('causeway_bridge_frozen{bridge="across"} 1');
    expect(body).toContain('causeway_chain_record_end_timestamp_seconds{chain="eip155:10"} 1642773900');
  });
});
