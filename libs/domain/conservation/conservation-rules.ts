import {
  addSeconds,
  fail,
  ok,
  type AssetId,
  type BridgeId,
  type ChainId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';

import type { BridgeLeg } from './bridge-leg.js';

/**
 * What joins an arrival to its departure. Under `unique-message-id` a departure is the only one its id will ever
 * have, so one that contradicts the arrival is conclusive. Under the other two a departure that fits better may
 * still be unread: `shared-message-id` is for bridges whose ids equal transfers share (CCTP 2), and
 * `recipient-and-amount` for bridges without ids.
 */
export type Matching = 'unique-message-id' | 'shared-message-id' | 'recipient-and-amount';

/** What must hold for a bridge. */
export interface ConservationRules {
  readonly bridge: BridgeId;
  readonly matching: Matching;
  /** The asset that is conserved behind each of its representations. An asset not listed backs no collateral. */
  readonly assets: ReadonlyMap<AssetId, string>;
  /** Seconds that must lie between a departure on a chain and its arrival; 0 for a chain not listed. */
  readonly finalitySeconds: ReadonlyMap<ChainId, number>;
  /** What may be kept of a departure, in hundredths of a percent of it, rounded down; 0 where nothing may. */
  readonly maximumFeeBasisPoints: bigint;
  /** Whether both legs name the one who is paid. Legs that name nobody are never compared. */
  readonly recipientsAgree: boolean;
  /** For `recipient-and-amount`: the age beyond which a departure explains no arrival any more. */
  readonly longestTransferSeconds: number;
  /** How long an arrival may wait for its source chain to be read before it is alerted on without that evidence. */
  readonly patienceSeconds: number;
  /** How far the clocks of two chains may be apart; 0 when left out. */
  readonly clockToleranceSeconds?: number;
  /**
   * For how long after the record of a chain begins its units may still arrive by departures from before it; left
   * out, the record is as old as the bridge, and no arrival is put down to what was before.
   */
  readonly openingSeconds?: number;
  /** What arrives is what somebody was found to deliver for the order, so that amounts and assets may differ. */
  readonly deliversOrders?: true;
}

export type RulesCode = 'INVALID_RULES';

const BASIS_POINTS = 10_000n;
/** A hundred years. */
const LONGEST_SPAN_SECONDS = 3_155_760_000;

/** Checks what the types cannot: whole numbers that are not negative, and a fee below the whole. */
export function validateRules(rules: ConservationRules): Result<ConservationRules, RulesCode> {
  for (const [chain, seconds] of rules.finalitySeconds) {
    if (!isSpan(seconds)) return spanFailure(`finalitySeconds.${chain}`);
  }
  if (!isSpan(rules.longestTransferSeconds)) return spanFailure('longestTransferSeconds');
  if (!isSpan(rules.patienceSeconds)) return spanFailure('patienceSeconds');
  if (!isSpan(rules.clockToleranceSeconds ?? 0)) return spanFailure('clockToleranceSeconds');
  if (!isSpan(rules.openingSeconds ?? 0)) return spanFailure('openingSeconds');
  const fee = rules.maximumFeeBasisPoints;
  if (fee < 0n || fee >= BASIS_POINTS) {
    return fail('INVALID_RULES', 'must be from 0 to 9999', 'maximumFeeBasisPoints');
  }
  if (rules.matching === 'recipient-and-amount' && fee > 0n) {
    return fail('INVALID_RULES', 'must be 0 where amounts are what joins the legs', 'maximumFeeBasisPoints');
  }
  return ok(rules);
}

/** Whether an arrival may be of a departure from before the record of its source chain, which begins at `since`. */
export function mayPredate(
  rules: ConservationRules,
  at: UnixMilliseconds,
  since: UnixMilliseconds | undefined,
): boolean {
  if (rules.openingSeconds === undefined) return false;
  return since === undefined || at < addSeconds(since, rules.openingSeconds);
}

/** Whether an arrival's amount is the departure's less at most the fee that the bridge may keep. */
export function amountsAgree(rules: ConservationRules, departed: bigint, arrived: bigint): boolean {
  const highestFee = (departed * rules.maximumFeeBasisPoints) / BASIS_POINTS;
  return arrived <= departed && arrived >= departed - highestFee;
}

/** The conserved asset behind a leg's, or behind what it is exchanged for at the other end; undefined if neither is listed. */
export function listedAsset(
  { assets }: ConservationRules,
  { asset, counterpart }: Pick<BridgeLeg, 'asset' | 'counterpart'>,
): string | undefined {
  return assets.get(asset) ?? (counterpart === undefined ? undefined : assets.get(counterpart));
}

/** The conserved asset of a leg; one that is not listed stands for itself alone. */
export function conservedAsset(rules: ConservationRules, leg: BridgeLeg): string {
  return listedAsset(rules, leg) ?? leg.asset;
}

function isSpan(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= LONGEST_SPAN_SECONDS;
}

function spanFailure(field: string): Result<never, RulesCode> {
  return fail('INVALID_RULES', 'must be a whole number of seconds, a hundred years at most', field);
}
