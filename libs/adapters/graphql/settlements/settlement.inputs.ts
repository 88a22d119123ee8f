import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { AcceptRequestedQuoteCommand } from '@causeway/application/accept-quote';
import type { LegReport, ReportLegCommand } from '@causeway/application/report-leg';
import type { Network } from '@causeway/domain/network';
import { USUAL_TERMS, type AcceptanceTerms } from '@causeway/domain/settlement';
import {
  fail,
  ok,
  parseAccountId,
  parseAddress,
  parseHash,
  type Decimal,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { parseRouteRequest } from '../routing/parse-route-request.js';
import { QuoteInput } from '../routing/route-quote.model.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { BigIntegerScalar, DecimalScalar, TimestampScalar } from '../schema/scalars.js';
import { storableId } from '../schema/storable-id.js';

/** The GraphQL input `QuoteToAcceptInput`. */
@InputType('QuoteToAcceptInput', { description: 'A quote by what it was computed from, which is all of it.' })
export class QuoteToAcceptInput {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => TimestampScalar, { description: 'Its `quotedAt`.' })
  readonly quotedAt!: UnixMilliseconds;

  @Field(() => QuoteInput, {
    description: 'What was asked. For a point of a front, its deadline and minimum security are added.',
  })
  readonly request!: QuoteInput;
}

/** The GraphQL input `AcceptQuoteInput`. */
@InputType('AcceptQuoteInput', { description: 'A quote that an account takes.' })
export class AcceptQuoteInput {
  @Field(() => ID, { description: 'The account, which reserves what the quote uses.' })
  readonly account!: string;

  @Field(() => String, { description: 'A wallet of the account: it signs, sends and receives.' })
  readonly wallet!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the wallet is a contract, which some bridges pay in another form; no where it is left out.',
  })
  readonly isContractWallet?: boolean | null;

  @Field(() => QuoteToAcceptInput, { description: 'The quote.' })
  readonly quote!: QuoteToAcceptInput;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'How far below the quote a leg that trades in a pool may come out, as a fraction with at most 6 decimals; 0.005 where it is left out.',
  })
  readonly slippage?: Decimal | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long a leg may be sent after it was issued, in seconds; 600 where it is left out.',
  })
  readonly legSeconds?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How long after a leg’s deadline its execution may still become known, in seconds; 600 where it is left out.',
  })
  readonly observationSeconds?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a leg that came to nothing is issued in all; 3 where it is left out.',
  })
  readonly maximumAttempts?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'For how long after the slowest arrival that the quote expects legs may still begin, in seconds; a day where it is left out.',
  })
  readonly graceSeconds?: number | null;
}

const LegReportKindEnum = documentedEnum<LegReport['kind']>(
  'LegReportKind',
  'What a desk reports of an attempt at a leg.',
  {
    sent: 'It was sent, in `transaction`.',
    abandoned: 'It was not sent and never will be.',
    executed: 'It went through and delivered `delivered`; only of legs over no bridge.',
    reverted: 'Its transaction failed and moved nothing.',
  },
);

/** The GraphQL input `ReportLegInput`. */
@InputType('ReportLegInput', { description: 'What a desk says of an attempt at a leg.' })
export class ReportLegInput {
  @Field(() => ID, { description: 'The account.' })
  readonly account!: string;

  @Field(() => ID, { description: 'The settlement.' })
  readonly settlement!: string;

  @Field(() => Int, { description: 'The leg’s place in the plan, from 0.' })
  readonly leg!: number;

  @Field(() => Int, { description: 'The number of the attempt, from 0.' })
  readonly attempt!: number;

  @Field(() => LegReportKindEnum, { description: 'What became of it.' })
  readonly kind!: LegReport['kind'];

  @Field(() => String, { nullable: true, description: 'The hash of the transaction; only of one sent.' })
  readonly transaction?: string | null;

  @Field(() => BigIntegerScalar, {
    nullable: true,
    description: 'Base units of the leg’s output that were delivered; only of one executed.',
  })
  readonly delivered?: bigint | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the transaction’s block can not be orphaned any more; only of one executed or reverted, and no where it is left out. Until it is yes, the report may be corrected.',
  })
  readonly isFinal?: boolean | null;
}

const MILLION = 1_000_000;

/** The command in the domain's terms; a failure names the field, e.g. `quote.request.output`. */
export function parseAcceptance(
  network: Network,
  input: AcceptQuoteInput,
): Result<AcceptRequestedQuoteCommand> {
  const account = parseAccountId(input.account, 'account');
  if (!account.ok) return account;
  const wallet = parseAddress(input.wallet, 'wallet');
  if (!wallet.ok) return wallet;
  const request = parseRouteRequest(network, input.quote.request, 'quote.request');
  if (!request.ok) return request;
  const terms = parseTerms(input);
  if (!terms.ok) return terms;
  return ok({
    account: account.value,
    wallet: wallet.value,
    isContractWallet: input.isContractWallet ?? false,
    quote: {
      id: storableId(input.quote.id, 'input.quote.id'),
      quotedAt: input.quote.quotedAt,
      request: request.value,
    },
    terms: terms.value,
  });
}

function parseTerms(input: AcceptQuoteInput): Result<AcceptanceTerms> {
  const { slippage } = input;
  const millionths = slippage?.times(MILLION) ?? undefined;
  if (millionths?.isInteger() === false) {
    return fail('EXCESS_DIGITS', 'the slippage has more than 6 decimals', 'slippage');
  }
  return ok({
    slippageMillionths:
      millionths === undefined ? USUAL_TERMS.slippageMillionths : BigInt(millionths.toFixed()),
    legSeconds: input.legSeconds ?? USUAL_TERMS.legSeconds,
    observationSeconds: input.observationSeconds ?? USUAL_TERMS.observationSeconds,
    maximumAttempts: input.maximumAttempts ?? USUAL_TERMS.maximumAttempts,
    graceSeconds: input.graceSeconds ?? USUAL_TERMS.graceSeconds,
  });
}

/** The command in the domain's terms; a failure names the field. */
export function parseLegReport(input: ReportLegInput): Result<ReportLegCommand> {
  const account = parseAccountId(input.account, 'account');
  if (!account.ok) return account;
  const report = reportOf(input);
  if (!report.ok) return report;
  const quote = storableId(input.settlement, 'input.settlement');
  return ok({ account: account.value, quote, leg: input.leg, attempt: input.attempt, report: report.value });
}

function reportOf({ kind, transaction, delivered, isFinal }: ReportLegInput): Result<LegReport> {
  const surplus = SURPLUS[kind].find(
    (field) => (({ transaction, delivered, isFinal })[field] ?? null) !== null,
  );
  if (surplus !== undefined) return fail('INVALID_REPORT', `says nothing of a leg that is ${kind}`, surplus);
  switch (kind) {
    case 'sent': {
      if (typeof transaction !== 'string') {
        return fail('INVALID_REPORT', 'say in which transaction it was sent', 'transaction');
      }
      const hash = parseHash(transaction, 'transaction');
      return hash.ok ? ok({ kind, transaction: hash.value }) : hash;
    }
    case 'abandoned':
      return ok({ kind });
    case 'executed':
      if (typeof delivered !== 'bigint') {
        return fail('INVALID_REPORT', 'say how much was delivered', 'delivered');
      }
      return ok({ kind, delivered, isFinal: isFinal ?? false });
    case 'reverted':
      return ok({ kind, isFinal: isFinal ?? false });
  }
}

const SURPLUS = {
  sent: ['delivered', 'isFinal'],
  abandoned: ['transaction', 'delivered', 'isFinal'],
  executed: ['transaction'],
  reverted: ['transaction', 'delivered'],
} as const;
