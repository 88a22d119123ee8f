import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import {
  erc20Asset,
  expectOk,
  parseBridgeId,
  tokenAmount,
  transferId,
  type TokenAmount,
} from '@causeway/domain/units';
import { addressOf, draftEvent } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import { zkevmEvents, zkevmFirstClaimEvents } from './abi.js';
import { etherOn, isEther, movedHere, type Origin } from './moved-asset.js';
import {
  chainOfNetwork,
  depositOfIndex,
  networkOfChain,
  parseGlobalIndex,
  type ClaimedDeposit,
} from './networks.js';

const bridge = expectOk(parseBridgeId('polygon-zkevm'));
const current = eventReader(bridge, zkevmEvents);
const first = eventReader(bridge, zkevmFirstClaimEvents);

type ZkevmLog = ReadLog<typeof zkevmEvents>;
type Deposit = Extract<ZkevmLog, { eventName: 'BridgeEvent' }>;
type Claim = Extract<ZkevmLog, { eventName: 'ClaimEvent' }> | ReadLog<typeof zkevmFirstClaimEvents>;

/** The kind of leaf that moves a token; the other carries a message and at most ether. */
const ASSET_LEAF = 0;

/**
 * The unified bridge of Polygon zkEVM. The message id is the deposit's count on its own network, which BridgeEvent
 * tells and ClaimEvent holds in its global index.
 * https://docs.polygon.technology/zkEVM/architecture/unified-LxLy
 */
export const polygonZkevmDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...current.topics, ...first.topics]),
  decode(transaction, network) {
    const reading = current.read(transaction, network);
    const early = first.read(transaction, network);
    return {
      events: [
        ...reading.logs.flatMap((log) =>
          log.eventName === 'BridgeEvent'
            ? [depositEvent(transaction, network, log)]
            : [claimEvent(transaction, network, log, parseGlobalIndex(log.args.globalIndex))],
        ),
        ...early.logs.flatMap((log) => {
          const deposit = depositOfIndex(transaction.chain, log.args.index);
          return deposit === undefined ? [] : [claimEvent(transaction, network, log, deposit)];
        }),
      ],
      undecodable: [...reading.undecodable, ...early.undecodable],
    };
  },
};

function depositEvent(transaction: TransactionLogs, network: Network, log: Deposit): BridgeEvent {
  const { leafType, originNetwork, originAddress, destinationNetwork, amount } = log.args;
  const destination = chainOfNetwork(destinationNetwork);
  // A message's leaf names its sender where a token's names the token.
  const origin: Origin =
    leafType === ASSET_LEAF
      ? { network: originNetwork, address: addressOf(originAddress) }
      : { network: 0, address: addressOf(`0x${'0'.repeat(40)}`) };
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, log.args.depositCount.toString()),
    sourceChain: transaction.chain,
    destinationChain: destination,
    sender: leafType === ASSET_LEAF ? undefined : addressOf(originAddress),
    recipient: addressOf(log.args.destinationAddress),
    sent: movedHere(transaction, network, origin, 'burn', undefined, amount),
    received: dueThere(network, origin, destinationNetwork, amount),
  });
}

/** What is due on the other layer: ether, or a token that was issued there. */
function dueThere(
  network: Network,
  origin: Origin,
  destinationNetwork: number,
  amount: bigint,
): TokenAmount | undefined {
  const destination = chainOfNetwork(destinationNetwork);
  if (isEther(origin)) return etherOn(network, destination, amount);
  if (origin.network !== destinationNetwork || amount === 0n) return undefined;
  return tokenAmount(erc20Asset(destination, origin.address), amount);
}

/**
 * A claim does not say whether it is a token's or a message's. Ether is told by the address of no token; a token is
 * believed only with the token's own log about the same amount.
 */
function claimEvent(
  transaction: TransactionLogs,
  network: Network,
  log: Claim,
  { source, depositCount }: ClaimedDeposit,
): BridgeEvent {
  const { originNetwork, originAddress, destinationAddress, amount } = log.args;
  const origin: Origin = { network: originNetwork, address: addressOf(originAddress) };
  const recipient = addressOf(destinationAddress);
  const isHere = networkOfChain(transaction.chain) === originNetwork;
  const released = agreedMove(
    tokenMoves(transaction).filter(
      ({ token, from, to, raw }) =>
        token === origin.address && from === log.log.address && to === recipient && raw === amount,
    ),
  );
  const received =
    isHere && !isEther(origin) && released === undefined
      ? undefined
      : movedHere(transaction, network, origin, 'mint', recipient, amount);
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'finalised',
    transfer: transferId(bridge, source, depositCount.toString()),
    sourceChain: source,
    destinationChain: transaction.chain,
    recipient,
    received,
  });
}
