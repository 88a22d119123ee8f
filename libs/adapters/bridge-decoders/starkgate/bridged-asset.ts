import type { TransactionLogs } from '@causeway/domain/bridging';
import type { BridgeContract } from '@causeway/domain/network';
import { erc20Asset, nativeAsset, type Address, type AssetId } from '@causeway/domain/units';
import { agreedMove, tokenMoves } from '../token-moves.js';

/** How version 2 names ether where a token is asked for. Transfers.sol of starkware-libs */
const ETHER: Address = '0x0000000000000000000000000000000000455448' as Address;

/**
 * What a bridge on Ethereum took in or paid out: the token its event names, ether for the ether bridge, else the
 * token that moved to (or from) the bridge in exactly this amount. Bridges from before version 2 name no token.
 */
export function bridgedAsset(
  transaction: TransactionLogs,
  bridge: Address,
  contract: BridgeContract | undefined,
  named: Address | undefined,
  side: 'in' | 'out',
  raw: bigint,
): AssetId | undefined {
  if (contract?.role === 'StarknetEthBridge' || named === ETHER) return nativeAsset(transaction.chain);
  if (named !== undefined) return erc20Asset(transaction.chain, named);
  const move = agreedMove(
    tokenMoves(transaction).filter(
      (one) => (side === 'in' ? one.to : one.from) === bridge && one.raw === raw,
    ),
  );
  return move === undefined ? undefined : erc20Asset(transaction.chain, move.token);
}
