export {
  changeableSpans,
  changedSpans,
  finalityOf,
  mergeHeads,
  weakerFinality,
  type BlockFinality,
  type BlockSpan,
  type ChainHeads,
} from './block-finality.js';
export type { BranchSwitch } from './chain-window.js';
export { dependentSteps, type StepTrace } from './dependent-steps.js';
export {
  beginToFollow,
  followHeader,
  needsWindow,
  type ChainMove,
  type HeaderOutcome,
} from './follow-header.js';
export {
  groundOf,
  type BlockHeader,
  type ChainStatus,
  type ChainWindow,
  type FollowedChain,
  type HeaderReport,
  type KnownBlock,
} from './followed-chain.js';
