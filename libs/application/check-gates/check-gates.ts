import {
  gateHolds,
  type GatedAction,
  type GateHold,
  type GateReason,
  type GateState,
} from '@causeway/domain/liquidation';
import type {
  CollateralSubject,
  MarginAccount,
  MarginState,
  Position,
  PriceVector,
} from '@causeway/domain/margin';
import type { LiquidationPolicy } from '@causeway/domain/liquidation';
import {
  creditFreezes,
  laggingLayers,
  WHOLE_DIMENSION,
  type ActionInForce,
} from '@causeway/domain/systemic-risk';
import {
  sum,
  type AccountId,
  type AssetFamily,
  type BridgeId,
  type ChainId,
  type InstrumentId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type {
  ConservationStore,
  MarginInputs,
  ReadStore,
  SystemicRiskStore,
} from '@causeway/application/ports';
import {
  describeShortfall,
  shortfallAfter,
  shortfallNow,
  type MarginAfterPorts,
  type MomentAfter,
} from './margin-after.js';

/** What the use case reads from. */
export interface CheckGatesPorts extends MarginAfterPorts {
  readonly reads: Pick<ReadStore, 'marginInputs' | 'prices' | 'followedChains'>;
  readonly conservation: Pick<ConservationStore, 'frozenBridges' | 'records'>;
  readonly systemicRisk: Pick<SystemicRiskStore, 'actions'>;
  readonly evaluate: (inputs: MarginInputs) => MarginState;
}

/** What somebody wants to do, and what it touches. */
export interface GateQuestion {
  readonly account: AccountId;
  readonly action: GatedAction;
  /** Layers that collateral leaves, comes to or is borrowed on; those of the positions count too. */
  readonly layers: readonly ChainId[];
  readonly bridges: readonly BridgeId[];
  /** Families of what leaves or is borrowed. */
  readonly families: readonly AssetFamily[];
  /** Positions that would be increased. */
  readonly positions: readonly { readonly instrument: InstrumentId; readonly chain: ChainId }[];
  /** The account as the action would leave it; absent: nobody says, and the margin is judged as it is. */
  readonly after?: (account: MarginAccount, asOf: UnixMilliseconds | undefined) => readonly MomentAfter[];
}

/** A reason why the action must wait, and until when. */
export interface PermittedHold extends GateHold {
  readonly until: string;
  /** By how much margin is short, and under which rules, in words. */
  readonly explanation?: string;
}

/** Whether the action may go ahead now: when nothing holds it back. */
export interface GateAnswer {
  readonly isPermitted: boolean;
  readonly holds: readonly PermittedHold[];
  /** The clock of the market that lags were measured by. */
  readonly asOf?: UnixMilliseconds;
}

/**
 * Whether an account's action is permitted as things stand. An account that no engine has taken in yet is held to what
 * does not depend on its margin. Actions that lower risk are always permitted. Where the question says what the action would
 * leave of the account, the margin is judged as it would be then too.
 */
export async function checkGates(ports: CheckGatesPorts, question: GateQuestion): Promise<GateAnswer> {
  const { account, action, layers, bridges, families, positions } = question;
  const request = {
    action,
    layers: unique([...layers, ...positions.map(({ chain }) => chain)]),
    bridges: unique(bridges),
    venues: unique(positions.map(({ chain, instrument }) => `${chain}/${instrument}`)),
    symbols: unique<string>([...families, ...positions.map(({ instrument }) => instrument)]),
  };
  const inputs = (await ports.reads.marginInputs([account])).get(account);
  const { policy } = inputs ?? (await ports.reads.prices());
  const asOf = inputs?.prices.asOf;
  const { actions } = await ports.systemicRisk.actions();
  const holds = gateHolds(request, {
    layersInTrouble: await layersInTrouble(ports, policy?.systemicRisk?.uptime, asOf),
    frozenBridges: new Set([
      ...(await ports.conservation.frozenBridges()),
      ...frozenAmong(actions, 'bridge', request.bridges).keys(),
    ]),
    frozenVenues: frozenAmong(actions, 'venue', request.venues),
    unusablePrices: inputs === undefined ? new Set() : unusable(inputs.prices, request),
    ...(await fundState(ports, policy?.liquidation)),
    ...accountState(ports, inputs, question, creditFreezes(actions)),
  });
  return {
    isPermitted: holds.length === 0,
    holds: holds.map((hold) => ({
      ...hold,
      ...(hold.margin === undefined ? {} : { explanation: describeShortfall(hold.margin) }),
      until: UNTIL[hold.reason],
    })),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** The positions that a new set makes larger, or turns over: each of `set` replaces the one of the same place. */
export function increasesOf(known: readonly Position[], set: readonly Position[]): readonly Position[] {
  return set.filter(({ instrument, chain, size }) => {
    const before = known.find((one) => one.instrument === instrument && one.chain === chain);
    if (before === undefined) return !size.isZero();
    return size.abs().gt(before.size.abs()) || size.mul(before.size).lt(0);
  });
}

/** What holds back an action of an account, in words. */
export function heldBack(account: AccountId, holds: readonly PermittedHold[]): string {
  return holds
    .map(({ reason, subject = account, explanation, until }) => {
      const about = explanation === undefined ? subject : `${subject}, ${explanation}`;
      return `${reason} (${about}) until ${until}`;
    })
    .join('; ');
}

const UNTIL: Readonly<Record<GateReason, string>> = {
  LAYER_IN_TROUBLE: 'the record of the layer has caught up with the market',
  BRIDGE_FROZEN:
    'the last alert on the bridge is explained or closed, and no systemic-risk action freezes it',
  VENUE_FROZEN: 'the threshold that froze the venue clears',
  PRICE_NOT_USABLE: 'the price meets what the policy demands of it for this action',
  FUND_LOW: 'the insurance fund holds the minimum of the policy again',
  MARGIN_SHORT: 'the account has its initial margin',
  MARGIN_SHORT_AFTER: 'the account would keep its initial margin',
  BEING_LIQUIDATED: 'the case ends',
};

async function layersInTrouble(
  { reads, conservation }: CheckGatesPorts,
  rules: Parameters<typeof laggingLayers>[1] | undefined,
  now: UnixMilliseconds | undefined,
): Promise<GateState['layersInTrouble']> {
  const contradicted = (await reads.followedChains()).filter(({ status }) => status === 'contradicted');
  const lagging =
    rules === undefined || now === undefined ? [] : laggingLayers(await conservation.records(), rules, now);
  return new Map([...contradicted.map(({ chain }) => [chain, undefined] as const), ...lagging]);
}

/** Those of some subjects whose new credit a systemic-risk action freezes, with since when. */
function frozenAmong<Subject extends string>(
  actions: readonly ActionInForce[],
  dimension: ActionInForce['dimension'],
  subjects: readonly Subject[],
): ReadonlyMap<Subject, UnixMilliseconds> {
  const frozen = new Map<Subject, UnixMilliseconds>();
  for (const action of actions) {
    if (action.action !== 'freeze-new-credit' || action.dimension !== dimension) continue;
    for (const subject of subjects) {
      if (action.subject === subject || action.subject === WHOLE_DIMENSION) frozen.set(subject, action.since);
    }
  }
  return frozen;
}

function unusable(
  { prices }: PriceVector,
  { action, symbols }: { readonly action: GatedAction; readonly symbols: readonly string[] },
): ReadonlySet<string> {
  const takesAway = action === 'withdraw' || action === 'move-collateral';
  const isUnusable = (symbol: string) => {
    const price = prices.get(symbol);
    // What has no price counts nothing, so that taking it away takes no margin away.
    if (price === undefined) return !takesAway;
    return (price.validity?.[takesAway ? 'withdrawing' : 'opening'].length ?? 0) > 0;
  };
  return new Set(symbols.filter(isUnusable));
}

async function fundState(
  { reads, evaluate }: CheckGatesPorts,
  policy: LiquidationPolicy | undefined,
): Promise<Pick<GateState, 'fund'>> {
  if (policy === undefined) return {};
  const fund = (await reads.marginInputs([policy.insuranceFund])).get(policy.insuranceFund);
  const held = fund === undefined ? [] : evaluate(fund).holdings;
  const available = held.filter(
    ({ asset, bucket }) => asset === policy.settlement.asset && bucket === 'available',
  );
  return { fund: { balance: sum(available.map(({ quantity }) => quantity)), minimum: policy.minimumFund } };
}

function accountState(
  ports: CheckGatesPorts,
  inputs: MarginInputs | undefined,
  { action, after }: GateQuestion,
  freezes: readonly CollateralSubject[],
): Pick<GateState, 'marginShort' | 'marginShortAfter' | 'liquidation'> {
  if (inputs === undefined) return {};
  const marginShort = shortfallNow(ports.evaluate(inputs));
  const moments = after?.(inputs.account, inputs.prices.asOf) ?? [];
  const marginShortAfter =
    moments.length === 0 ? undefined : shortfallAfter(ports, inputs, action, moments, freezes);
  const short = {
    ...(marginShort === undefined ? {} : { marginShort }),
    ...(marginShortAfter === undefined ? {} : { marginShortAfter }),
  };
  const { openCase } = inputs;
  if (openCase?.stage !== 'liquidating') return short;
  const since = openCase.history.find(({ stage }) => stage === 'liquidating')?.at ?? openCase.openedAt;
  return { ...short, liquidation: { case: openCase.id, since } };
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
