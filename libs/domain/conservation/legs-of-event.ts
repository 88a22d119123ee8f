import {
  hasReturned,
  isReturned,
  stageOfStep,
  type BridgeEvent,
  type Transfer,
} from '@causeway/domain/bridging';
import { assetOf, bridgeOf, isCanonical, layerOf, type Network } from '@causeway/domain/network';
import type {
  Address,
  BridgeId,
  ChainId,
  LogId,
  TokenAmount,
  UnixMilliseconds,
} from '@causeway/domain/units';
import type { BridgeLeg, LegKind } from './bridge-leg.js';

/** What an event has done to its transfer. */
export interface EventEffect {
  readonly event: BridgeEvent;
  readonly before: Transfer | undefined;
  /** Undefined when the books refused the event: the units moved all the same. */
  readonly after: Transfer | undefined;
}

/**
 * The legs that an event shows: units that left, arrived, or went back to the sender, which spends the departure as an
 * arrival would. An order that is filled in parts arrives with the part that completes it.
 *
 * An event that contradicts its transfer shows its leg too, since that is what a theft looks like. An arrival whose logs
 * tell no amount has what its departure says is due, and so becomes a leg with whichever of the two is learned last.
 */
export function legsOfEvent({ event, before, after }: EventEffect, network: Network): readonly BridgeLeg[] {
  if (after !== undefined && before !== undefined && knows(before, event.logId)) return [];
  switch (event.step) {
    case 'initiated':
      return [
        ...departureOf({ event, before, after }, network),
        ...arrivalPricedBy(event, before, after, network),
      ];
    case 'finalised':
      return legs(network, event, true, event.received ?? (after ?? before)?.received, event);
    case 'filled':
      return fillOf(event, after, network);
    case 'expired':
    case 'refunded':
      return returnOf({ event, before, after }, network);
    default:
      return [];
  }
}

/** Where and when a leg happened, and whom it names. */
interface LegPlace {
  readonly logId: LogId;
  readonly chain: ChainId;
  readonly time: UnixMilliseconds;
  readonly transactionHash: string;
  readonly recipient?: Address;
}

function departureOf({ event, after }: EventEffect, network: Network): readonly BridgeLeg[] {
  return legs(network, event, false, event.sent ?? after?.sent, event, event.received);
}

/** The arrival that was learned before its departure and told no amount. */
function arrivalPricedBy(
  event: BridgeEvent,
  before: Transfer | undefined,
  after: Transfer | undefined,
  network: Network,
): readonly BridgeLeg[] {
  if (before?.destinationSeen !== true || before.received !== undefined) return [];
  const entry = before.history.find(({ stage }) => stage === 'finalised');
  const chain = before.destinationChain ?? event.destinationChain;
  if (after?.received === undefined || entry === undefined || chain === undefined) return [];
  const place = { logId: entry.logId, chain, time: entry.at, transactionHash: transactionOf(entry.logId) };
  return legs(network, event, true, after.received, { ...place, ...named(before.recipient) }, event.sent);
}

function fillOf(event: BridgeEvent, after: Transfer | undefined, network: Network): readonly BridgeLeg[] {
  if (after === undefined) return legs(network, event, true, event.received, event);
  if (!after.destinationSeen) return [];
  return legs(network, event, true, after.received ?? event.received, event);
}

/** A second log of the same return shows nothing new. */
function returnOf({ event, before, after }: EventEffect, network: Network): readonly BridgeLeg[] {
  if (after !== undefined && before !== undefined && hasReturned(before)) return [];
  if (!isReturned(stageOfStep(event.step))) return [];
  return legs(network, event, true, event.returned ?? (after ?? before)?.sent, {
    ...event,
    ...named((after ?? before)?.sender),
  });
}

function legs(
  network: Network,
  { bridge, transfer, sourceChain, step, sent, received }: BridgeEvent,
  isArrival: boolean,
  amount: TokenAmount | undefined,
  place: LegPlace,
  other: TokenAmount | undefined = isArrival ? sent : received,
): readonly BridgeLeg[] {
  if (amount === undefined) return [];
  const { logId, chain, time, transactionHash, recipient } = place;
  const isOther =
    other !== undefined && other.asset !== amount.asset && step !== 'expired' && step !== 'refunded';
  return [
    {
      id: logId,
      bridge,
      kind: kindOf(network, bridge, chain, amount, isArrival),
      ...{ chain, sourceChain, at: time, transactionHash },
      messageId: transfer.slice(`${bridge}/${sourceChain}/`.length),
      asset: amount.asset,
      ...(isOther ? { counterpart: other.asset } : {}),
      amount: amount.raw,
      ...named(recipient),
    },
  ];
}

/**
 * Whether units are held or destroyed, and paid out or made: an issuer burns and mints everywhere; a rollup's own
 * bridge holds on the settlement layer; elsewhere what came to a chain over its own bridge, or is not known there,
 * is a bridge's token. Which of the two it is changes no sum.
 */
function kindOf(
  network: Network,
  bridge: BridgeId,
  chain: ChainId,
  { asset }: TokenAmount,
  isArrival: boolean,
): LegKind {
  const known = bridgeOf(network, bridge);
  const layer = layerOf(network, chain);
  const isSettlement =
    layer !== undefined && layer.settlesOn === undefined && layer.kind === 'settlement-layer';
  let isHeld = isSettlement;
  if (known?.mechanism === 'issuer-mint-burn') isHeld = false;
  else if (known?.mechanism === 'bonded-relayer') isHeld = true;
  else if (known !== undefined && !isCanonical(known) && !isSettlement) {
    const listed = assetOf(network, asset);
    isHeld = listed !== undefined && listed.bridgedFrom === undefined;
  }
  if (isArrival) return isHeld ? 'release' : 'mint';
  return isHeld ? 'lock' : 'burn';
}

function knows({ history, repayments = [] }: Transfer, logId: LogId): boolean {
  return [...history, ...repayments].some((entry) => entry.logId === logId);
}

/** A log's id is its chain, block, transaction and index. */
function transactionOf(logId: LogId): string {
  return logId.split('/')[2] ?? '';
}

function named(recipient: Address | undefined): { readonly recipient?: Address } {
  return recipient === undefined ? {} : { recipient };
}
