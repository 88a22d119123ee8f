import { advanceCase, isOpenCase, planLiquidation, type LiquidationCase } from '@causeway/domain/liquidation';
import {
  evaluateMargin,
  restoreCredit,
  withholdNewCredit,
  type AssetDirectory,
  type MarginState,
} from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { AccountId, UnixMilliseconds } from '@causeway/domain/units';
import { streamName, type EngineAccount } from '@causeway/application/ports';
import type { EngineInput } from './engine-input.js';
import type { EngineMemory } from './engine-memory.js';
import { isWorthReporting, reportedMargin } from './reporting.js';

/**
 * Applies one input to the engine's memory: the account, quote, policy or freeze itself, then the margin of every account
 * of which it can have changed anything that is told or done, with the liquidation cases and events that follow. Inputs that are already contained
 * in the memory (an account's older `seq`, a quote that is not newer) change nothing.
 */
export function applyEngineInput(memory: EngineMemory, input: EngineInput, directory: AssetDirectory): void {
  switch (input.kind) {
    case 'account': {
      const id = input.account.account;
      const known = memory.account(id);
      if (known !== undefined && known.account.seq >= input.account.seq) return;
      const account = withholdNewCredit(input.account, known?.account, memory.frozenBridges());
      memory.putAccount({ caseCount: 0, ...known, account });
      assessAccount(memory, id, input.cause.at, directory, 'always');
      return;
    }
    case 'price': {
      const { price } = input;
      for (const id of memory.accountsConcernedBy(memory.acceptQuote(price))) {
        assessAccount(memory, id, price.time, directory, 'when-it-matters');
      }
      return;
    }
    case 'policy': {
      const known = memory.policy();
      if (known !== undefined && known.version >= input.policy.version) return;
      memory.putPolicy(input.policy);
      for (const id of memory.allAccounts()) assessAccount(memory, id, input.at, directory, 'always');
      return;
    }
    case 'bridge':
      applyBridge(memory, input, directory);
  }
}

/** A freeze by itself changes no margin; a thaw gives back the credit that was withheld meanwhile. */
function applyBridge(
  memory: EngineMemory,
  { bridge, isFrozen, at }: Extract<EngineInput, { kind: 'bridge' }>,
  directory: AssetDirectory,
): void {
  if (memory.frozenBridges().has(bridge) === isFrozen) return;
  memory.setFrozen(bridge, isFrozen);
  if (isFrozen) return;
  for (const id of memory.allAccounts()) {
    const known = memory.account(id);
    if (known === undefined) continue;
    const account = restoreCredit(known.account, bridge);
    if (account === known.account) continue;
    memory.putAccount({ ...known, account });
    assessAccount(memory, id, at, directory, 'always');
  }
}

function assessAccount(
  memory: EngineMemory,
  id: AccountId,
  at: UnixMilliseconds,
  directory: AssetDirectory,
  reporting: 'always' | 'when-it-matters',
): void {
  const policy = memory.policy();
  const known = memory.account(id);
  if (policy === undefined || known === undefined) return;
  const state = evaluateMargin(known.account, memory.priceVector(), policy.margin, directory);
  let account = assessCase(memory, known, state, policy, at, directory);
  if (reporting === 'always' || isWorthReporting(known.reported, state)) {
    account = { ...account, reported: reportedMargin(state) };
    memory.publish({
      stream: streamName('margin', id),
      key: id,
      event: { type: 'margin.changed', state, at },
    });
  }
  if (account !== known) memory.putAccount(account);
  memory.follow(account, state);
}

function assessCase(
  memory: EngineMemory,
  known: EngineAccount,
  state: MarginState,
  policy: RiskPolicy,
  at: UnixMilliseconds,
  directory: AssetDirectory,
): EngineAccount {
  if (known.openCase === undefined && state.band === 'healthy') return known;
  const needsPlan = state.band === 'liquidatable' || known.openCase?.stage === 'liquidating';
  const plan = needsPlan ? planLiquidation(known.account, state, policy.margin, directory) : undefined;
  const ordinal = known.caseCount + 1;
  const advanced = advanceCase({ openCase: known.openCase, state, policy: policy.margin, plan, at, ordinal });
  if (advanced === undefined || !advanced.changed) return known;
  publishCase(memory, advanced.case);
  const caseCount = known.openCase === undefined ? ordinal : known.caseCount;
  const { openCase: _, ...rest } = known;
  return isOpenCase(advanced.case) ? { ...rest, caseCount, openCase: advanced.case } : { ...rest, caseCount };
}

function publishCase(memory: EngineMemory, liquidationCase: LiquidationCase): void {
  memory.putCase(liquidationCase);
  memory.publish({
    stream: streamName('liquidation', liquidationCase.account),
    key: liquidationCase.account,
    event: { type: 'liquidation.changed', case: liquidationCase },
  });
}
