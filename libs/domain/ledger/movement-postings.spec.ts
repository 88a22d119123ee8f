import { describe, expect, it } from '@jest/globals';
import type { Movement } from '@causeway/domain/bridging';
import {
  erc20Asset,
  evmChain,
  expectOk,
  tokenAmount,
  type AccountId,
  type Address,
  type BridgeId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { applyPostings } from './apply-postings.js';
import { balancesOf, type Balances } from './balances.js';
import { postingsForMovement, type OwnedMovement } from './movement-postings.js';
import { ledgerAccountKey, type LedgerAccount } from './posting.js';

const sender = 'atlas-main' as AccountId;
const recipient = 'borealis-main' as AccountId;
const transfer = { id: 'across/eip155:10/7' as TransferId, bridge: 'across' as BridgeId };
const usdcOnOptimism = erc20Asset(evmChain(10), '0x0b2c639c533813f4aa9d7837caf62653d097ff85' as Address);
const usdcOnBase = erc20Asset(evmChain(8453), '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913' as Address);
const cause = { reference: 'log-1', at: 1_000 as UnixMilliseconds };

const available = (account: AccountId): LedgerAccount => ({ kind: 'desk', account, bucket: 'available' });
const reserved: LedgerAccount = { kind: 'desk', account: sender, bucket: 'reserved' };
const inTransit: LedgerAccount = {
  kind: 'desk',
  account: sender,
  bucket: 'in-transit',
  transfer: transfer.id,
};
const departure = (raw: bigint, arrivedAlready = false): Movement => ({
  kind: 'departure',
  amount: tokenAmount(usdcOnOptimism, raw),
  arrivedAlready,
});
const arrival = (raw: bigint, departedBefore = true): Movement => ({
  kind: 'arrival',
  amount: tokenAmount(usdcOnBase, raw),
  departedBefore,
});
const partialArrival = (raw: bigint, arrivedPart: bigint): Movement => ({
  kind: 'arrival',
  amount: tokenAmount(usdcOnBase, raw),
  departedBefore: true,
  arrivedPart,
});
const returned = (raw: bigint): Movement => ({ kind: 'return', amount: tokenAmount(usdcOnOptimism, raw) });

const rows = (...held: readonly (readonly [LedgerAccount, bigint])[]): Balances =>
  balancesOf(held.map(([account, raw]) => ({ account, asset: usdcOnOptimism, raw })));
const hundredAvailable = rows([available(sender), 100n]);
const hundredInTransit = rows([inTransit, 100n]);

/** The postings as `raw from → to`, after making sure that the books accept them. */
function moves(owned: Omit<OwnedMovement, 'transfer'>): string[] {
  const postings = postingsForMovement({ transfer, ...owned }, cause);
  expectOk(applyPostings(owned.balances, postings));
  return postings.map(({ raw, from, to }) => `${raw} ${ledgerAccountKey(from)} → ${ledgerAccountKey(to)}`);
}

describe('postingsForMovement', () => {
  const partArrived = { arrivedAlready: false, arrivedPart: 40n };
  const transit = 'desk/atlas-main/in-transit/across/eip155:10/7';
  const both = { senderAccount: sender, recipientAccount: recipient };

  it.each<[string, Omit<OwnedMovement, 'transfer'>, string[]]>([
    [
      'a departure that the account has in full goes in transit',
      { ...both, movement: departure(60n), balances: hundredAvailable },
      [`60 desk/atlas-main/available → ${transit}`],
    ],
    [
      'a departure takes what is available before what is reserved, and that before the outside',
      {
        ...both,
        movement: departure(100n),
        balances: rows([available(sender), 50n], [reserved, 40n]),
      },
      [
        `50 desk/atlas-main/available → ${transit}`,
        `40 desk/atlas-main/reserved → ${transit}`,
        `10 outside/eip155:10 → ${transit}`,
      ],
    ],
    [
      'a departure of more than the account has takes the rest from outside',
      { ...both, movement: departure(130n), balances: hundredAvailable },
      [`100 desk/atlas-main/available → ${transit}`, `30 outside/eip155:10 → ${transit}`],
    ],
    [
      'a departure of what the books did not know comes from outside',
      { ...both, movement: departure(130n), balances: balancesOf([]) },
      [`130 outside/eip155:10 → ${transit}`],
    ],
    [
      'a departure whose arrival was seen first goes to the bridge at once',
      { ...both, movement: departure(130n, true), balances: hundredAvailable },
      ['100 desk/atlas-main/available → bridge/across', '30 outside/eip155:10 → bridge/across'],
    ],
    [
      'a departure of nobody of ours is no business of the books',
      { recipientAccount: recipient, movement: departure(60n), balances: hundredAvailable },
      [],
    ],
    ['a departure of nothing moves nothing', { ...both, movement: departure(0n), balances: rows() }, []],
    [
      'an arrival settles all that is in transit and pays what arrived, in its own asset',
      { ...both, movement: arrival(99n), balances: hundredInTransit },
      [`100 ${transit} → bridge/across`, '99 bridge/across → desk/borealis-main/available'],
    ],
    [
      'the arrival of a part settles that part, and the rest stays in transit',
      { ...both, movement: partialArrival(39n, 40n), balances: hundredInTransit },
      [`40 ${transit} → bridge/across`, '39 bridge/across → desk/borealis-main/available'],
    ],
    [
      'a departure of which a part was seen to arrive goes to the bridge with that part',
      {
        ...both,
        movement: { kind: 'departure', amount: tokenAmount(usdcOnOptimism, 130n), ...partArrived },
        balances: hundredAvailable,
      },
      [
        '40 desk/atlas-main/available → bridge/across',
        `60 desk/atlas-main/available → ${transit}`,
        `30 outside/eip155:10 → ${transit}`,
      ],
    ],
    [
      'an arrival from a sender who is not ours is paid by the bridge',
      { recipientAccount: recipient, movement: arrival(99n), balances: rows() },
      ['99 bridge/across → desk/borealis-main/available'],
    ],
    [
      'an arrival before its departure is paid by the bridge',
      { ...both, movement: arrival(99n, false), balances: hundredAvailable },
      ['99 bridge/across → desk/borealis-main/available'],
    ],
    [
      'an arrival at somebody who is not ours ends the ownership of the sender',
      { senderAccount: sender, movement: arrival(99n), balances: hundredInTransit },
      [`100 ${transit} → bridge/across`],
    ],
    [
      'an arrival settles the account that holds the units, even when the wallet has changed hands since',
      { recipientAccount: recipient, movement: arrival(99n), balances: hundredInTransit },
      [`100 ${transit} → bridge/across`, '99 bridge/across → desk/borealis-main/available'],
    ],
    [
      'a return in full makes the units available again',
      { ...both, movement: returned(100n), balances: hundredInTransit },
      [`100 ${transit} → desk/atlas-main/available`],
    ],
    [
      'a return less a fee leaves the fee with the bridge',
      { ...both, movement: returned(97n), balances: hundredInTransit },
      [`97 ${transit} → desk/atlas-main/available`, `3 ${transit} → bridge/across`],
    ],
    [
      'a return whose departure was never seen is owed by the bridge',
      { ...both, movement: returned(97n), balances: rows() },
      ['97 bridge/across → desk/atlas-main/available'],
    ],
    [
      'a return of more than departed is owed by the bridge',
      { ...both, movement: returned(101n), balances: hundredInTransit },
      [`100 ${transit} → desk/atlas-main/available`, '1 bridge/across → desk/atlas-main/available'],
    ],
    [
      'a return goes to the account that holds the units, even when the wallet has changed hands since',
      { movement: returned(100n), balances: hundredInTransit },
      [`100 ${transit} → desk/atlas-main/available`],
    ],
    ['a return to nobody of ours moves nothing', { movement: returned(5n), balances: rows() }, []],
  ])('%s', (_, owned, expected) => {
    expect(moves(owned)).toEqual(expected);
  });

  it('returns an asset other than the one in transit from the bridge, which keeps what departed', () => {
    const movement: Movement = { kind: 'return', amount: tokenAmount(usdcOnBase, 90n) };
    expect(moves({ ...both, movement, balances: hundredInTransit })).toEqual([
      `100 ${transit} → bridge/across`,
      '90 bridge/across → desk/atlas-main/available',
    ]);
  });

  it('throws when units that are in transit depart once more, whoever sends them', () => {
    const again = { transfer, senderAccount: recipient, movement: departure(1n), balances: hundredInTransit };
    expect(() => postingsForMovement(again, cause)).toThrow('although atlas-main has units in transit');
  });
});
