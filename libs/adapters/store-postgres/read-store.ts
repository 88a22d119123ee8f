import {
  actionsInForceFormat,
  allocationEvidenceFormat,
  decodeRiskPolicy,
  liquidationCaseFormat,
  marginAccountFormat,
  priceStateFormat,
  transferFormat,
} from '@causeway/adapters/wire';
import {
  streamName,
  type AccountFilter,
  type CaseFilter,
  type DeadLetterRecord,
  type DeadLetterStatus,
  type MarginInputs,
  type Page,
  type PageRequest,
  type PriceBoard,
  type ReadStore,
  type TransferFilter,
} from '@causeway/application/ports';
import type { Transfer } from '@causeway/domain/bridging';
import type { LiquidationCase } from '@causeway/domain/liquidation';
import { priceVectorOf } from '@causeway/domain/margin';
import { policyInForce } from '@causeway/domain/policy';
import { expectOk, type PolicyVersion, type UnixMilliseconds } from '@causeway/domain/units';
import { followedChainOf } from './followed-chain-row.js';
import { withAdapterErrors } from './prisma-errors.js';
import type { Prisma, PrismaClient } from './generated/client.js';
import type {
  DeadLetterModel,
  EngineAccountModel,
  EnginePartitionModel,
  EnginePriceModel,
} from './generated/models.js';

type Client = Prisma.TransactionClient;

/** Reads for people, through Prisma. What belongs together is read in one snapshot of the database. */
export function createReadStore(prisma: PrismaClient): ReadStore {
  return withAdapterErrors({
    accounts: (filter, page) => inSnapshot(prisma, (client) => accounts(client, filter, page)),
    marginInputs: (ids) =>
      inSnapshot(prisma, async (client) => {
        const rows = await client.engineAccount.findMany({ where: { accountId: { in: [...ids] } } });
        const inputs = await marginInputsOf(client, rows);
        return new Map(inputs.map((input) => [input.account.account, input]));
      }),
    transfers: (filter, page) => transfers(prisma, filter, page),
    transfer: async (id) => {
      const row = await prisma.transfer.findUnique({ where: { transferId: id } });
      return row === null || row.state === null ? undefined : expectOk(transferFormat.decode(row.state));
    },
    cases: (filter, page) => cases(prisma, filter, page),
    case: async (id) => {
      const row = await prisma.liquidationCase.findUnique({ where: { caseId: id } });
      return row === null ? undefined : expectOk(liquidationCaseFormat.decode(row.state));
    },
    settlements: async (id) => {
      const rows = await prisma.liquidationSettlement.findMany({
        where: { caseId: id },
        orderBy: { settlement: 'asc' },
      });
      return rows.map(({ state }) => expectOk(allocationEvidenceFormat.decode(state)));
    },
    settlementsOf: async (account, maximum) => {
      const rows = await prisma.$queryRaw<{ state: unknown }[]>`
        SELECT state FROM liquidation_settlement settled
        WHERE EXISTS (SELECT FROM liquidation_allocation moved
                      WHERE moved.case_id = settled.case_id AND moved.settlement = settled.settlement
                        AND moved.account_id = ${account})
        ORDER BY settled.at DESC, settled.case_id, settled.settlement DESC
        LIMIT ${maximum}`;
      return rows.map(({ state }) => expectOk(allocationEvidenceFormat.decode(state)));
    },
    deadLetters: (filter, page) => deadLetters(prisma, filter, page),
    prices: () => inSnapshot(prisma, prices),
    followedChains: async () => {
      const rows = await prisma.followedChain.findMany({ orderBy: { chain: 'asc' } });
      return rows.map(followedChainOf);
    },
  });
}

async function inSnapshot<Outcome>(
  prisma: PrismaClient,
  read: (client: Client) => Promise<Outcome>,
): Promise<Outcome> {
  return prisma.$transaction(read, { isolationLevel: 'RepeatableRead' });
}

async function accounts(
  prisma: Client,
  filter: AccountFilter,
  page: PageRequest,
): Promise<Page<MarginInputs>> {
  const rows = await prisma.engineAccount.findMany({
    where: {
      ...(filter.desk === undefined ? {} : { deskId: filter.desk }),
      ...(filter.band === undefined ? {} : { reportedBand: filter.band }),
      ...(filter.chain === undefined ? {} : { chains: { has: filter.chain } }),
      ...(page.after === undefined ? {} : { accountId: { gt: page.after } }),
    },
    orderBy: { accountId: 'asc' },
    take: page.first + 1,
  });
  const { kept, hasNextPage } = cut(rows, page);
  return { rows: await marginInputsOf(prisma, kept), hasNextPage };
}

/** Accounts whose engine has no policy yet have no margin and are left out. */
async function marginInputsOf(
  prisma: Client,
  rows: readonly EngineAccountModel[],
): Promise<readonly MarginInputs[]> {
  const partitions = [...new Set(rows.map(({ partition }) => partition))];
  const inPartitions = { where: { partition: { in: partitions } } };
  const heads = await prisma.enginePartition.findMany(inPartitions);
  const prices = await prisma.enginePrice.findMany({ ...inPartitions, orderBy: { symbol: 'asc' } });
  const streams = await prisma.streamHead.findMany({
    where: { stream: { in: rows.map(({ accountId }) => streamName('margin', accountId)) } },
  });
  const openCases = await prisma.liquidationCase.findMany({
    where: { caseId: { in: rows.flatMap(({ openCaseId }) => openCaseId ?? []) } },
  });
  const basisOf = new Map(heads.flatMap((head) => basisEntry(head, prices)));
  const seqOf = new Map(streams.map(({ stream, seq }) => [stream, Number(seq)]));
  const caseOf = new Map(openCases.map(({ caseId, state }) => [caseId, state]));
  return rows.flatMap((row): MarginInputs[] => {
    const basis = basisOf.get(row.partition);
    if (basis === undefined) return [];
    const openCase = row.openCaseId === null ? undefined : caseOf.get(row.openCaseId);
    return [
      {
        account: expectOk(marginAccountFormat.decode(row.state)),
        ...basis,
        ...(openCase === undefined ? {} : { openCase: expectOk(liquidationCaseFormat.decode(openCase)) }),
        asOfSeq: seqOf.get(streamName('margin', row.accountId)) ?? 0,
      },
    ];
  });
}

/** As the engine has them that has read most: all engines read the same prices in the same order. */
async function prices(prisma: Client): Promise<PriceBoard> {
  const [head] = await prisma.enginePartition.findMany({
    orderBy: [{ priceSeq: 'desc' }, { partition: 'asc' }],
    take: 1,
  });
  if (head === undefined) return { states: [] };
  const { partition, policy, policyVersion } = head;
  const rows = await prisma.enginePrice.findMany({ where: { partition }, orderBy: { symbol: 'asc' } });
  return {
    states: rows.map(({ state }) => expectOk(priceStateFormat.decode(state))),
    ...(policyVersion === null
      ? {}
      : { policy: expectOk(decodeRiskPolicy(policy, policyVersion as PolicyVersion)) }),
  };
}

/** What all accounts of a partition are valued with; nothing before its engine has a policy. */
function basisEntry(
  { partition, priceSeq, policy, policyVersion, actions }: EnginePartitionModel,
  prices: readonly EnginePriceModel[],
): readonly [number, Pick<MarginInputs, 'prices' | 'policy'>][] {
  if (policyVersion === null) return [];
  const own = prices
    .filter((price) => price.partition === partition)
    .map(({ state }) => expectOk(priceStateFormat.decode(state)));
  const active = expectOk(decodeRiskPolicy(policy, policyVersion as PolicyVersion));
  const basis = {
    prices: priceVectorOf(`${partition}:${priceSeq}`, own, active.prices),
    policy:
      actions === null
        ? active
        : policyInForce(active, expectOk(actionsInForceFormat.decode(actions)).actions),
  };
  return [[partition, basis]];
}

async function transfers(
  prisma: PrismaClient,
  filter: TransferFilter,
  page: PageRequest,
): Promise<Page<Transfer>> {
  const wallets = await walletsOf(prisma, filter);
  const and: Prisma.TransferWhereInput[] = [];
  if (wallets !== undefined) and.push({ OR: [{ sender: { in: wallets } }, { recipient: { in: wallets } }] });
  if (filter.chain !== undefined) {
    and.push({ OR: [{ sourceChain: filter.chain }, { destinationChain: filter.chain }] });
  }
  const rows = await prisma.transfer.findMany({
    where: {
      AND: and,
      stage: filter.stage ?? { not: null },
      ...(filter.bridge === undefined ? {} : { bridge: filter.bridge }),
      ...(filter.punctuality === undefined ? {} : { punctuality: filter.punctuality }),
      ...(page.after === undefined ? {} : { transferId: { gt: page.after } }),
    },
    orderBy: { transferId: 'asc' },
    take: page.first + 1,
  });
  const { kept, hasNextPage } = cut(rows, page);
  return { rows: kept.map(({ state }) => expectOk(transferFormat.decode(state))), hasNextPage };
}

async function walletsOf(
  prisma: PrismaClient,
  { wallet, account }: TransferFilter,
): Promise<string[] | undefined> {
  if (account === undefined) return wallet === undefined ? undefined : [wallet];
  const rows = await prisma.wallet.findMany({ where: { accountId: account } });
  const owned = rows.map(({ address }) => address);
  return wallet === undefined ? owned : owned.filter((address) => address === wallet);
}

/** The newest first. */
async function cases(
  prisma: PrismaClient,
  filter: CaseFilter,
  page: PageRequest,
): Promise<Page<LiquidationCase>> {
  const rows = await prisma.liquidationCase.findMany({
    where: {
      ...(filter.desk === undefined ? {} : { deskId: filter.desk }),
      ...(filter.account === undefined ? {} : { accountId: filter.account }),
      ...(filter.stage === undefined ? {} : { stage: filter.stage }),
    },
    ...(page.after === undefined ? {} : { cursor: { caseId: page.after }, skip: 1 }),
    orderBy: [{ openedAt: 'desc' }, { caseId: 'desc' }],
    take: page.first + 1,
  });
  const { kept, hasNextPage } = cut(rows, page);
  return { rows: kept.map(({ state }) => expectOk(liquidationCaseFormat.decode(state))), hasNextPage };
}

async function deadLetters(
  prisma: PrismaClient,
  filter: { readonly status?: DeadLetterStatus },
  page: PageRequest,
): Promise<Page<DeadLetterRecord>> {
  const rows = await prisma.deadLetter.findMany({
    where: {
      ...(filter.status === undefined ? {} : { status: filter.status }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.first + 1,
  });
  const { kept, hasNextPage } = cut(rows, page);
  return { rows: kept.map(deadLetterRecord), hasNextPage };
}

/** A stored dead letter as the ports know it. */
export function deadLetterRecord(row: DeadLetterModel): DeadLetterRecord {
  const { id, topic, partition, offset, code, message, body } = row;
  return {
    ...{ id, topic, partition, offset, code, message, body },
    at: row.at.getTime() as UnixMilliseconds,
    status: row.status as DeadLetterStatus,
    ...(row.subject === null ? {} : { subject: row.subject }),
    ...(row.decidedBy === null ? {} : { decidedBy: row.decidedBy }),
    ...(row.decisionReason === null ? {} : { decisionReason: row.decisionReason }),
  };
}

/** One row more than asked for is read, to know whether there is another page. */
function cut<Row>(rows: readonly Row[], page: PageRequest): { kept: readonly Row[]; hasNextPage: boolean } {
  return { kept: rows.slice(0, page.first), hasNextPage: rows.length > page.first };
}
