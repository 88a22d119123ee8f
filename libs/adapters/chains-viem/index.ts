export { byChain, chainsVariables, type ChainChoice } from './configuration.js';
export type { EndpointObserver } from './endpoint-group.js';
export type { Verification } from './read-range.js';
export { ViemChains, type ViemChainsOptions } from './viem-chains.js';
export { readBalanceProof, type BalanceQuestion, type ReadBalanceProofCode } from './read-balance-proof.js';
