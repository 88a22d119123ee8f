import type { Readable } from 'node:stream';
import { decodeRiskPolicy, parseJson } from '@causeway/adapters/wire';
import type { BackTestPolicy } from '@causeway/application/back-test';
import { symbolsOfAccount } from '@causeway/application/margin-engine';
import { lossLimitOf, planLiquidation } from '@causeway/domain/liquidation';
import {
  assetDirectoryOf,
  evaluateMargin,
  isAwaitingPrice,
  isBelowThreshold,
  type MarginAccount,
  type MarginState,
} from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import { validateRiskPolicy, type RiskPolicy } from '@causeway/domain/policy';
import {
  issuersIn,
  UNSTATED_SYSTEMIC_POLICY,
  type RiskDirectory,
  type SystemicPolicy,
} from '@causeway/domain/systemic-risk';
import { maximum, type Decimal, type PolicyVersion, type Result } from '@causeway/domain/units';
import { located, readSource } from './input.js';

/** What the shipped network says of assets and bridges. */
export const DIRECTORY: RiskDirectory = { ...assetDirectoryOf(NETWORK), issuersOf: issuersIn(NETWORK) };

/** Reads a policy document, as version 1. */
export async function readPolicyDocument(path: string, stdin: Readable): Promise<Result<RiskPolicy>> {
  const source = await readSource(path, stdin);
  if (!source.ok) return source;
  const json = parseJson(source.value.text);
  const policy = json.ok ? decodeRiskPolicy(json.value, 1 as PolicyVersion) : json;
  return located(policy.ok ? validateRiskPolicy(policy.value) : policy, source.value.name);
}

/** A policy as back-tests ask it. */
export function backTestPolicy(policy: RiskPolicy): BackTestPolicy {
  return {
    name: policy.name,
    prices: policy.prices,
    evaluate: (account, prices) => evaluateMargin(account, prices, policy.margin, DIRECTORY),
    awaitsPrice: isAwaitingPrice,
    plan: (account, state, prices) => {
      const evaluate = (other: MarginAccount) => evaluateMargin(other, prices, policy.margin, DIRECTORY);
      const { reductions } = planLiquidation(account, state, policy.margin, DIRECTORY, evaluate);
      return reductions.map((reduction) => {
        const lossLimit = lossLimitOf(account, state, reduction);
        return { ...reduction, ...(lossLimit === undefined ? {} : { lossLimit }) };
      });
    },
    symbolsOf: (account) => symbolsOfAccount(account, policy.margin, DIRECTORY),
  };
}

/** The policy with another liquidation threshold; its warning and target move up with it where they must. */
export function withLiquidationThreshold(policy: RiskPolicy, threshold: Decimal): RiskPolicy {
  const { health } = policy.margin;
  const raised = {
    ...health,
    liquidation: threshold,
    warning: maximum(health.warning, threshold),
    target: maximum(health.target, threshold),
  };
  return { ...policy, margin: { ...policy.margin, health: raised } };
}

/** Whether the policy liquidates an account whose equity is less by `loss` than the state says. */
export function isBreachedBy(policy: RiskPolicy, state: MarginState, loss: Decimal): boolean {
  const figures = { equity: state.equity.sub(loss), maintenanceMargin: state.maintenanceMargin };
  return isBelowThreshold(policy.margin.health, figures, 'liquidation');
}

/** The systemic-risk section of a policy. */
export function systemicPolicyOf({ systemicRisk }: RiskPolicy): SystemicPolicy {
  return systemicRisk ?? UNSTATED_SYSTEMIC_POLICY;
}
