import { readBalanceProof, type BalanceQuestion } from '@causeway/adapters/chains-viem';
import { verifyBalanceProof } from '@causeway/adapters/state-proofs';
import { balanceProofFormat, type BalanceProofDocument } from '@causeway/adapters/wire';
import { assetOf, NETWORK } from '@causeway/domain/network';
import { fail, ok, parseAddress, parseAssetId, type Result } from '@causeway/domain/units';
import { refused, succeeded, toNdjson, type Outcome } from './input.js';
import { sendBatch } from './record-sender.js';

/** Whose balance to prove, by which node, and the service to send the proof to. */
export interface ProveBalanceOptions {
  readonly rpc: string;
  readonly wallet: string;
  readonly asset: string;
  readonly block: string;
  readonly slot?: string;
  readonly url?: string;
}

/** Reads the proof of a balance from a node, verifies it, and prints it or sends it to a service. */
export async function proveBalanceCommand(options: ProveBalanceOptions): Promise<Outcome> {
  const question = readQuestion(options);
  if (!question.ok) return refused(question.failure);
  if (!URL.canParse(options.rpc)) {
    return refused(fail('INVALID_URL', 'expected a URL such as http://localhost:8545', '--rpc').failure);
  }
  if (options.url !== undefined && !URL.canParse(options.url)) {
    return refused(fail('INVALID_URL', 'expected a URL such as http://localhost:3000', '--url').failure);
  }
  const answer = await readBalanceProof(options.rpc, question.value);
  if (!answer.ok) return refused(answer.failure);
  const document = balanceProofFormat.decode({ ...answer.value, schema: balanceProofFormat.name });
  if (!document.ok) return refused(document.failure);
  const verified = verifyBalanceProof(document.value, (_asset, claimed) => claimed);
  if (!verified.ok) return refused(verified.failure);
  const { raw, evidence, wallet, asset } = verified.value;
  const told = `${wallet} holds ${raw} base units of ${asset} at the end of block ${evidence.blockNumber}, if ${evidence.blockHash} is a block of ${evidence.chain}\n`;
  if (options.url === undefined) return succeeded(toNdjson([document.value], balanceProofFormat), told);
  return send(document.value, options.url, told);
}

async function send(document: BalanceProofDocument, url: string, told: string): Promise<Outcome> {
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  const record = { text: balanceProofFormat.encodeText(document), place: 'the proof', due: 0 };
  const sent = await sendBatch(base, [record], true);
  if (!sent.ok) return refused(sent.failure);
  const [rejected] = sent.value.rejected;
  if (rejected !== undefined) return refused(fail('REJECTED', rejected, '--url').failure);
  return succeeded(
    '',
    `${told}the service has taken it in; if it is refused there, it is among the dead letters\n`,
  );
}

function readQuestion(options: ProveBalanceOptions): Result<BalanceQuestion> {
  const wallet = parseAddress(options.wallet, '--wallet');
  if (!wallet.ok) return wallet;
  const asset = parseAssetId(options.asset, '--asset');
  if (!asset.ok) return asset;
  const isTag = ['latest', 'safe', 'finalized'].includes(options.block);
  if (!isTag && !/^\d{1,18}$/.test(options.block)) {
    return fail('INVALID_BLOCK', 'expected a number, latest, safe or finalized', '--block');
  }
  if (options.slot !== undefined && !/^\d{1,77}$/.test(options.slot)) {
    return fail('INVALID_SLOT', 'expected a whole number', '--slot');
  }
  const known = assetOf(NETWORK, asset.value)?.balanceSlot;
  const slot = options.slot ?? known;
  return ok({
    ...{ wallet: wallet.value, asset: asset.value },
    block: isTag ? (options.block as 'latest' | 'safe' | 'finalized') : BigInt(options.block),
    ...(slot === undefined ? {} : { slot: BigInt(slot) }),
  });
}
