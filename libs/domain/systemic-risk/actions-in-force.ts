import type { CollateralSubject, ImposedRules, MarginState } from '@causeway/domain/margin';
import {
  maximum,
  ONE,
  type AccountId,
  type ChainId,
  type Decimal,
  type InstrumentId,
} from '@causeway/domain/units';
import type { FailureShocks } from './failures.js';
import { measureExposures, type ExposureDimension } from './exposure.js';
import { WHOLE_DIMENSION, type ActionInForce } from './systemic-threshold.js';

/**
 * What actions in force add to the rules of a policy; undefined when they add nothing.
 *
 * - `raise-haircut`: collateral on the subject counts for × (1 − haircut); at a venue, positions demand at least
 *   notional × haircut.
 * - `liquidate`: collateral on the subject counts as if the subject had failed. On a layer, or in transit over a bridge,
 *   it counts nothing; of an asset, × (1 − `assetFall`); at a venue, positions demand at least notional × `venueMove`. So
 *   the accounts that the failure would breach are liquidated before it happens, until they would survive it.
 * - `freeze-new-credit` on a layer, an asset or a bridge: what is withheld counts nothing.
 *
 * Of several haircuts on one subject the largest counts. Rules are in the order of dimension and subject, so that equal
 * actions give equal rules.
 */
export function imposedRules(
  actions: readonly ActionInForce[],
  shocks: FailureShocks,
): ImposedRules | undefined {
  const haircuts = new Map<string, { dimension: ExposureDimension; subject: string; haircut: Decimal }>();
  for (const action of actions) {
    const haircut = haircutOf(action, shocks);
    if (haircut === undefined) continue;
    const { dimension, subject } = action;
    const key = `${dimension} ${subject}`;
    const known = haircuts.get(key)?.haircut;
    haircuts.set(key, {
      dimension,
      subject,
      haircut: known === undefined ? haircut : maximum(known, haircut),
    });
  }
  const raised = [...haircuts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const withheld = creditFreezes(actions).length === 0 ? [] : [{ rule: 'withheld-credit' as const }];
  const collateral = raised.flatMap(({ dimension, subject, haircut }) =>
    dimension === 'venue' ? [] : [{ rule: 'raised-haircut' as const, dimension, subject, haircut }],
  );
  const positions = raised.flatMap(({ dimension, subject, haircut }) => {
    const venue = dimension === 'venue' ? venueParts(subject) : undefined;
    return venue === undefined ? [] : [{ rule: 'venue-floor' as const, ...venue, rate: haircut }];
  });
  if (withheld.length + collateral.length + positions.length === 0) return undefined;
  return { collateral: [...withheld, ...collateral], positions };
}

/** The subjects whose new collateral gives no credit, in the order of dimension and subject. */
export function creditFreezes(actions: readonly ActionInForce[]): readonly CollateralSubject[] {
  const freezes = new Map<string, CollateralSubject>();
  for (const { action, dimension, subject } of actions) {
    if (action !== 'freeze-new-credit' || dimension === 'venue') continue;
    freezes.set(`${dimension} ${subject}`, { dimension, subject });
  }
  return [...freezes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, freeze]) => freeze);
}

/** The accounts that a warning in force names: those that the failure of its subject would breach. */
export function warnedAccounts(actions: readonly ActionInForce[]): ReadonlySet<AccountId> {
  return new Set(actions.flatMap(({ action, affected }) => (action === 'warn' ? (affected ?? []) : [])));
}

/** The actions in force that concern an account, each as `threshold: subject`, for evidence. */
export function actionsConcerning(actions: readonly ActionInForce[], state: MarginState): readonly string[] {
  if (actions.length === 0) return [];
  const stakes = new Set(
    measureExposures([state]).flatMap(({ dimension, exposures }) =>
      exposures.map(({ subject }) => `${dimension} ${subject}`),
    ),
  );
  const concerns = ({ action, dimension, subject, affected }: ActionInForce) =>
    action === 'warn'
      ? affected?.includes(state.account) === true
      : subject === WHOLE_DIMENSION || stakes.has(`${dimension} ${subject}`);
  return actions.filter(concerns).map(({ threshold, subject }) => `${threshold}: ${subject}`);
}

function haircutOf(
  { action, dimension, haircut }: ActionInForce,
  { assetFall, venueMove }: FailureShocks,
): Decimal | undefined {
  if (action === 'raise-haircut') return haircut;
  if (action !== 'liquidate') return undefined;
  return { layer: ONE, bridge: ONE, asset: assetFall, venue: venueMove }[dimension];
}

function venueParts(subject: string): { chain: ChainId; instrument: InstrumentId } | undefined {
  const slash = subject.indexOf('/');
  if (slash === -1) return undefined;
  return {
    chain: subject.slice(0, slash) as ChainId,
    instrument: subject.slice(slash + 1) as InstrumentId,
  };
}
