import { balanceOf, type PostingCause } from '@causeway/domain/ledger';
import {
  positionsAfter,
  settleLiquidation,
  undeleveragedSize,
  type AllocationEvidence,
  type CaseStage,
  type CollateralSale,
  type LiquidationFill,
  type LiquidationPolicy,
  type Settlement,
  type SettlementInputs,
} from '@causeway/domain/liquidation';
import {
  isWithinFigureLimits,
  type AssetDirectory,
  type MarginState,
  type Position,
  type Price,
} from '@causeway/domain/margin';
import {
  fail,
  ok,
  type AccountId,
  type CaseId,
  type ChainId,
  type Decimal,
  type InstrumentId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { WorkingBooks } from '@causeway/application/ledger-changes';
import {
  NO_LEDGER_CHANGES,
  type AccountRecord,
  type LedgerChanges,
  type LedgerSnapshot,
  type LedgerStore,
  type MarginInputs,
  type ReadStore,
} from '@causeway/application/ports';
import { availableOf, partiesOf, standingOf, type SettlementParty } from './settlement-parties.js';

/** A part of a position that was closed for a liquidation. */
export interface ClosedPart {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Signed change of size: negative sells a long. */
  readonly sizeChange: Decimal;
  /** What the venue closed it at; absent where nobody took it, so that opposite positions are closed with it. */
  readonly price?: Decimal;
}

/** What was done for a liquidation, as its executor reports it. */
export interface SettleLiquidationCommand {
  readonly case: CaseId;
  /** Counts the settlements of the case from 1; the same number again is the same settlement. */
  readonly settlement: number;
  readonly closed: readonly ClosedPart[];
  readonly sales: readonly CollateralSale[];
}

/** What settling needs. */
export interface SettleLiquidationPorts {
  readonly ledger: LedgerStore;
  readonly reads: Pick<ReadStore, 'case' | 'marginInputs' | 'accounts'>;
  readonly directory: AssetDirectory;
  readonly evaluate: (inputs: MarginInputs) => MarginState;
}

export type SettleLiquidationCode =
  | 'UNKNOWN_CASE'
  | 'NOT_LIQUIDATING'
  | 'NO_LIQUIDATION_POLICY'
  | 'UNKNOWN_FUND'
  | 'MISSING_PRICE'
  | 'PRICE_NOT_USABLE'
  | 'INVALID_SETTLEMENT'
  | 'INVALID_SIZE'
  | 'INVALID_PRICE'
  | 'INVALID_AMOUNT'
  | 'NOTHING_OPPOSITE';

type Outcome = Result<AllocationEvidence, SettleLiquidationCode>;

interface Context {
  readonly stage: CaseStage;
  readonly inputs: MarginInputs;
  readonly policy: LiquidationPolicy;
  readonly settlement: Result<SettlementInputs['asset'], 'MISSING_PRICE' | 'PRICE_NOT_USABLE'>;
  readonly parties: readonly SettlementParty[];
}

/**
 * Settles what was closed and sold for a liquidation: moves collateral, the insurance fund and what others bear in the
 * books, reduces the positions, and keeps the evidence of how every unit was allocated; all in one transaction. Every
 * account in it moves to its next `seq`, so that its engine decides the case anew.
 *
 * The number of the settlement makes it repeatable: one that stands is returned as it is.
 */
export async function executeSettlement(
  ports: SettleLiquidationPorts,
  command: SettleLiquidationCommand,
  at: UnixMilliseconds,
): Promise<Outcome> {
  const invalid = invalidCommand(command);
  if (invalid !== undefined) return invalid;
  const context = await contextOf(ports, command);
  if (!context.ok) return context;
  const { inputs, policy, parties } = context.value;
  const { account } = inputs.account;
  const accounts = [...new Set([account, policy.insuranceFund, ...parties.map((party) => party.account)])];
  const keys = { logs: [], transfers: [], wallets: [], accounts, liquidationCase: command.case };
  return ports.ledger.transact<Outcome>(keys, (snapshot) => {
    const refuse = (outcome: Outcome) => ({ changes: NO_LEDGER_CHANGES, outcome });
    const known = snapshot.settlements ?? [];
    const stands = known.find(({ settlement }) => settlement === command.settlement);
    if (stands !== undefined) return refuse(ok(stands));
    if (command.settlement !== known.length + 1) {
      const message = `the next settlement of ${command.case} is ${known.length + 1}`;
      return refuse(fail('INVALID_SETTLEMENT', message, 'settlement'));
    }
    if (context.value.stage !== 'liquidating') {
      return refuse(fail('NOT_LIQUIDATING', `${command.case} is ${context.value.stage}`, 'case'));
    }
    const settled = settle(context.value, command, snapshot, at);
    if (!settled.ok) return refuse(settled);
    return {
      changes: changesOf(settled.value, context.value, snapshot, command, at),
      outcome: ok(settled.value.evidence),
    };
  });
}

const BEYOND_LIMITS = 'must be below 10^20 with at most 40 decimal places';

function invalidCommand({
  closed,
  sales,
}: SettleLiquidationCommand): Result<never, SettleLiquidationCode> | undefined {
  for (const [index, { sizeChange, price }] of closed.entries()) {
    if (sizeChange.isZero() || !isWithinFigureLimits(sizeChange)) {
      return fail('INVALID_SIZE', `must not be zero and ${BEYOND_LIMITS}`, `closed.${index}.sizeChange`);
    }
    if (price !== undefined && (price.lte(0) || !isWithinFigureLimits(price))) {
      return fail('INVALID_PRICE', `must be above zero and ${BEYOND_LIMITS}`, `closed.${index}.price`);
    }
  }
  for (const [index, { raw, proceeds }] of sales.entries()) {
    if (raw <= 0n) return fail('INVALID_AMOUNT', 'sell more than zero base units', `sales.${index}.amount`);
    if (proceeds < 0n) return fail('INVALID_AMOUNT', 'must not be below zero', `sales.${index}.proceeds`);
  }
  if (closed.length === 0 && sales.length === 0) {
    return fail('INVALID_SETTLEMENT', 'say what was closed or sold', 'closed');
  }
  return undefined;
}

async function contextOf(
  { reads, directory, evaluate }: SettleLiquidationPorts,
  command: SettleLiquidationCommand,
): Promise<Result<Context, SettleLiquidationCode>> {
  const found = await reads.case(command.case);
  if (found === undefined) return fail('UNKNOWN_CASE', `there is no case ${command.case}`, 'case');
  const inputs = (await reads.marginInputs([found.account])).get(found.account);
  const policy = inputs?.policy.liquidation;
  if (inputs === undefined || policy === undefined) {
    const message = 'the active policy has no liquidation section: activate one that does';
    return fail('NO_LIQUIDATION_POLICY', message, 'case');
  }
  const parties = await partiesOf(reads, command.closed, found.account, evaluate);
  return ok({
    stage: found.stage,
    inputs,
    policy,
    settlement: settlementOf(policy, inputs, directory),
    parties,
  });
}

/** What losses are counted in, at a price that may be used for liquidating. */
function settlementOf(
  { settlement: { asset: id } }: LiquidationPolicy,
  { prices }: MarginInputs,
  directory: AssetDirectory,
): Context['settlement'] {
  const asset = directory.assetOf(id);
  const mark = asset === undefined ? undefined : prices.prices.get(asset.family);
  if (asset === undefined || mark === undefined || mark.price.lte(0)) {
    return fail('MISSING_PRICE', `${id} has no price: losses cannot be counted in it`);
  }
  const faults = faultsOf(mark);
  if (faults === undefined) return ok({ id, decimals: asset.decimals, price: mark.price });
  const message = `the price of ${asset.family} may not be used for liquidating (${faults}), and losses are counted in it: report again once it may`;
  return fail('PRICE_NOT_USABLE', message);
}

/** Why a price may not be used for liquidating; undefined when it may. */
function faultsOf({ validity }: Price): string | undefined {
  const faults = validity?.liquidating ?? [];
  return faults.length === 0 ? undefined : faults.join(', ');
}

function settle(
  { inputs, policy, settlement, parties }: Context,
  command: SettleLiquidationCommand,
  snapshot: LedgerSnapshot,
  at: UnixMilliseconds,
): Result<Settlement, SettleLiquidationCode> {
  const { account } = inputs.account;
  const record = snapshot.accounts.get(account);
  const fund = policy.insuranceFund;
  if (record === undefined) return fail('UNKNOWN_CASE', `account ${account} is not open`, 'case');
  if (!snapshot.accounts.has(fund)) {
    return fail('UNKNOWN_FUND', `open the account ${fund}: the policy names it as the insurance fund`);
  }
  if (!settlement.ok) return settlement;
  const fills = fillsOf(command.closed, record, inputs);
  if (!fills.ok) return fills;
  const lacking = lackingCollateral(command.sales, account, policy, snapshot);
  if (lacking !== undefined) return lacking;
  const asset = settlement.value;
  const books = { balances: snapshot.balances, asset: asset.id };
  const settled = settleLiquidation({
    case: command.case,
    settlement: command.settlement,
    account,
    policyVersion: inputs.policy.version,
    fills: fills.value,
    sales: command.sales,
    asset,
    liquidationFee: policy.costs.liquidationFee,
    fund: { account: fund, available: availableOf(snapshot.balances, fund, asset.id) },
    lossAllocation: policy.lossAllocation,
    ...standingOf(
      parties.filter((party) => party.account !== fund),
      command.closed,
      snapshot.accounts,
      books,
      inputs.prices,
    ),
    cause: causeOf(command, at),
  });
  const untaken = fills.value.findIndex(
    (fill) => fill.isDeleveraged && undeleveragedSize(fill, fills.value, settled.deleveragings).gt(0),
  );
  if (untaken === -1) return ok(settled);
  const message =
    'opposite positions do not suffice to close this part with: report what a venue closed it at';
  return fail('NOTHING_OPPOSITE', message, `closed.${untaken}`);
}

function causeOf({ case: id, settlement }: SettleLiquidationCommand, at: UnixMilliseconds): PostingCause {
  return { reference: `settle-liquidation/${id}/${settlement}`, at };
}

/** The parts with their entry prices; those nobody took at the mark price. Together no more than the position. */
function fillsOf(
  closed: readonly ClosedPart[],
  { positions }: AccountRecord,
  { prices }: MarginInputs,
): Result<readonly LiquidationFill[], SettleLiquidationCode> {
  const left = new Map(positions.map((position) => [placeOf(position), position.size]));
  const fills: LiquidationFill[] = [];
  for (const [index, part] of closed.entries()) {
    const position = positions.find((one) => placeOf(one) === placeOf(part));
    const size = left.get(placeOf(part));
    if (position === undefined || size === undefined || !isReduction(size, part.sizeChange)) {
      const message = `the account has no position in ${placeOf(part)} that this reduces`;
      return fail('INVALID_SIZE', message, `closed.${index}.sizeChange`);
    }
    left.set(placeOf(part), size.add(part.sizeChange));
    const mark = prices.prices.get(part.instrument);
    const price = part.price ?? mark?.price;
    if (price === undefined || price.lte(0)) {
      return fail('MISSING_PRICE', `${part.instrument} has no mark price`, `closed.${index}.price`);
    }
    const faults = part.price === undefined && mark !== undefined ? faultsOf(mark) : undefined;
    if (faults !== undefined) {
      const message = `the mark of ${part.instrument} may not be used for liquidating (${faults}), so that no opposite position can be closed at it: report what a venue closed it at, or again once it may`;
      return fail('PRICE_NOT_USABLE', message, `closed.${index}.price`);
    }
    const { entryPrice } = position;
    fills.push({ ...part, price, entryPrice, isDeleveraged: part.price === undefined });
  }
  return ok(fills);
}

function isReduction(size: Decimal, change: Decimal): boolean {
  return size.mul(change).lt(0) && change.abs().lte(size.abs());
}

function placeOf({ instrument, chain }: Pick<Position, 'instrument' | 'chain'>): string {
  return `${instrument} on ${chain}`;
}

function lackingCollateral(
  sales: readonly CollateralSale[],
  account: AccountId,
  { settlement }: LiquidationPolicy,
  { balances }: LedgerSnapshot,
): Result<never, SettleLiquidationCode> | undefined {
  const sold = new Map<string, bigint>();
  for (const [index, { asset, bucket, raw, proceeds }] of sales.entries()) {
    const key = `${bucket} ${asset}`;
    const total = (sold.get(key) ?? 0n) + raw;
    sold.set(key, total);
    const held = balanceOf(balances, { kind: 'desk', account, bucket }, asset);
    if (total > held) {
      return fail('INVALID_AMOUNT', `the account has ${held} base units ${bucket}`, `sales.${index}.amount`);
    }
    if (asset === settlement.asset && proceeds !== raw) {
      const message = 'is what is paid in: its proceeds are the amount itself';
      return fail('INVALID_AMOUNT', message, `sales.${index}.proceeds`);
    }
  }
  return undefined;
}

function changesOf(
  { postings, deleveragings, evidence }: Settlement,
  { inputs }: Context,
  snapshot: LedgerSnapshot,
  command: SettleLiquidationCommand,
  at: UnixMilliseconds,
): LedgerChanges {
  const books = new WorkingBooks(snapshot);
  const reduce = (account: AccountId, changes: Parameters<typeof positionsAfter>[1]) => {
    const record = books.account(account);
    if (record === undefined || changes.length === 0) return;
    books.putAccount({ ...record, positions: positionsAfter(record.positions, changes) });
  };
  reduce(inputs.account.account, command.closed);
  for (const { position, sizeChange } of deleveragings) {
    const { account, instrument, chain } = position;
    reduce(account, [{ instrument, chain, sizeChange }]);
  }
  const posted = books.post(postings);
  if (!posted.ok) throw new Error(`a settlement that the books refuse: ${posted.failure.message}`);
  books.recordSettlement(evidence);
  books.endStep(causeOf(command, at));
  return books.changes();
}
