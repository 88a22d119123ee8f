import { readFile } from 'node:fs/promises';
import { liquidityGraphFormat } from '@causeway/adapters/wire';
import { buildGraph, type LiquidityGraph } from '@causeway/domain/routing';
import { expectOk } from '@causeway/domain/units';

/** The liquidity graph of a file. @throws when it is none */
export async function readLiquidityGraph(file: string): Promise<LiquidityGraph> {
  const decoded = expectOk(liquidityGraphFormat.decodeText(await readFile(file, 'utf8')));
  return expectOk(buildGraph(decoded.version, decoded.edges));
}
