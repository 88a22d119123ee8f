import { z } from 'zod';
import type { BridgeLeg, ConservationRules, LegKind } from '@causeway/domain/conservation';
import {
  erc20Asset,
  evmChain,
  fail,
  fromUnixSeconds,
  ok,
  parseAddress,
  type Address,
  type AssetId,
  type BridgeId,
  type ChainId,
  type Result,
} from '@causeway/domain/units';
import { isObject } from './json.js';
import { address, hash, unsigned } from './scalars.js';
import { firstFailure, type WireCode } from './wire-format.js';

/** A recorded ledger of one bridge, and the rules that it was kept by. */
export interface BridgeStudy {
  readonly rules: ConservationRules;
  readonly legs: readonly BridgeLeg[];
}

const seconds = z.int().min(0);
const secondsText = z.string().regex(/^\d{1,12}$/, 'not a number of seconds, as text');
const tokenPair = z.object({ l1Token: address, l2Token: address, symbol: z.string().exactOptional() });
/** Time, transaction, message, beneficiary, token, amount. Exploits can name no message, or nobody's address. */
const nomadRow = z.tuple([seconds, hash, z.int().nullable(), z.string(), z.int().min(0), unsigned]);
const nomadChain = z.object({ chainId: z.int().min(1), finalityWindowSeconds: seconds });

const nomadLedger = z.object({
  chains: z.object({ l1: nomadChain, l2: nomadChain }),
  tokens: z.array(address),
  tokenMap: z.array(tokenPair),
  streams: z.object({
    l1_lock: z.array(nomadRow),
    l2_mint: z.array(nomadRow),
    l2_burn: z.array(nomadRow),
    l1_release: z.array(nomadRow),
  }),
});

const roninTransfer = z.object({
  originChainId: secondsText,
  originTs: secondsText,
  originTx: hash,
  dstChainId: secondsText,
  dstTs: secondsText,
  dstTx: hash,
  id: z.string().min(1),
  originToken: address,
  dstToken: address,
  sender: address,
  beneficiary: address,
  amount: unsigned,
});

const roninTransfers = z.object({
  finalitySeconds: z.record(z.string().regex(/^\d+$/), seconds),
  deposits: z.array(roninTransfer),
  withdrawals: z.array(roninTransfer),
});

/**
 * Reads a ledger as the study of Augusto et al. (XChainWatcher, arXiv 2410.02029) left it: that of Nomad, four
 * streams of `[time, transaction, message, beneficiary, token, amount]`, or that of Ronin, transfers with both legs.
 * Both bridges number their messages by source chain, charge nothing and pay whom the departure names. A pair of
 * tokens is listed as one asset when the study maps them to each other.
 */
export function readBridgeStudy(json: unknown): Result<BridgeStudy, WireCode> {
  if (isObject(json) && 'streams' in json) return read(nomadLedger, json, nomadStudy);
  if (isObject(json) && 'finalitySeconds' in json) return read(roninTransfers, json, roninStudy);
  return fail('INVALID_DOCUMENT', 'expected a ledger with streams, or transfers with finalitySeconds');
}

function read<Form extends z.ZodType>(
  form: Form,
  json: unknown,
  convert: (document: z.output<Form>) => Result<BridgeStudy, WireCode>,
): Result<BridgeStudy, WireCode> {
  const parsed = z.safeDecode(form, json as z.input<Form>);
  return parsed.success ? convert(parsed.data) : { ok: false, failure: firstFailure(parsed.error) };
}

function nomadStudy(ledger: z.output<typeof nomadLedger>): Result<BridgeStudy, WireCode> {
  const bridge = 'nomad' as BridgeId;
  const l1 = evmChain(ledger.chains.l1.chainId);
  const l2 = evmChain(ledger.chains.l2.chainId);
  const streams = [
    { name: 'l1_lock', kind: 'lock', chain: l1, sourceChain: l1 },
    { name: 'l2_mint', kind: 'mint', chain: l2, sourceChain: l1 },
    { name: 'l2_burn', kind: 'burn', chain: l2, sourceChain: l2 },
    { name: 'l1_release', kind: 'release', chain: l1, sourceChain: l2 },
  ] as const;
  const legs: BridgeLeg[] = [];
  for (const { name, kind, chain, sourceChain } of streams) {
    for (const [at, row] of ledger.streams[name].entries()) {
      const [time, transactionHash, message, beneficiary, tokenIndex, amount] = row;
      const recipient = parseAddress(beneficiary);
      const token = ledger.tokens[tokenIndex];
      if (token === undefined) {
        return fail('INVALID_DOCUMENT', `there is no token ${tokenIndex}`, `streams.${name}[${at}][4]`);
      }
      legs.push({
        id: `${chain}/${transactionHash}/${kind}/${at}`,
        bridge,
        kind,
        chain,
        sourceChain,
        at: fromUnixSeconds(time),
        transactionHash,
        // A leg without a message is joined to no other.
        messageId: message === null ? `none/${transactionHash}/${at}` : String(message),
        asset: erc20Asset(chain, token),
        amount,
        ...(recipient.ok ? { recipient: recipient.value } : {}),
      });
    }
  }
  const finality = new Map([
    [l1, ledger.chains.l1.finalityWindowSeconds],
    [l2, ledger.chains.l2.finalityWindowSeconds],
  ]);
  const pairs = ledger.tokenMap.map(({ l1Token, l2Token, symbol }) => ({
    home: erc20Asset(l1, l1Token),
    away: erc20Asset(l2, l2Token),
    name: symbol,
  }));
  return ok({ rules: studyRules(bridge, finality, pairs), legs });
}

function roninStudy(study: z.output<typeof roninTransfers>): Result<BridgeStudy, WireCode> {
  const bridge = 'ronin' as BridgeId;
  const deposits = study.deposits.flatMap((transfer) => transferLegs(bridge, transfer, 'lock', 'mint'));
  const withdrawals = study.withdrawals.flatMap((transfer) =>
    transferLegs(bridge, transfer, 'burn', 'release'),
  );
  const finality = new Map<ChainId, number>(
    Object.entries(study.finalitySeconds).map(([chain, window]) => [evmChain(BigInt(chain)), window]),
  );
  const depositPairs = study.deposits.map(({ originToken, dstToken }) => [originToken, dstToken] as const);
  const withdrawalPairs = study.withdrawals.map(
    ({ originToken, dstToken }) => [dstToken, originToken] as const,
  );
  const pairs = [...depositPairs, ...withdrawalPairs].map(([home, away]) => ({
    home: erc20Asset(evmChain(1), home),
    away: erc20Asset(evmChain(2020), away),
    name: undefined,
  }));
  return ok({ rules: studyRules(bridge, finality, pairs), legs: [...deposits, ...withdrawals] });
}

function transferLegs(
  bridge: BridgeId,
  transfer: z.output<typeof roninTransfer>,
  departureKind: LegKind,
  arrivalKind: LegKind,
): readonly BridgeLeg[] {
  const sourceChain = evmChain(BigInt(transfer.originChainId));
  const destination = evmChain(BigInt(transfer.dstChainId));
  const legOn = (kind: LegKind, chain: ChainId, time: string, transactionHash: string, token: Address) => ({
    id: `${chain}/${transactionHash}/${kind}/${transfer.id}`,
    bridge,
    kind,
    chain,
    sourceChain,
    at: fromUnixSeconds(Number.parseInt(time, 10)),
    transactionHash,
    messageId: transfer.id,
    asset: erc20Asset(chain, token),
    amount: transfer.amount,
    recipient: transfer.beneficiary,
  });
  const { originTs, originTx, originToken, dstTs, dstTx, dstToken } = transfer;
  return [
    legOn(departureKind, sourceChain, originTs, originTx, originToken),
    legOn(arrivalKind, destination, dstTs, dstTx, dstToken),
  ];
}

const DAY_SECONDS = 86_400;

function studyRules(
  bridge: BridgeId,
  finalitySeconds: ReadonlyMap<ChainId, number>,
  pairs: readonly { readonly home: AssetId; readonly away: AssetId; readonly name: string | undefined }[],
): ConservationRules {
  return {
    bridge,
    matching: 'unique-message-id',
    assets: new Map(
      pairs.flatMap(({ home, away, name }) => [
        [home, name ?? home],
        [away, name ?? home],
      ]),
    ),
    finalitySeconds,
    maximumFeeBasisPoints: 0n,
    recipientsAgree: true,
    longestTransferSeconds: 0,
    patienceSeconds: DAY_SECONDS,
  };
}
