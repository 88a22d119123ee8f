import { existsSync, readFileSync } from 'node:fs';
import { expectOk, parseAssetId, parseBridgeId, parseChainId } from '@causeway/domain/units';
import type { EdgeFacts } from './edge-facts.js';

export const ETHEREUM = expectOk(parseChainId('eip155:1'));
export const BRIDGE = expectOk(parseBridgeId('across'));
const IN = expectOk(parseAssetId(`eip155:1/erc20:0x${'1'.repeat(40)}`));
const OUT = expectOk(parseAssetId(`eip155:1/erc20:0x${'2'.repeat(40)}`));
const OUT_ELSEWHERE = expectOk(parseAssetId(`eip155:10/erc20:0x${'2'.repeat(40)}`));

const facts = {
  id: 'example',
  from: IN,
  latency: { lowerQuartileSeconds: 0, medianSeconds: 0, upperQuartileSeconds: 0 },
  security: 'validity-proof',
  minimumInput: 0n,
  capacity: 10n ** 40n,
  fixedCost: 0n,
  observedAt: 0 as EdgeFacts['observedAt'],
} as const;

/** What every pool on one layer has. */
export const POOL_FACTS: EdgeFacts = { ...facts, to: OUT };
/** What every way to another layer has. */
export const BRIDGE_FACTS: EdgeFacts = { ...facts, to: OUT_ELSEWHERE };

/** A pool of the shared snapshots, of which only the fields common to all are typed. */
export interface PoolSnapshot {
  readonly address: string;
  readonly type: string;
  readonly swapFee?: number;
  readonly reserves: readonly string[];
  readonly tokens: readonly {
    readonly address: string;
    readonly symbol: string;
    readonly decimals: number;
  }[];
  readonly extra: unknown;
  readonly staticExtra?: unknown;
}

/** An exact output of one of those pools. */
export interface ExpectedSwap {
  readonly pool: string;
  readonly tokenIn: string;
  readonly tokenOut: string;
  readonly amountIn: string;
  readonly expectedOut: string;
}

const FILE = new URL('../../../../../shared/data/pool_snapshots.json', import.meta.url);

/** Real pools with exact outputs (KyberNetwork/kyberswap-dex-lib at ae6a99aa), where the file is there. */
export function poolSnapshots():
  { readonly pools: readonly PoolSnapshot[]; readonly expectedSwaps: readonly ExpectedSwap[] } | undefined {
  if (!existsSync(FILE)) return undefined;
  // Prices and liquidities are numbers there that no double holds.
  const text = readFileSync(FILE, 'utf8').replace(/(?<=[^\\]":\s*)-?\d{15,}/g, '"$&"');
  return JSON.parse(text) as {
    pools: readonly PoolSnapshot[];
    expectedSwaps: readonly ExpectedSwap[];
  };
}
