import { readFileSync } from 'node:fs';
import { decodeRiskPolicy } from '@causeway/adapters/wire';
import { applyEngineInput, EngineMemory } from '@causeway/application/margin-engine';
import {
  assetDirectoryOf,
  evaluateMargin,
  type MarginAccount,
  type MarginPolicy,
} from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import type { RiskPolicy } from '@causeway/domain/policy';
import { expectOk, type PolicyVersion, type UnixMilliseconds } from '@causeway/domain/units';
import { ratesOf, type Work } from '../measure.js';
import { rate, times, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';
import { evaluateFloats, foldAccount, type FloatAccount } from './float-margin.js';
import { markPrices, priceStates, MARKS, priceAt, randomAccounts } from './random-accounts.js';

const ACCOUNTS = 1_000;
const TICKED = 'BTC-PERP';
/** Relative; the exact evaluation rounds each step to 10⁻⁸ USD, the floats to 53 bits. */
const AGREEMENT = 1e-9;

const directory = assetDirectoryOf(NETWORK);

/** Exact margin evaluation and price ticks, against the same formula in binary floats. */
export function marginSection(random: SeededRandom): Section {
  const risk = housePolicy();
  const policy = risk.margin;
  const accounts = randomAccounts(random, ACCOUNTS);
  const folded = accounts.map((account) => foldAccount(account, policy, directory));
  const prices = { id: 'bench', prices: markPrices() };
  accounts.forEach((account, index) => mustAgree(account, folded[index], policy));
  const exposed = accounts.filter(({ positions }) =>
    positions.some(({ instrument }) => instrument === TICKED),
  );
  const exposedFolded = exposed.map((account) => foldAccount(account, policy, directory));
  const rates = ratesOf({
    exact: () => {
      for (const account of accounts) evaluateMargin(account, prices, policy, directory);
      return accounts.length;
    },
    floats: () => sweep(folded, MARKS),
    ticks: tickWork(random, accounts, risk),
    changes: changeWork(accounts, risk),
    rebuild: rebuildWork(accounts, risk),
    floatTicks: floatTickWork(random, exposedFolded),
  });
  const floats = 'binary floats';
  return {
    title: `margin: ${ACCOUNTS} accounts of 3 collaterals and 3 positions, ${exposed.length} of them exposed to ${TICKED}`,
    figures: [
      {
        label: 'evaluateMargin, exact, with all its parts',
        figure: rate(rates.exact, 'accounts'),
        ratio: times(rates.exact, rates.floats, floats),
      },
      { label: 'binary floats, folded, totals only', figure: rate(rates.floats, 'accounts') },
      {
        label: 'price tick through the engine, to every account it concerns',
        figure: rate(rates.ticks, 'ticks'),
        ratio: times(rates.ticks, rates.floatTicks, floats),
      },
      {
        label: 'price tick over the same accounts in binary floats',
        figure: rate(rates.floatTicks, 'ticks'),
      },
      {
        label: 'change of an account through the engine: evaluated, told, folded',
        figure: rate(rates.changes, 'accounts'),
        ratio: times(rates.changes, rates.exact, 'evaluateMargin'),
      },
      {
        label: 'engine taken up from its checkpoint: evaluated, folded',
        figure: rate(rates.rebuild, 'accounts'),
        ratio: times(rates.rebuild, rates.exact, 'evaluateMargin'),
      },
    ],
  };
}

function housePolicy(): RiskPolicy {
  const document: unknown = JSON.parse(readFileSync('policies/house.json', 'utf8'));
  return expectOk(decodeRiskPolicy(document, 1 as PolicyVersion));
}

/** A baseline that computed something else would be worth nothing. */
function mustAgree(account: MarginAccount, folded: FloatAccount | undefined, policy: MarginPolicy): void {
  const exact = evaluateMargin(account, { id: 'bench', prices: markPrices() }, policy, directory);
  const floats = folded === undefined ? undefined : evaluateFloats(folded, MARKS);
  for (const total of ['equity', 'initialMargin', 'maintenanceMargin'] as const) {
    const difference = Math.abs((floats?.[total] ?? NaN) - exact[total].toNumber());
    if (difference <= AGREEMENT * exact.accountValue.abs().add(exact.initialMargin).toNumber()) continue;
    throw new Error(`${total} of ${account.account}: ${exact[total].toFixed()} is not ${floats?.[total]}`);
  }
}

function sweep(accounts: readonly FloatAccount[], marks: ReadonlyMap<string, number>): number {
  let breaches = 0;
  for (const account of accounts) {
    const { equity, maintenanceMargin } = evaluateFloats(account, marks);
    if (equity < maintenanceMargin) breaches += 1;
  }
  if (breaches > accounts.length) throw new Error('more breaches than accounts');
  return accounts.length;
}

/** An engine's checkpoint before any account has been told to it. */
function emptyCheckpoint(policy: RiskPolicy) {
  return { accounts: new Map(), prices: priceStates(), priceSeq: 0, policy, cursors: new Map() };
}

/** Each tick moves the price by up to 5 basis points and is committed as the engine would, to nowhere. */
function tickWork(random: SeededRandom, accounts: readonly MarginAccount[], policy: RiskPolicy): Work {
  const known = new Map(accounts.map((account) => [account.account, { account, caseCount: 0 }]));
  const memory = new EngineMemory(0, { ...emptyCheckpoint(policy), accounts: known }, directory);
  let time = 0;
  return () => {
    time += 1;
    const price = priceAt(TICKED, nextMark(random).toFixed(1), time);
    applyEngineInput(memory, { kind: 'price', price }, directory);
    memory.takeChanges();
    return 1;
  };
}

/** Tells an engine each account again as a newer version of itself. */
function changeWork(accounts: readonly MarginAccount[], policy: RiskPolicy): Work {
  const memory = new EngineMemory(0, emptyCheckpoint(policy), directory);
  let round = 0;
  return () => {
    round += 1;
    tellAll(memory, accounts, round);
    memory.takeChanges();
    return accounts.length;
  };
}

/** Makes engines of a checkpoint in which every account is as it was told last. */
function rebuildWork(accounts: readonly MarginAccount[], policy: RiskPolicy): Work {
  const memory = new EngineMemory(0, emptyCheckpoint(policy), directory);
  tellAll(memory, accounts, 0);
  const told = memory.takeChanges().accounts.map((known) => [known.account.account, known] as const);
  const checkpoint = { ...emptyCheckpoint(policy), accounts: new Map(told) };
  return () => {
    const { accounts: taken } = new EngineMemory(0, checkpoint, directory).screenFigures();
    if (taken !== accounts.length) throw new Error(`${taken} accounts of ${accounts.length} were taken up`);
    return taken;
  };
}

function tellAll(memory: EngineMemory, accounts: readonly MarginAccount[], round: number): void {
  const at = round as UnixMilliseconds;
  for (const account of accounts) {
    const newer = { ...account, seq: account.seq + round };
    const cause = { reference: 'bench', at };
    applyEngineInput(memory, { kind: 'account', account: newer, cause }, directory);
  }
}

function floatTickWork(random: SeededRandom, accounts: readonly FloatAccount[]): Work {
  return () => {
    sweep(accounts, new Map(MARKS).set(TICKED, nextMark(random)));
    return 1;
  };
}

function nextMark(random: SeededRandom): number {
  return (MARKS.get(TICKED) ?? 0) * (1 + (random.fraction() - 0.5) * 0.001);
}
