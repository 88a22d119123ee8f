import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { BackingServices } from '@causeway/adapters/backing-services';
import { systemClock, type Role } from '@causeway/adapters/roles';
import { knownBalanceSlots } from '@causeway/adapters/state-proofs';
import { decodeRiskPolicy, priceFormat } from '@causeway/adapters/wire';
import { activatePolicy, proposePolicy } from '@causeway/application/change-policy';
import { checkDrained } from '@causeway/application/check-drained';
import { openAccount } from '@causeway/application/open-account';
import { CHAIN_LOGS, MARKET_PRICES, type EventRecord } from '@causeway/application/ports';
import { setPositions } from '@causeway/application/set-positions';
import { NETWORK } from '@causeway/domain/network';
import {
  decimal,
  evmChain,
  expectOk,
  parseAccountId,
  parseDeskId,
  parseInstrumentId,
  tokenAmount,
  type Address,
} from '@causeway/domain/units';
import { startEngine } from '../../apps/engine/start-engine.js';
import { readLiquidityGraph } from '../../apps/api/liquidity-graph.js';
import { markPrices } from '../margin/random-accounts.js';
import { LANES } from './bridge-traffic.js';

const POLL_MILLISECONDS = 5;
const APPEND_BATCH = 500;
const DEADLINE_MILLISECONDS = 300_000;

/** Puts the house policy, prices and an account for each wallet in place, with USDC on every layer. */
export async function prepareBooks(services: BackingServices, wallets: readonly Address[]): Promise<void> {
  const { stores, eventLog } = services;
  const at = systemClock();
  const ports = { policies: stores.policies, parsePolicy: decodeRiskPolicy };
  const document: unknown = JSON.parse(readFileSync('policies/house.json', 'utf8'));
  const { version } = expectOk(await proposePolicy(ports, { document, by: 'bench' }, at));
  expectOk(await activatePolicy(ports, { version, by: 'bench' }, at));
  const prices = [...markPrices().values()].map((price) => ({
    key: price.symbol,
    value: priceFormat.encodeText(price),
    headers: {},
  }));
  await eventLog.append(MARKET_PRICES, prices);
  for (const [index, wallet] of wallets.entries()) {
    const account = expectOk(parseAccountId(`account-${index}`));
    const desk = expectOk(parseDeskId(`desk-${index % 20}`));
    const deposits = LANES.map(({ asset }) => tokenAmount(asset, 500_000_000_000n));
    expectOk(await openAccount(stores.ledger, { account, desk, wallets: [wallet], deposits }, at));
    const position = {
      instrument: expectOk(parseInstrumentId('BTC-PERP')),
      chain: evmChain(10),
      size: decimal('5'),
      entryPrice: decimal('46000'),
    };
    expectOk(await setPositions(stores.ledger, { account, positions: [position] }, at));
  }
}

/** Runs an engine process's roles over the services while `work` runs, and stops them. */
export async function withEngine<Outcome>(
  services: BackingServices,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const log = {
    info: () => undefined,
    warn: (facts: object, message: string) => console.error(message, facts),
  };
  const conservation = { patienceSeconds: 21_600, clockToleranceSeconds: 60, openingSeconds: 7_776_000 };
  const liquidity = await readLiquidityGraph('examples/liquidity/graph.json');
  const balanceSlots = knownBalanceSlots(NETWORK);
  const systemicRiskWatch = { everySeconds: 0, timePercent: 1, maximumAccounts: 1 };
  const running = { leaseSeconds: 10, clock: systemClock, systemicRiskWatch };
  const settings = { ...running, conservation, balanceSlots, liquidity };
  const roles = await startEngine(services, settings, log);
  try {
    return await Promise.race([work(), failureOf(roles)]);
  } finally {
    for (const role of [...roles].reverse()) await role.stop();
  }
}

/** Resolves when everything appended has taken effect. @throws Error when that takes minutes */
export async function untilDrained({ eventLog, stores }: BackingServices): Promise<void> {
  const deadline = performance.now() + DEADLINE_MILLISECONDS;
  while (!(await checkDrained({ ...stores, eventLog }))) {
    if (performance.now() > deadline) throw new Error('the pipeline did not drain in time');
    await pause(POLL_MILLISECONDS);
  }
}

/** Records per second from before they are appended to the log until the margin engines have committed them. */
export async function endToEnd(services: BackingServices, records: readonly EventRecord[]): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < records.length; from += APPEND_BATCH) {
    await services.eventLog.append(CHAIN_LOGS, records.slice(from, from + APPEND_BATCH));
  }
  await untilDrained(services);
  return (records.length * 1_000) / (performance.now() - startedAt);
}

function failureOf(roles: readonly Role[]): Promise<never> {
  return Promise.race(
    roles.map(({ name, finished }) =>
      finished.then(() => Promise.reject<never>(new Error(`${name} ended by itself`))),
    ),
  );
}
