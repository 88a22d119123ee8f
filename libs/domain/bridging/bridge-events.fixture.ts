import {
  erc20Asset,
  evmChain,
  expectOk,
  fromUnixSeconds,
  logId,
  parseAddress,
  parseBridgeId,
  parseHash,
  tokenAmount,
  transferId,
} from '@causeway/domain/units';
import type { BridgeEvent, TransferStep } from './bridge-event.js';

/** Made-up events of one Across transfer from OP Mainnet to Base, for tests. */

export const SOURCE = evmChain(10);
export const DESTINATION = evmChain(8453);
export const SENDER = expectOk(parseAddress(`0x${'11'.repeat(20)}`));
export const RECIPIENT = expectOk(parseAddress(`0x${'22'.repeat(20)}`));
export const SENT = tokenAmount(erc20Asset(SOURCE, expectOk(parseAddress(`0x${'aa'.repeat(20)}`))), 1_000n);
export const RECEIVED = tokenAmount(
  erc20Asset(DESTINATION, expectOk(parseAddress(`0x${'bb'.repeat(20)}`))),
  990n,
);

const bridge = expectOk(parseBridgeId('across'));
const blockHash = expectOk(parseHash(`0x${'cc'.repeat(32)}`));

/** An event of the transfer; `logIndex` tells its log from others, `seconds` is its time. */
export function event(
  step: TransferStep,
  logIndex: number,
  seconds: number,
  more: Partial<BridgeEvent> = {},
): BridgeEvent {
  const transactionHash = expectOk(parseHash(`0x${logIndex.toString(16).padStart(64, '0')}`));
  const chain = step === 'finalised' ? DESTINATION : SOURCE;
  return {
    logId: logId(chain, blockHash, transactionHash, logIndex),
    chain,
    time: fromUnixSeconds(seconds),
    transactionHash,
    bridge,
    eventName: `Told${step}`,
    emitter: 'known-contract',
    step,
    transfer: transferId(bridge, SOURCE, '7'),
    sourceChain: SOURCE,
    destinationChain: DESTINATION,
    ...more,
  };
}

/** The departure, which knows what is due to arrive. */
export function departure(more: Partial<BridgeEvent> = {}): BridgeEvent {
  const facts = { sender: SENDER, recipient: RECIPIENT, sent: SENT, received: RECEIVED };
  return event('initiated', 1, 1_000, { ...facts, ...more });
}

/** The arrival of a part: of an order of 1,000 it covers `filled` and brings a hundredth less. */
export function part(logIndex: number, filled: bigint, more: Partial<BridgeEvent> = {}): BridgeEvent {
  return event('filled', logIndex, 1_000 + logIndex, {
    chain: DESTINATION,
    recipient: RECIPIENT,
    received: tokenAmount(RECEIVED.asset, (filled * 99n) / 100n),
    fill: { filled, ordered: 1_000n },
    ...more,
  });
}

/** A step that gives back `raw` units of what was sent. */
export function givenBack(step: 'expired' | 'refunded', logIndex: number, raw: bigint): BridgeEvent {
  return event(step, logIndex, 3_000 + logIndex, { returned: tokenAmount(SENT.asset, raw) });
}

/** The arrival. */
export function arrival(more: Partial<BridgeEvent> = {}): BridgeEvent {
  return event('finalised', 2, 1_004, { recipient: RECIPIENT, sent: SENT, received: RECEIVED, ...more });
}
