import { evmChain, expectOk, parseAddress, type Address, type ChainId } from '@causeway/domain/units';

/** A factory, whose pools have addresses that follow from their tokens, and the router that trades in them. */
export interface UniswapDeployment {
  readonly factory: Address;
  readonly router: Address;
}

function deployment(factory: string, router: string): UniswapDeployment {
  return { factory: expectOk(parseAddress(factory)), router: expectOk(parseAddress(router)) };
}

/** `UniswapV2Factory` and `UniswapV2Router02`. Source: docs.uniswap.org/contracts/v2/reference/smart-contracts/v2-deployments. */
export const UNISWAP_V2: ReadonlyMap<ChainId, UniswapDeployment> = new Map([
  [
    evmChain(1),
    deployment('0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f', '0x7a250d5630b4cf539739df2c5dacb4c659f2488d'),
  ],
  [
    evmChain(10),
    deployment('0x0c3c1c532f1e39edf36be9fe0be1410313e074bf', '0x4a7b5da61326a6379179b40d00f57e5bbdc962c2'),
  ],
  [
    evmChain(130),
    deployment('0x1f98400000000000000000000000000000000002', '0x284f11109359a7e1306c3e447ef14d38400063ff'),
  ],
  [
    evmChain(137),
    deployment('0x9e5a52f57b3038f1b8eee45f28b3c1967e22799c', '0xedf6066a2b290c185783862c7f4776a2c8077ad1'),
  ],
  [
    evmChain(8_453),
    deployment('0x8909dc15e40173ff4699343b6eb8132c65e18ec6', '0x4752ba5dbc23f44d87826276bf6fd6b1c372ad24'),
  ],
  [
    evmChain(42_161),
    deployment('0xf1d7cc64fb4452f05c498126312ebe29f30fbcf9', '0x4752ba5dbc23f44d87826276bf6fd6b1c372ad24'),
  ],
]);

const FIRST_V3 = deployment(
  '0x1f98431c8ad98523631ae4a59f267346ea31f984',
  '0x68b3465833fb72a70ecdf485e0e4c7bd8665fc45',
);

/** `UniswapV3Factory` and `SwapRouter02`. Source: docs.uniswap.org/contracts/v3/reference/deployments. */
export const UNISWAP_V3: ReadonlyMap<ChainId, UniswapDeployment> = new Map([
  [evmChain(1), FIRST_V3],
  [evmChain(10), FIRST_V3],
  [
    evmChain(130),
    deployment('0x1f98400000000000000000000000000000000003', '0x73855d06de49d0fe4a9c42636ba96c62da12ff9c'),
  ],
  [evmChain(137), FIRST_V3],
  [
    evmChain(8_453),
    deployment('0x33128a8fc17869897dce68ed026d694621f6fdfd', '0x2626664c2603336e57b271c5c0b26f421741e481'),
  ],
  [evmChain(42_161), FIRST_V3],
]);
