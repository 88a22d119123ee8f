import { z } from 'zod';
import { assetOf, type Network } from '@causeway/domain/network';
import { parseAssetId, type AssetId } from '@causeway/domain/units';
import type { BalanceSlots } from './balance-proof.js';

/** What an operator says of tokens, for proofs of balances. */
export const balanceProofVariables = {
  TOKEN_BALANCE_SLOTS: tokenSlots()
    .optional()
    .describe(
      'storage slot of the mapping of balances of tokens whose slot is not shipped, for proofs of balances: eip155:10/erc20:0x…=0,…; the API and the engine need the same',
    ),
};

/** What the network knows of tokens, and for others what an operator says; a proof's own word counts nothing. */
export function knownBalanceSlots(
  network: Network,
  stated: ReadonlyMap<AssetId, bigint> = new Map(),
): BalanceSlots {
  return (asset) => {
    const shipped = assetOf(network, asset)?.balanceSlot;
    return shipped === undefined ? stated.get(asset) : BigInt(shipped);
  };
}

function tokenSlots(): z.ZodType<ReadonlyMap<AssetId, bigint>, string> {
  return z.string().transform((text, context) => {
    const slots = new Map<AssetId, bigint>();
    for (const entry of text.split(',')) {
      const [name = '', slot = '', ...more] = entry.trim().split('=');
      const asset = parseAssetId(name);
      if (!asset.ok || !/^\d{1,77}$/.test(slot) || more.length > 0 || slots.has(asset.value)) {
        context.addIssue(
          `"${entry}" is not a token such as eip155:10/erc20:0x…, named once, with = and its slot`,
        );
        return z.NEVER;
      }
      slots.set(asset.value, BigInt(slot));
    }
    return slots;
  });
}
