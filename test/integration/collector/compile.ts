import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Abi, Hex } from 'viem';

const require = createRequire(import.meta.url);

/** A contract ready to be deployed. */
export interface CompiledContract {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

interface CompilerOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<
    string,
    Record<string, { readonly abi: Abi; readonly evm: { readonly bytecode: { readonly object: string } } }>
  >;
}

/** Compiles a Solidity file in a process of its own, because the compiler replaces the process's error handlers. */
export function compile(file: URL, contract: string): CompiledContract {
  const compiler = require.resolve('solc/solc.js');
  const input = {
    language: 'Solidity',
    sources: { contract: { content: readFileSync(file, 'utf8') } },
    settings: {
      viaIR: true,
      optimizer: { enabled: true },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const run = spawnSync(process.execPath, [compiler, '--standard-json'], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    timeout: 20_000,
  });
  // The compiler greets before it answers.
  const output = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))) as CompilerOutput;
  const error = output.errors?.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.formattedMessage);
  const compiled = output.contracts['contract']?.[contract];
  if (compiled === undefined) throw new Error(`there is no contract ${contract}`);
  return { abi: compiled.abi, bytecode: `0x${compiled.evm.bytecode.object}` };
}
