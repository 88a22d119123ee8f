import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
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

const CACHE = path.join('.cache', 'contracts');

/** A compiled Solidity file; compiling costs seconds, so that what was compiled once is kept. */
export function compile(file: URL, contract: string): CompiledContract {
  const source = readFileSync(file, 'utf8');
  const compiler = readFileSync(require.resolve('solc/package.json'), 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([compiler, SETTINGS, source, contract]))
    .digest('hex');
  const cached = path.join(CACHE, `${key}.json`);
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, 'utf8')) as CompiledContract;
  const compiled = runCompiler(source, contract);
  mkdirSync(CACHE, { recursive: true });
  // Written beside and then put into its place, because other tests may look for it at the same time.
  writeFileSync(`${cached}.${process.pid}`, JSON.stringify(compiled));
  renameSync(`${cached}.${process.pid}`, cached);
  return compiled;
}

const SETTINGS = {
  viaIR: true,
  optimizer: { enabled: true },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

/** In a process of its own, because the compiler replaces the process's error handlers. */
function runCompiler(source: string, contract: string): CompiledContract {
  const compiler = require.resolve('solc/solc.js');
  const input = { language: 'Solidity', sources: { contract: { content: source } }, settings: SETTINGS };
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
