import {
  toFunctionSelector,
  type Abi,
  type ContractFunctionName,
  type DecodeFunctionDataReturnType,
  type Hex,
} from 'viem';
import { abiReader, type AbiReader } from './abi-reader.js';

/** A call of one of an ABI's functions, by name. */
export type ReadCall<Functions extends Abi> = DecodeFunctionDataReturnType<
  Functions,
  ContractFunctionName<Functions>
>;

const SELECTOR_CHARACTERS = 10;

/** Reads calldata of the functions of `abi`; undefined for any other call, and for one that is not encoded as it asks. */
export function callReader<const Functions extends Abi>(
  abi: Functions,
): (data: Hex) => ReadCall<Functions> | undefined {
  const bySelector = new Map<string, { readonly functionName: string; readonly read: AbiReader }>();
  for (const item of abi) {
    if (item.type !== 'function') continue;
    bySelector.set(toFunctionSelector(item), { functionName: item.name, read: abiReader(item.inputs) });
  }
  return (data) => {
    const known = bySelector.get(data.slice(0, SELECTOR_CHARACTERS).toLowerCase());
    if (known === undefined) return undefined;
    try {
      const args = known.read(`0x${data.slice(SELECTOR_CHARACTERS)}`);
      return { functionName: known.functionName, args };
    } catch {
      return undefined;
    }
  };
}
