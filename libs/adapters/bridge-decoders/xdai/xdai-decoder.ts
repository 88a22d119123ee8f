import { concat, toHex, type Hex } from 'viem';
import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import {
  erc20Asset,
  evmChain,
  expectOk,
  nativeAsset,
  parseBridgeId,
  tokenAmount,
  transferId,
  type Address,
  type AssetId,
} from '@causeway/domain/units';
import { addressOf, draftEvent, type NamedLog } from '../event-draft.js';
import { eventReader, type ReadLog } from '../event-reader.js';
import type { ProtocolDecoder } from '../protocol-decoder.js';
import { agreedMove, tokenMoves, type TokenMove } from '../token-moves.js';
import { firstXdaiEvents, xdaiEvents, xdaiTokenEvents } from './abi.js';
import { keccak256 } from '../keccak.js';

const bridge = expectOk(parseBridgeId('xdai'));
const first = eventReader(bridge, firstXdaiEvents);
const current = eventReader(bridge, xdaiEvents);
const withToken = eventReader(bridge, xdaiTokenEvents);

type XdaiLog = ReadLog<typeof firstXdaiEvents> | ReadLog<typeof xdaiEvents> | ReadLog<typeof xdaiTokenEvents>;

const ETHEREUM = evmChain(1);
const GNOSIS = evmChain(100);
const XDAI = nativeAsset(GNOSIS, 700);

/** What the bridge takes and pays on Ethereum: DAI, and USDS since 2024. docs.gnosischain.com/bridges */
const DOLLARS: ReadonlySet<Address> = new Set([
  addressOf('0x6b175474e89094c44da98b954eedeac495271d0f'),
  addressOf('0xdc035d45d973e3ec169d2276ddab16f1e407384f'),
]);

const IS_DEPARTURE: ReadonlySet<string> = new Set(['UserRequestForAffirmation', 'UserRequestForSignature']);
/** Which of the bridge's events belong on which of its chains. */
const ON_ETHEREUM: ReadonlySet<string> = new Set(['UserRequestForAffirmation', 'RelayedMessage']);

/**
 * The xDai bridge. The message id is the hash under which its validators sign a transfer: of recipient, value and
 * the request's nonce, which is the hash of its transaction in requests from before there were nonces.
 * HomeBridgeErcToNative.sol and Message.sol of omni/tokenbridge-contracts
 */
export const xdaiDecoder: ProtocolDecoder = {
  bridge,
  topics: new Set([...first.topics, ...current.topics, ...withToken.topics]),
  decode(transaction, network) {
    const readings = [
      first.read(transaction, network),
      current.read(transaction, network),
      withToken.read(transaction, network),
    ] as const;
    const logs: readonly XdaiLog[] = readings.flatMap((reading) => [...reading.logs]);
    const events = logs
      .filter(({ eventName }) => transaction.chain === (ON_ETHEREUM.has(eventName) ? ETHEREUM : GNOSIS))
      .map((log) => eventOf(transaction, log));
    return { events, undecodable: readings.flatMap(({ undecodable }) => undecodable) };
  },
};

function eventOf(transaction: TransactionLogs, log: XdaiLog): BridgeEvent {
  const isDeparture = IS_DEPARTURE.has(log.eventName);
  const isOnEthereum = transaction.chain === ETHEREUM;
  const recipient = addressOf(log.args.recipient);
  const { value } = log.args;
  const nonce = 'nonce' in log.args ? log.args.nonce : transaction.transactionHash;
  const [source, destination] = isDeparture === isOnEthereum ? [ETHEREUM, GNOSIS] : [GNOSIS, ETHEREUM];
  const dollar = isOnEthereum ? dollarMove(transaction, log, isDeparture, recipient, value) : undefined;
  const token = 'token' in log.args ? addressOf(log.args.token) : dollar?.token;
  const onEthereum = token === undefined ? undefined : erc20Asset(ETHEREUM, token);
  const [sent, received] = source === ETHEREUM ? [onEthereum, XDAI] : [XDAI, onEthereum];
  const amountOf = (asset: AssetId | undefined) =>
    asset === undefined || value === 0n ? undefined : tokenAmount(asset, value);
  return draftEvent(transaction, log, [], {
    bridge,
    step: isDeparture ? 'initiated' : 'finalised',
    transfer: transferId(bridge, source, hashOfRequest(recipient, value, nonce)),
    sourceChain: source,
    destinationChain: destination,
    sender: isDeparture ? dollar?.from : undefined,
    recipient,
    sent: amountOf(sent),
    received: amountOf(received),
  });
}

/** The move of a token to or from the bridge in exactly this amount, among the tokens the bridge deals in. */
function dollarMove(
  transaction: TransactionLogs,
  { log }: NamedLog,
  isDeparture: boolean,
  recipient: Address,
  value: bigint,
): TokenMove | undefined {
  return agreedMove(
    tokenMoves(transaction).filter(
      ({ token, from, to, raw }) =>
        DOLLARS.has(token) &&
        raw === value &&
        (isDeparture ? to === log.address : from === log.address && to === recipient),
    ),
  );
}

function hashOfRequest(recipient: Address, value: bigint, nonce: Hex): string {
  return keccak256(concat([recipient, toHex(value, { size: 32 }), nonce]));
}
