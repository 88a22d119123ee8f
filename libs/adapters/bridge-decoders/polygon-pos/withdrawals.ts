import { concat, toHex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { assetOf, canonicalRepresentation, contractAt, type Network } from '@causeway/domain/network';
import {
  erc20Asset,
  nativeAsset,
  tokenAmount,
  transferId,
  type Address,
  type AssetId,
  type BridgeId,
  type ChainId,
} from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS, type NamedLog } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { agreedMove, tokenMoves } from '../token-moves.js';
import type { plasmaBurnEvents, plasmaExitEvents, polygonPosEvents } from './abi.js';
import { polCoin } from './pol-coin.js';
import { keccak256 } from '../keccak.js';

type PolygonLog = ReadLog<typeof polygonPosEvents>;
type PlasmaBurn = ReadLog<typeof plasmaBurnEvents>;
type PlasmaExit = ReadLog<typeof plasmaExitEvents>;

/** How the PoS bridge names ether where a token is asked for. */
const ETHER = addressOf(`0x${'ee'.repeat(20)}`);

/**
 * The message id of a withdrawal. An exit on Ethereum names no burn, and a burn no exit: what both tell is wallet,
 * token on Ethereum and amount, so the id is a hash of these. Two withdrawals alike in all three share it, and the
 * second is refused. https://docs.polygon.technology/pos/how-to/bridging/ethereum-polygon/ethereum-to-matic
 */
export function withdrawalId(wallet: Address, rootToken: Address, amount: bigint): string {
  return keccak256(concat([wallet, rootToken, toHex(amount, { size: 32 })]));
}

/**
 * Burns of the native coin and of tokens that the PoS bridge issues. Nothing but a withdrawal burns the latter,
 * unless another bridge has taken the token over (USDT), whose own log then stands beside the burn.
 */
export function burns(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  plasma: readonly PlasmaBurn[],
): readonly BridgeEvent[] {
  const { chain } = transaction;
  const native = plasma.map((log) => {
    const { token, from, amount } = log.args;
    const coin = polCoin(network, chain, addressOf(token));
    const primary: NamedLog = log;
    return burnEvent(transaction, bridge, primary, addressOf(from), addressOf(token), coin, amount);
  });
  const isOthers = transaction.logs.some(
    ({ address }) => (contractAt(network, chain, address)?.bridge ?? bridge) !== bridge,
  );
  const moves = isOthers ? [] : tokenMoves(transaction);
  const manager = network.layers.get(chain)?.contracts.find(({ role }) => role === 'ChildChainManager');
  const tokens = moves.flatMap(({ logIndex, token, from, to, raw }) => {
    const asset = erc20Asset(chain, token);
    const original = to === ZERO_ADDRESS && raw > 0n ? assetOf(network, asset)?.bridgedFrom : undefined;
    const log = transaction.logs.find((one) => one.logIndex === logIndex);
    if (original === undefined || log === undefined || manager === undefined) return [];
    // The token is a contract of the bridge in all but name: its manager alone can mint it.
    const primary: NamedLog = { eventName: 'Transfer', log, contract: manager };
    return [burnEvent(transaction, bridge, primary, from, rootTokenOf(original), asset, raw)];
  });
  return [...native, ...tokens];
}

function burnEvent(
  transaction: TransactionLogs,
  bridge: BridgeId,
  log: NamedLog,
  wallet: Address,
  rootToken: Address,
  burned: AssetId | undefined,
  amount: bigint,
): BridgeEvent {
  return draftEvent(transaction, log, [], {
    bridge,
    step: 'initiated',
    transfer: transferId(bridge, transaction.chain, withdrawalId(wallet, rootToken, amount)),
    sourceChain: transaction.chain,
    destinationChain: log.contract?.counterpart,
    sender: wallet,
    recipient: wallet,
    sent: burned === undefined || amount === 0n ? undefined : tokenAmount(burned, amount),
  });
}

/** Exits on Ethereum: started (Plasma only, then a week of challenge) and paid. */
export function exits(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly PolygonLog[],
  plasma: readonly PlasmaExit[],
): readonly BridgeEvent[] {
  const paid = plasma.map((log) => {
    const { user, token, amount } = log.args;
    const asset = paidToken(transaction, network, bridge, addressOf(user), amount) ?? addressOf(token);
    const exit = { wallet: addressOf(user), rootToken: addressOf(token), amount };
    return exitEvent(transaction, network, bridge, log, exit, erc20Asset(transaction.chain, asset));
  });
  return [...logs.flatMap((log) => posExit(transaction, network, bridge, log)), ...paid];
}

interface Exit {
  readonly wallet: Address;
  readonly rootToken: Address;
  readonly amount: bigint;
}

function posExit(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  log: PolygonLog,
): readonly BridgeEvent[] {
  const { chain } = transaction;
  switch (log.eventName) {
    case 'ExitedEther': {
      const exit = { wallet: addressOf(log.args.exitor), rootToken: ETHER, amount: log.args.amount };
      return [exitEvent(transaction, network, bridge, log, exit, nativeAsset(chain))];
    }
    case 'ExitedERC20':
    case 'ExitedMintableERC20': {
      const { exitor, rootToken, amount } = log.args;
      const exit = { wallet: addressOf(exitor), rootToken: addressOf(rootToken), amount };
      return [exitEvent(transaction, network, bridge, log, exit, erc20Asset(chain, exit.rootToken))];
    }
    case 'ExitStarted': {
      const { exitor, token, amount } = log.args;
      const exit = { wallet: addressOf(exitor), rootToken: addressOf(token), amount };
      return [exitEvent(transaction, network, bridge, log, exit, undefined)];
    }
    default:
      return [];
  }
}

/** An exit; without an asset it has only been started. Its source is Polygon, also for contracts nobody knows. */
function exitEvent(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  log: NamedLog,
  { wallet, rootToken, amount }: Exit,
  received: AssetId | undefined,
): BridgeEvent {
  const source = log.contract?.counterpart ?? POLYGON;
  const burned = received === undefined ? undefined : burnedOn(network, source, rootToken, received);
  return draftEvent(transaction, log, [], {
    bridge,
    step: received === undefined ? 'proven' : 'finalised',
    transfer: transferId(bridge, source, withdrawalId(wallet, rootToken, amount)),
    sourceChain: source,
    destinationChain: transaction.chain,
    recipient: wallet,
    sent: burned === undefined || amount === 0n ? undefined : tokenAmount(burned, amount),
    received: received === undefined || amount === 0n ? undefined : tokenAmount(received, amount),
  });
}

const POLYGON = 'eip155:137' as ChainId;

function burnedOn(
  network: Network,
  source: ChainId,
  rootToken: Address,
  received: AssetId,
): AssetId | undefined {
  return polCoin(network, source, rootToken) ?? canonicalRepresentation(network, received, source)?.asset;
}

/** The token that the Plasma bridge really paid: POL where its log still speaks of MATIC. */
function paidToken(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  wallet: Address,
  amount: bigint,
): Address | undefined {
  const moves = tokenMoves(transaction).filter(
    ({ from, to, raw }) =>
      to === wallet && raw === amount && contractAt(network, transaction.chain, from)?.bridge === bridge,
  );
  return agreedMove(moves)?.token;
}

function rootTokenOf(original: AssetId): Address {
  const at = original.indexOf('/erc20:');
  return at === -1 ? ETHER : addressOf(original.slice(at + '/erc20:'.length));
}
