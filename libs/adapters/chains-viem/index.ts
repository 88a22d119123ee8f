export { byChain, chainsVariables } from './configuration.js';
export { ViemChains, type ViemChainsOptions } from './viem-chains.js';
