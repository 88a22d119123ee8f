import type { ChainKeys, LedgerKeys } from '@causeway/application/ports';
import type { ChainId } from '@causeway/domain/units';
import type { ReadRecord } from './read-record.js';

/** What deciding the records may touch, besides the steps that wait for their blocks. */
export function keysOf(records: readonly ReadRecord[]): LedgerKeys {
  const events = records.flatMap(({ events: received }) => received);
  const proofs = records.flatMap(({ proof }) => proof ?? []);
  const chains = [...new Set(records.flatMap(({ chain }) => chain ?? []))];
  return {
    logs: events.map(({ log }) => log.id),
    transfers: unique(events.map(({ event }) => event.transfer)),
    wallets: unique(
      events
        .flatMap(({ event }) => [event.sender, event.recipient])
        .concat(proofs.map(({ wallet }) => wallet)),
    ),
    accounts: [],
    chains: chains.map((chain) => chainKeys(chain, records)),
    ...(proofs.length === 0
      ? {}
      : { balanceProofs: proofs.map(({ wallet, asset, at }) => ({ wallet, asset, at })) }),
  };
}

function chainKeys(chain: ChainId, records: readonly ReadRecord[]): ChainKeys {
  const own = records.filter((record) => record.chain === chain);
  const reports = own.flatMap(({ report }) => report ?? []);
  const hashes = reports.map(({ header }) => header.hash);
  const blocks = own.flatMap(({ events, proof }) => [
    ...events.map(({ log }) => log.blockHash),
    ...(proof === undefined ? [] : [proof.evidence.blockHash]),
  ]);
  return {
    chain,
    blocks: unique([...hashes, ...blocks]),
    adopting: unique(hashes),
    told: reports.map(({ heads, header }) => ({ heads, number: header.number })),
  };
}

function unique<Id extends string>(ids: readonly (Id | undefined)[]): readonly Id[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}
