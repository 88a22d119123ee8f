import type { Address } from '@causeway/domain/units';
import {
  encodeAbiParameters,
  encodePacked,
  getContractAddress,
  keccak256,
  parseAbiParameters,
  type Hex,
} from 'viem';

/** Of `UniswapV2Pair`. Source: Uniswap/v2-periphery `UniswapV2Library.pairFor`. */
const V2_INIT_CODE_HASH: Hex = '0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f';
/** Of `UniswapV3Pool`. Source: Uniswap/v3-periphery `PoolAddress`. */
const V3_INIT_CODE_HASH: Hex = '0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54';

/** The address of the pair that a Uniswap v2 factory makes for two tokens, whatever their order. */
export function uniswapV2Pool(factory: Address, one: Address, other: Address): Address {
  return poolAddress(factory, encodePacked(['address', 'address'], sorted(one, other)), V2_INIT_CODE_HASH);
}

/** The address of the pool that a Uniswap v3 factory makes for two tokens and a fee in millionths. */
export function uniswapV3Pool(
  factory: Address,
  one: Address,
  other: Address,
  feeMillionths: number,
): Address {
  const key = encodeAbiParameters(parseAbiParameters('address, address, uint24'), [
    ...sorted(one, other),
    feeMillionths,
  ]);
  return poolAddress(factory, key, V3_INIT_CODE_HASH);
}

function sorted(one: Address, other: Address): [Address, Address] {
  return one < other ? [one, other] : [other, one];
}

function poolAddress(factory: Address, key: Hex, bytecodeHash: Hex): Address {
  const address = getContractAddress({
    opcode: 'CREATE2',
    from: factory,
    salt: keccak256(key),
    bytecodeHash,
  });
  return address.toLowerCase() as Address;
}
