import type { BridgeEvent, TransactionLogs } from '@causeway/domain/bridging';
import { assetOf, type Network } from '@causeway/domain/network';
import { erc20Asset, tokenAmount, transferId, type BridgeId } from '@causeway/domain/units';
import { addressOf, draftEvent, ZERO_ADDRESS, type EventFacts, type NamedLog } from '../event-draft.js';
import type { ReadLog } from '../event-reader.js';
import { messageRun } from '../message-run.js';
import { tokenMoves, type TokenMove } from '../token-moves.js';
import type { polygonPosEvents } from './abi.js';
import { polCoin } from './pol-coin.js';

type PolygonLog = ReadLog<typeof polygonPosEvents>;
type LogOf<Name extends PolygonLog['eventName']> = Extract<PolygonLog, { eventName: Name }>;

const COMMITTED: ReadonlySet<string> = new Set(['StateCommitted']);

/**
 * Deposits that arrive: each state the validators commit, with what was minted while it ran. States that mint
 * nothing are messages of others. The receiver of a state mints before the commit is logged, and one transaction
 * commits many states.
 */
export function arrivals(
  transaction: TransactionLogs,
  network: Network,
  bridge: BridgeId,
  logs: readonly PolygonLog[],
  settlement: EventFacts['sourceChain'] | undefined,
): readonly BridgeEvent[] {
  const moves = tokenMoves(transaction);
  return logs.flatMap((log, index) => {
    const source = log.contract?.counterpart ?? settlement;
    if (log.eventName !== 'StateCommitted' || source === undefined) return [];
    const base = {
      bridge,
      transfer: transferId(bridge, source, log.args.stateId.toString()),
      sourceChain: source,
      destinationChain: transaction.chain,
    };
    if (!log.args.success) return [draftEvent(transaction, log, [], { ...base, step: 'failed' })];
    const run = messageRun(logs, index, COMMITTED);
    const plasma = run.find(
      (other): other is LogOf<'TokenDeposited'> => other.eventName === 'TokenDeposited',
    );
    if (plasma !== undefined) {
      const credited = run.filter((other) => isCredit(other, plasma));
      const facts = plasmaFacts(transaction, network, plasma);
      return [draftEvent(transaction, log, [plasma, ...credited], { ...base, step: 'finalised', ...facts })];
    }
    const start = previousCommit(logs, log);
    const minted = moves.filter(
      ({ logIndex, from }) => from === ZERO_ADDRESS && logIndex > start && logIndex < log.log.logIndex,
    );
    if (minted.length === 0) return [];
    const facts = mintFacts(transaction, network, minted);
    return [draftEvent(transaction, log, [], { ...base, step: 'finalised', ...facts })];
  });
}

function previousCommit(logs: readonly PolygonLog[], log: PolygonLog): number {
  const before = logs.filter(
    (other) =>
      other.eventName === 'StateCommitted' &&
      other.log.address === log.log.address &&
      other.log.logIndex < log.log.logIndex,
  );
  return before.at(-1)?.log.logIndex ?? -1;
}

function isCredit(log: PolygonLog, plasma: LogOf<'TokenDeposited'>): log is LogOf<'Deposit'> {
  return (
    log.eventName === 'Deposit' &&
    log.args.token === plasma.args.rootToken &&
    log.args.amount === plasma.args.amount
  );
}

function plasmaFacts(
  { chain }: TransactionLogs,
  network: Network,
  { args }: LogOf<'TokenDeposited'> & NamedLog,
): Partial<EventFacts> {
  const { rootToken, childToken, user, amount } = args;
  const asset = polCoin(network, chain, addressOf(rootToken)) ?? erc20Asset(chain, addressOf(childToken));
  return { recipient: addressOf(user), received: amount === 0n ? undefined : tokenAmount(asset, amount) };
}

/**
 * What the one token minted in the run says. A token the network knows counts only if the bridge is what issues it:
 * whoever receives a state may mint what he likes while it runs.
 */
function mintFacts(
  { chain }: TransactionLogs,
  network: Network,
  minted: readonly TokenMove[],
): Partial<EventFacts> {
  const [move] = minted;
  if (move === undefined || minted.length > 1) return {};
  const asset = erc20Asset(chain, move.token);
  const known = assetOf(network, asset);
  if (known !== undefined && known.bridgedFrom === undefined) return {};
  return { recipient: move.to, received: move.raw === 0n ? undefined : tokenAmount(asset, move.raw) };
}
