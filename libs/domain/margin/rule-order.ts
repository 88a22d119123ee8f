import { pointerStep, type Complaint } from './complaint.js';
import type { AccountRule, CollateralRule, DebtRule, MarginPolicy } from './policy.js';

/**
 * What is wrong with the order of a policy's rules, or with two of them beside each other: a rule that can do nothing
 * where it stands, that undoes another, or that counts twice what another counts.
 *
 * @returns a complaint by the JSON pointer of the rule to move or to leave out
 */
export function complaintAboutOrder({
  collateral,
  debts,
  account,
}: Pick<MarginPolicy, 'account' | 'collateral' | 'debts'>): Complaint | undefined {
  return (
    complaintAboutReserves(collateral) ??
    complaintAboutCorrelated(collateral) ??
    complaintAboutTransit(collateral) ??
    complaintAboutDebts(debts) ??
    complaintAboutFloor(account) ??
    complaintAboutSecond('isolated-margin', account) ??
    complaintAboutSecond('portfolio-scenarios', account) ??
    complaintAboutPositionsTaken(account)
  );
}

/** `reserve-collateral` values holdings anew, so that what rules before it took off would count again. */
function complaintAboutReserves(rules: readonly CollateralRule[]): Complaint | undefined {
  const index = rules.findIndex(({ rule }, place) => place > 0 && rule === 'reserve-collateral');
  if (index === -1) return undefined;
  return at('collateral', index, 'reserve-collateral values every holding anew: put it first');
}

/** The first rule that takes an asset counts, so that a group behind it would never be asked. */
function complaintAboutCorrelated(rules: readonly CollateralRule[]): Complaint | undefined {
  for (const [index, rule] of rules.entries()) {
    if (rule.rule !== 'correlated-assets') continue;
    const before = rules.slice(0, index);
    for (const { families } of rule.groups) {
      const taker = before.findIndex((one) => families.some((family) => takes(one, family)));
      if (taker === -1) continue;
      return at(
        'collateral',
        index,
        `/margin/collateral/${taker} takes its families first: put correlated-assets before it`,
      );
    }
  }
  return undefined;
}

function takes(rule: CollateralRule, family: string): boolean {
  switch (rule.rule) {
    case 'asset-haircut':
      return rule.haircuts.has(family);
    case 'collateral-weight':
      return rule.weights.has(family);
    case 'reserve-collateral':
      return rule.reserves.has(family);
    case 'sqrt-size-asset-weight':
      return rule.markets.has(family);
    default:
      return false;
  }
}

/** Caps and brackets look at what transfers are credited, so that the credit must stand. */
function complaintAboutTransit(rules: readonly CollateralRule[]): Complaint | undefined {
  const credit = rules.findLastIndex(({ rule }) => rule === 'in-transit-credit');
  for (const [index, { rule }] of rules.entries()) {
    if (rule === 'in-transit-cap' && credit === -1) {
      return at('collateral', index, 'nothing in transit is credited: put an in-transit-credit before it');
    }
    if ((rule === 'in-transit-cap' || rule === 'concentration-brackets') && index < credit) {
      return at('collateral', index, `put it after the credit at /margin/collateral/${credit}`);
    }
  }
  return undefined;
}

/** Each debt rule says what every debt asks for, so that a second would undo the first. */
function complaintAboutDebts(rules: readonly DebtRule[]): Complaint | undefined {
  if (rules.length < 2) return undefined;
  return at('debts', 1, 'every debt is weighed by /margin/debts/0 already: keep one debt rule');
}

/** A floor looks at what all rules before it demand. */
function complaintAboutFloor(rules: readonly AccountRule[]): Complaint | undefined {
  const index = rules.findIndex(({ rule }) => rule === 'account-floor');
  if (index === -1 || index === rules.length - 1) return undefined;
  return at('account', index, 'account-floor looks at what all rules demand together: put it last');
}

function complaintAboutSecond(
  name: AccountRule['rule'],
  rules: readonly AccountRule[],
): Complaint | undefined {
  const first = rules.findIndex(({ rule }) => rule === name);
  const second = rules.findIndex(({ rule }, index) => index > first && rule === name);
  if (first === -1 || second === -1) return undefined;
  return at('account', second, `/margin/account/${first} does the same already: keep one ${name}`);
}

/** A position that two rules margin together would be margined twice. */
function complaintAboutPositionsTaken(rules: readonly AccountRule[]): Complaint | undefined {
  const taken = new Map<string, string>();
  for (const [index, rule] of rules.entries()) {
    for (const { path, names } of marginedTogether(rule)) {
      const pointer = `${index}${path}`;
      for (const name of names) {
        const taker = taken.get(name);
        if (taker !== undefined) {
          return at('account', pointer, `${name} is margined by /margin/account/${taker} already`);
        }
      }
      for (const name of names) taken.set(name, pointer);
    }
  }
  return undefined;
}

interface Group {
  readonly path: string;
  readonly names: readonly string[];
}

/** Instruments, and underlyings whose options, a rule margins together. */
function marginedTogether(rule: AccountRule): readonly Group[] {
  switch (rule.rule) {
    case 'portfolio-scenarios':
      return [{ path: '', names: [rule.perpetual, optionsOn(rule.underlying)] }];
    case 'price-grid':
      return rule.grids.map(({ instruments }, index) => ({
        path: `/grids${pointerStep(index)}`,
        names: instruments,
      }));
    case 'scenario-grid':
      return rule.groups.map(({ instruments, underlying }, index) => ({
        path: `/groups${pointerStep(index)}`,
        names: [...instruments, optionsOn(underlying)],
      }));
    default:
      return [];
  }
}

function optionsOn(underlying: string): string {
  return `an option on ${underlying}`;
}

function at(section: 'account' | 'collateral' | 'debts', place: number | string, message: string): Complaint {
  return { path: `/margin/${section}/${place}`, message };
}
