import type { UnixMilliseconds } from '@causeway/domain/units';
import type { MarginAccount } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import type { Recorder } from './explanation.js';
import type { ValuationGap } from './margin-state.js';
import type { PriceVector } from './prices.js';

/** What every rule may look at while one account is evaluated. */
export interface EvaluationContext {
  readonly account: MarginAccount;
  readonly market: PriceVector;
  readonly directory: AssetDirectory;
  /** Decimal places of the policy's quote unit. */
  readonly places: number;
  /** As of when ages count; absent where nobody tells, and then nothing has an age. */
  readonly asOf: UnixMilliseconds | undefined;
  /** What could not be valued; rules add to it. */
  readonly gaps: ValuationGap[];
  readonly recorder: Recorder | undefined;
}
