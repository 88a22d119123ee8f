import type { BackingServices } from '@causeway/adapters/backing-services';
import type { ApiPorts } from '@causeway/adapters/graphql';
import { decodeEventText, decodeInputRecord, decodeMarginPolicy, parseJson } from '@causeway/adapters/wire';
import { acceptRecords, type RecognisedRecord } from '@causeway/application/accept-records';
import { activatePolicy, proposePolicy } from '@causeway/application/change-policy';
import { checkDrained } from '@causeway/application/check-drained';
import { openAccount } from '@causeway/application/open-account';
import { ACCOUNT_EVENTS, CHAIN_LOGS, MARKET_PRICES } from '@causeway/application/ports';
import { retryDeadLetter, skipDeadLetter } from '@causeway/application/resolve-dead-letter';
import { setPositions } from '@causeway/application/set-positions';
import { assetDirectoryOf, evaluateMargin } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import type { LiquidityGraph, RouteSolver } from '@causeway/domain/routing';
import { ok, type Result, type UnixMilliseconds } from '@causeway/domain/units';

/** What the API answers quotes from. */
export interface QuoteSource {
  readonly graph: LiquidityGraph;
  readonly solver: RouteSolver;
}

/** The API's ports over the backing services. */
export function apiPorts(
  { stores, eventLog }: BackingServices,
  { graph, solver }: QuoteSource,
  clock: () => UnixMilliseconds,
): ApiPorts {
  const directory = assetDirectoryOf(NETWORK);
  const policyPorts = { policies: stores.policies, parsePolicy: decodeMarginPolicy };
  const deadLetterPorts = { deadLetters: stores.deadLetters, eventLog, keyOf: recordKey };
  return {
    reads: stores.reads,
    outbox: stores.outbox,
    policies: stores.policies,
    parsePolicy: decodeMarginPolicy,
    network: NETWORK,
    clock,
    commands: {
      openAccount: (command) => openAccount(stores.ledger, command, clock()),
      setPositions: (command) => setPositions(stores.ledger, command, clock()),
      proposePolicy: (command) => proposePolicy(policyPorts, command, clock()),
      activatePolicy: (command) => activatePolicy(policyPorts, command, clock()),
      retryDeadLetter: (command) => retryDeadLetter(deadLetterPorts, command, clock()),
      skipDeadLetter: (command) => skipDeadLetter(deadLetterPorts, command, clock()),
    },
    evaluate: ({ account, prices, policy }) => evaluateMargin(account, prices, policy, directory),
    quote: (request) => Promise.resolve(solver.solve(graph, request)),
    ingest: (lines) => acceptRecords({ eventLog, recognise: recogniseRecord }, lines),
    drained: () => checkDrained({ ...stores, eventLog }),
  };
}

/** Where a line of NDJSON belongs in the event log; a failure names the field. */
export function recogniseRecord(text: string): Result<RecognisedRecord> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const input = decodeInputRecord(json.value);
  if (!input.ok) return input;
  return input.value.kind === 'price'
    ? ok({ topic: MARKET_PRICES, key: input.value.record.symbol })
    : ok({ topic: CHAIN_LOGS, key: input.value.record.chain });
}

/**
 * The key of a record that may not be readable: then any key will do, because nothing is ordered with it. An account's
 * record must come back to the account's own partition, or two engines would have the account.
 */
export function recordKey(topic: string, body: string): string {
  if (topic === ACCOUNT_EVENTS) {
    const event = decodeEventText(body);
    return event.ok && event.value.type === 'account.changed' ? event.value.account.account : '';
  }
  const recognised = recogniseRecord(body);
  return recognised.ok ? recognised.value.key : '';
}
