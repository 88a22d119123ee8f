import {
  erc20Asset,
  evmChain,
  expectOk,
  fromUnixSeconds,
  parseAddress,
  parseBridgeId,
  type AssetId,
} from '@causeway/domain/units';
import type { BridgeLeg, LegKind } from './bridge-leg.js';
import type { ConservationRules } from './conservation-rules.js';

/** Made-up traffic of a bridge that locks and mints one way and burns and releases the other, for tests. */

export const HOME = evmChain(1);
export const AWAY = evmChain(1284);
export const BRIDGE = expectOk(parseBridgeId('example-bridge'));
export const FINALITY_SECONDS = 1_800;

const address = (digit: string) => expectOk(parseAddress(`0x${digit.repeat(40)}`));

export const ALICE = address('a');
export const MALLORY = address('b');
export const USDC_HOME = erc20Asset(HOME, address('1'));
export const USDC_AWAY = erc20Asset(AWAY, address('2'));
export const WETH_HOME = erc20Asset(HOME, address('3'));
export const WETH_AWAY = erc20Asset(AWAY, address('4'));
export const UNLISTED_HOME = erc20Asset(HOME, address('5'));
export const UNLISTED_AWAY = erc20Asset(AWAY, address('6'));

const LONG = 10_000_000;

export const RULES: ConservationRules = {
  bridge: BRIDGE,
  matching: 'unique-message-id',
  assets: new Map<AssetId, string>([
    [USDC_HOME, 'USDC'],
    [USDC_AWAY, 'USDC'],
    [WETH_HOME, 'WETH'],
    [WETH_AWAY, 'WETH'],
  ]),
  finalitySeconds: new Map([
    [HOME, FINALITY_SECONDS],
    [AWAY, FINALITY_SECONDS],
  ]),
  maximumFeeBasisPoints: 0n,
  recipientsAgree: true,
  longestTransferSeconds: LONG,
  patienceSeconds: LONG,
};

const HAPPENS_ON_HOME: Readonly<Record<LegKind, boolean>> = {
  lock: true,
  release: true,
  mint: false,
  burn: false,
};

/** A leg of message `messageId`, `seconds` into the example, of 1,000 USDC to Alice unless told otherwise. */
export function leg(
  kind: LegKind,
  messageId: string,
  seconds: number,
  changes: Partial<BridgeLeg> = {},
): BridgeLeg {
  const isHome = HAPPENS_ON_HOME[kind];
  const isLeavingHome = kind === 'lock' || kind === 'mint';
  return {
    id: `${kind}/${messageId}/${seconds}`,
    bridge: BRIDGE,
    kind,
    chain: isHome ? HOME : AWAY,
    sourceChain: isLeavingHome ? HOME : AWAY,
    at: fromUnixSeconds(1_000_000 + seconds),
    transactionHash: `0x${kind}${messageId}`,
    messageId,
    asset: isHome ? USDC_HOME : USDC_AWAY,
    amount: 1_000n,
    recipient: ALICE,
    ...changes,
  };
}

/** The instant `seconds` into the example. */
export const instant = (seconds: number) => fromUnixSeconds(1_000_000 + seconds);
